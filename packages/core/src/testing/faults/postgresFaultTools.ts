import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

import type { UsageBatch } from '../../model/UsageBatch.ts';
import { postgresStore } from '../../storage/postgres/postgresStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { exampleDimensions, examplePrice } from '../ledgerArbitraries.ts';
import { EXAMPLE_ZONE } from '../queryArbitraries.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../temporaryPostgres.ts';
import { expectHolds } from './expectHolds.ts';

/** What tests of a broken PostgreSQL share: a database for all of them, and for each a schema of its own. */
export interface PostgresFaultTools {
  readonly url: string;
  readonly schema: string;
  /** Connections that see and disturb everything. */
  readonly admin: pg.Pool;
  /** A store in the test's schema whose connections are made in this way. */
  opened(config?: pg.PoolConfig): UsageStore;
  /** Such a store, migrated, with the first batch in it. */
  filled(config?: pg.PoolConfig): Promise<UsageStore>;
  /** Has a store declared, and closed after the test. */
  kept(store: UsageStore): UsageStore;
  /** Closes a store in the middle of a test. */
  closed(store: UsageStore): Promise<void>;
  /** Expects that a store holds the first batch, and works. */
  works(store: UsageStore): Promise<void>;
  /** Resolves with the process of the server that waits for a lock, once there is one; rejects when the write ends before that, with its error. */
  waiting(write: Promise<unknown>): Promise<number>;
  /**
   * Does something while a write waits in its middle, its sessions and dictionaries written and its requests not: what the write ends with.
   *
   * @param work gets the connection that holds the lock, and the process of the server that waits for it
   */
  inMidBatch(
    store: UsageStore,
    batch: UsageBatch,
    work: (holder: pg.PoolClient, waitingProcess: number) => Promise<unknown>,
  ): Promise<unknown>;
}

/** The tools, for the tests of the group that asks for them. */
export function postgresFaultTools(first: UsageBatch, second: UsageBatch): PostgresFaultTools {
  let database: TemporaryPostgres;
  let admin: pg.Pool;
  let schema = '';
  let count = 0;
  const open: UsageStore[] = [];
  beforeAll(async () => {
    database = await temporaryPostgres();
    admin = new pg.Pool({ connectionString: database.url, max: 4 });
  });
  afterAll(async () => {
    await admin.end();
    await database.remove();
  });
  beforeEach(async () => {
    count += 1;
    schema = `fault_${count}`;
    await admin.query(`create schema ${schema}`);
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });

  const kept = (store: UsageStore): UsageStore => {
    store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
    open.push(store);
    return store;
  };
  const opened = (config: pg.PoolConfig = {}): UsageStore => {
    const pool = new pg.Pool({ connectionString: database.url, max: 2, ...config });
    return kept(postgresStore(pool, { schema }));
  };
  const waiting = async (write: Promise<unknown>): Promise<number> => {
    const ended = new AbortController();
    void write.then(
      () => ended.abort(new Error('the write ended and did not wait for a lock')),
      (error: unknown) => ended.abort(error),
    );
    for (;;) {
      ended.signal.throwIfAborted();
      const { rows } = await admin.query<{ pid: number }>(
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      if (rows[0]) return rows[0].pid;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    get url() {
      return database.url;
    },
    get schema() {
      return schema;
    },
    get admin() {
      return admin;
    },
    kept,
    opened,
    waiting,
    async filled(config) {
      const store = opened();
      await store.migrate();
      await store.write(first, examplePrice);
      return opened(config);
    },
    async closed(store) {
      open.splice(open.indexOf(store), 1);
      await store.close();
    },
    async works(store) {
      await expectHolds(store, [first]);
      await store.write(second, examplePrice);
      await store.drain();
      await expectHolds(store, [first, second]);
    },
    async inMidBatch(store, batch, work) {
      const holder = await admin.connect();
      try {
        await holder.query(`begin; lock table ${schema}.uk_request in exclusive mode`);
        const write = store.write(batch, examplePrice);
        const end = write.catch((error: unknown) => error);
        await work(holder, await waiting(write));
        return await end;
      } finally {
        await holder.query('rollback');
        holder.release();
      }
    },
  };
}
