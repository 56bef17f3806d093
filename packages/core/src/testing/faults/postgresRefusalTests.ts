import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';

import type { RunRecord } from '../../model/RunRecord.ts';
import { kyselyStore } from '../../storage/kyselyStore.ts';
import { postgresStore } from '../../storage/postgres/postgresStore.ts';
import { examplePrice } from '../ledgerArbitraries.ts';
import { expectHolds } from './expectHolds.ts';
import { faultBatches } from './faultBatches.ts';
import { postgresFaultTools } from './postgresFaultTools.ts';

const batches = faultBatches(3, 4);
const [first, second] = batches as [(typeof batches)[0], (typeof batches)[0]];

/** Servers, pools and transactions of a host that refuse a store something. */
export function postgresRefusalTests(): void {
  describe('PostgreSQL and its hosts refuse', () => {
    const tools = postgresFaultTools(first, second);
    const { opened, filled, kept, works, inMidBatch } = tools;

    it('postgres.js: connections that the server ends, one in mid-batch and one that is idle', async () => {
      await filled();
      const store = kept(postgresStore(postgres(tools.url, { max: 2, onnotice: () => {} }), { schema: tools.schema }));
      await Promise.all([store.extent(), store.extent()]);
      for (const batch of batches.slice(1)) {
        const end = await inMidBatch(store, batch, async (_holder, waitingProcess) => {
          const idle = "query not like '%pg_stat_activity%' and state = 'idle' and datname = current_database()";
          const ended = `pid = $1 or (${idle})`;
          await tools.admin.query(`select pg_terminate_backend(pid, 10000) from pg_stat_activity where ${ended}`, [
            waitingProcess,
          ]);
        });
        expect(end).toMatchObject({ code: 'store_unavailable', message: expect.stringContaining('connection') });
        // Until the driver hears of it, the idle one may be handed out.
        await new Promise((resolve) => setTimeout(resolve, 100));
        await store.write(batch, examplePrice);
      }
      await expectHolds(store, batches);
    });

    it.each([
      ['a database that is not there', (url: URL) => (url.pathname = '/usagekit_none')],
      ['a user that is not there', (url: URL) => ([url.username, url.password] = ['usagekit_nobody', 'x'])],
    ])('%s', async (_what, change) => {
      const url = new URL(tools.url);
      change(url);
      const store = opened({ connectionString: url.href });
      const refused = { code: 'store_unavailable', message: expect.stringContaining('check its URL and password') };
      await expect(store.migrate()).rejects.toMatchObject(refused);
      await expect(store.extent()).rejects.toMatchObject(refused);
    });

    it("a schema that is not there, and a table that is somebody else's", async () => {
      const pool = new pg.Pool({ connectionString: tools.url, max: 1 });
      const missing = { code: 'store_unavailable', message: expect.stringContaining('create it first') };
      await expect(kept(postgresStore(pool, { schema: 'usagekit_none' })).migrate()).rejects.toMatchObject(missing);
      await tools.admin.query(`create table ${tools.schema}.uk_tenant (name text)`);
      const foreign = {
        code: 'store_foreign',
        message: expect.stringContaining('choose another tablePrefix or schema'),
      };
      await expect(opened().migrate()).rejects.toMatchObject(foreign);
    });

    it('a pool that has no connection left, and a driver that waits no longer', async () => {
      await filled();
      const pool = new pg.Pool({ connectionString: tools.url, max: 1, connectionTimeoutMillis: 100 });
      const store = kept(postgresStore(pool, { schema: tools.schema }));
      const client = await pool.connect();
      await expect(store.extent()).rejects.toMatchObject({ code: 'store_unavailable' });
      client.release();
      await expectHolds(store, [first]);
      const impatient = opened({ query_timeout: 700 });
      const end = await inMidBatch(impatient, second, () => new Promise((resolve) => setTimeout(resolve, 1000)));
      expect(end).toMatchObject({ code: 'store_unavailable' });
      await works(opened());
    });

    it("a batch that fails in a host's transaction leaves nothing, when the host goes on", async () => {
      await filled();
      const pool = new pg.Pool({ connectionString: tools.url, max: 1 });
      const host = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
      const failing = (): never => {
        throw new Error('no price today');
      };
      const runs = async () => (await tools.admin.query(`select 1 from ${tools.schema}.uk_run`)).rows.length;
      const before = await runs();
      const run: RunRecord = {
        id: 'new',
        workspace: '',
        status: 'running',
        statusAtMs: 1,
        totalTables: 1,
        startedMs: Date.UTC(2026, 0, 1),
        completedMs: null,
      };
      await host.transaction().execute(async (trx) => {
        const store = kyselyStore(trx, { engine: 'postgres', schema: tools.schema });
        await expect(store.write({ ...second, runs: [run] }, failing)).rejects.toThrow('no price today');
      });
      expect(await runs()).toBe(before);
      const within = host
        .transaction()
        .execute((trx) => kyselyStore(trx, { engine: 'postgres', schema: tools.schema, tablePrefix: 'b_' }).migrate());
      await expect(within).rejects.toMatchObject({ code: 'invalid_argument' });
      await host.destroy();
      await works(opened());
    });
  });
}
