import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

import { kyselyStore } from '../../storage/kyselyStore.ts';
import type { PgPool } from '../../storage/postgres/PostgresClient.ts';
import { postgresStore } from '../../storage/postgres/postgresStore.ts';
import { openSqlite } from '../../storage/sqlite/openSqlite.ts';
import type { SqliteDatabase } from '../../storage/sqlite/SqliteDatabase.ts';
import { sqliteStore } from '../../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { exampleDimensions } from '../ledgerArbitraries.ts';
import { EXAMPLE_ZONE } from '../queryArbitraries.ts';
import type { FaultTarget } from './FaultTarget.ts';

/** Is told of every statement before it runs. */
export type StatementListener = (statement: string) => void;

/** What a host keeps beside our tables. */
export interface HostTables {
  host_log: { batch: number };
}

/** An opened target; `host` is the host's own instance, where there is one. */
export interface OpenFaultTarget {
  store: UsageStore;
  host?: Kysely<HostTables>;
  close(): Promise<void>;
}

const listenedSqlite = (database: SqliteDatabase, listener: StatementListener): SqliteDatabase => ({
  exec: (text) => (listener(text), database.exec(text)),
  prepare: (text) => {
    const statement = database.prepare(text);
    return {
      all: (...values) => (listener(text), statement.all(...values)),
      run: (...values) => (listener(text), statement.run(...values)),
    };
  },
  close: () => database.close(),
  isInPlace: () => database.isInPlace?.() ?? true,
});

const listenedPool = (pool: pg.Pool, listener: StatementListener): PgPool => ({
  async connect() {
    const client = await pool.connect();
    return {
      query: (text, values) => (listener(text), client.query(text, values)),
      release: (destroy) => client.release(destroy),
      on: (event, handle) => client.on(event, handle),
      off: (event, handle) => client.off(event, handle),
    };
  },
  end: () => pool.end(),
  on: (event, handle) => pool.on(event, handle),
});

/** Opens a store that knows the example dimensions and zone; it is not migrated. Opening makes the file, or uses the schema, that the target names. */
export function openFaultTarget(target: FaultTarget, listener: StatementListener = () => {}): OpenFaultTarget {
  const declared = (store: UsageStore): UsageStore => {
    store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
    return store;
  };
  const { tenant = '' } = target;
  if (target.engine === 'sqlite') {
    const { file, lockTimeoutMs = 60_000 } = target;
    const store = sqliteStore(listenedSqlite(openSqlite(file), listener), { lockTimeoutMs, tenant });
    return { store: declared(store), close: () => store.close() };
  }
  const { url, schema, tablePrefix = 'uk_' } = target;
  const names = { schema, tablePrefix, tenant };
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  if (target.engine === 'postgres') {
    const store = postgresStore(listenedPool(pool, listener), names);
    return { store: declared(store), close: () => store.close() };
  }
  // A host's duty towards its pool: without it the loss of a connection in use ends the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const host: Kysely<HostTables> = new Kysely<HostTables>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => listener(event.query.sql),
  }).withSchema(schema);
  const store = kyselyStore(host, { engine: 'postgres', ...names });
  return { store: declared(store), host, close: () => host.destroy() };
}
