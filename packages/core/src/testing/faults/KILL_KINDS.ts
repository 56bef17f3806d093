import type { KillLifeOptions } from './killLife.ts';

/** What is killed while it does what. */
export const KILL_KINDS: readonly Pick<KillLifeOptions, 'engine' | 'operation'>[] = [
  { engine: 'sqlite', operation: 'sync' },
  { engine: 'sqlite', operation: 'migrate' },
  { engine: 'sqlite', operation: 'drain' },
  { engine: 'sqlite', operation: 'rebuild' },
  { engine: 'postgres', operation: 'sync' },
  { engine: 'postgres', operation: 'migrate' },
  { engine: 'postgres', operation: 'drain' },
  { engine: 'postgres', operation: 'rebuild' },
  { engine: 'host', operation: 'host' },
];
