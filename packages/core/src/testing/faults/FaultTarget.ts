/** Where a store of a fault test is kept, in a form that can be handed to another process. `host`: PostgreSQL through a host's own Kysely instance. */
export type FaultTarget = { tenant?: string } & (
  | { engine: 'sqlite'; file: string; lockTimeoutMs?: number }
  | { engine: 'postgres' | 'host'; url: string; schema: string; tablePrefix?: string }
);
