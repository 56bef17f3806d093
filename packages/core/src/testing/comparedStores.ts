import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { type DamageHost, damageEngines } from './faults/damageHosts.ts';

/** A store by name, and what makes an empty one. */
export type StoreMaker = [name: string, make: () => Promise<UsageStore>];

/** The store that keeps plain records and one on each engine; `remove` when all tests are done. */
export function comparedStores(): { makers: StoreMaker[]; remove(): Promise<void> } {
  const { engines, remove } = damageEngines();
  const hosts: DamageHost[] = [];
  const onEngines = engines.map(([name, host]): StoreMaker => [
    name,
    async () => {
      const made = await host();
      hosts.push(made);
      return made.opened();
    },
  ]);
  return {
    makers: [['memory', async () => memoryStore()], ...onEngines],
    remove: async () => {
      for (const host of hosts) await host.remove();
      await remove();
    },
  };
}
