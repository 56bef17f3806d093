import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../ledgerArbitraries.ts';
import { expectHolds } from './expectHolds.ts';
import { faultBatches } from './faultBatches.ts';
import { postgresFaultTools } from './postgresFaultTools.ts';
import { severableProxy } from './severableProxy.ts';

const batches = faultBatches(3, 4);
const [first, second] = batches as [(typeof batches)[0], (typeof batches)[0]];

/** A lost connection, a server that gives up, refuses or is not there: nothing is half-written, the error says what to do, and the same store works again after. */
export function postgresFaultTests(): void {
  describe('PostgreSQL in a broken environment', () => {
    const tools = postgresFaultTools(first, second);
    const { opened, filled, closed, works, waiting, inMidBatch } = tools;

    /** Makes inserted requests fail with an SQL state, this many times; the count is outside of transactions. */
    const failing = (state: string, times: number): Promise<unknown> =>
      tools.admin.query(`
        create sequence ${tools.schema}.failures;
        create function ${tools.schema}.fail() returns trigger language plpgsql as $$ begin
          if nextval('${tools.schema}.failures') <= ${times} then raise exception 'provoked' using errcode = '${state}'; end if;
          return null;
        end $$;
        create trigger fail after insert on ${tools.schema}.uk_request execute function ${tools.schema}.fail()`);

    it('a connection that the server ends in mid-batch', async () => {
      const store = await filled();
      const end = await inMidBatch(store, second, (_holder, waitingProcess) =>
        tools.admin.query('select pg_terminate_backend($1)', [waitingProcess]),
      );
      expect(end).toMatchObject({ code: 'store_unavailable', message: expect.stringContaining('connection') });
      await works(store);
    });

    it('a network that is cut in mid-batch, and mended', async () => {
      const proxy = await severableProxy(tools.url);
      await proxy.mend();
      const store = await filled({ connectionString: proxy.url });
      const end = await inMidBatch(store, second, () => proxy.cut());
      expect(end).toMatchObject({ code: 'store_unavailable', message: expect.stringContaining('connection') });
      await expect(store.extent()).rejects.toMatchObject({ code: 'store_unavailable' });
      await proxy.mend();
      await works(store);
      await closed(store);
      await proxy.cut();
    });

    it('a server that cannot be reached, and then can', async () => {
      const proxy = await severableProxy(tools.url);
      const store = opened({ connectionString: proxy.url });
      const lost = { code: 'store_unavailable', message: expect.stringContaining('connection') };
      await expect(store.migrate()).rejects.toMatchObject(lost);
      await expect(store.write(first, examplePrice)).rejects.toMatchObject(lost);
      await expect(store.extent()).rejects.toMatchObject(lost);
      await proxy.mend();
      await store.migrate();
      await store.write(first, examplePrice);
      await works(store);
      await closed(store);
      await proxy.cut();
    });

    it.each([
      ['statement_timeout', 'store_unavailable', 'longer than it allows'],
      ['lock_timeout', 'store_locked', 'try again'],
    ])('a %s', async (setting, code, message) => {
      const store = await filled({ options: `-c ${setting}=700` });
      const end = await inMidBatch(store, second, async (holder) => {
        // Until the server has given up waiting.
        const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
        const blocked = `select 1 from pg_stat_activity where ${rows[0]?.pid} = any(pg_blocking_pids(pid))`;
        while ((await tools.admin.query(blocked)).rows.length > 0)
          await new Promise((resolve) => setTimeout(resolve, 20));
      });
      expect(end).toMatchObject({ code, message: expect.stringContaining(message) });
      await works(opened());
      await expectHolds(store, [first, second]);
    });

    it('a deadlock of which the write is the victim: it is done again', async () => {
      const store = await filled({ options: '-c deadlock_timeout=50' });
      let priced = 0;
      const holder = await tools.admin.connect();
      await holder.query(
        `set deadlock_timeout = '10min'; begin; lock table ${tools.schema}.uk_request in exclusive mode`,
      );
      const counting: typeof examplePrice = (request) => ((priced += 1), examplePrice(request));
      const write = store.write(second, counting);
      const held = async (): Promise<number> => {
        await waiting(write);
        await holder.query(`update ${tools.schema}.uk_tenant set id = id`);
        return priced;
      };
      const before = await held().finally(async () => {
        await holder.query('commit');
        holder.release();
      });
      expect(await write).toMatchObject({ newRequests: expect.any(Number) });
      expect(priced).toBe(2 * before);
      await expectHolds(store, [first, second]);
    });

    it.each(['40001', '40P01'])(
      'SQL state %s: the write is done again, and given up after some attempts',
      async (state) => {
        const store = await filled();
        await failing(state, 2);
        await store.write(second, examplePrice);
        await expectHolds(store, [first, second]);
        await tools.admin.query(`alter sequence ${tools.schema}.failures minvalue -1000 restart with -1000`);
        const locked = { code: 'store_locked', message: expect.stringContaining('nothing was written, try again') };
        await expect(store.write(batches[2] as typeof first, examplePrice)).rejects.toMatchObject(locked);
        await expectHolds(store, [first, second]);
        await tools.admin.query(`drop trigger fail on ${tools.schema}.uk_request`);
        await store.write(batches[2] as typeof first, examplePrice);
        await expectHolds(store, batches.slice(0, 3));
      },
    );

    it.each(['serializable', 'repeatable read'])('hosts whose transactions are %s', async (level) => {
      const options = `-c default_transaction_isolation=${level.replace(' ', '\\ ')}`;
      const stores = [opened({ options }), opened({ options })];
      await Promise.all(stores.map((store) => store.migrate()));
      for (const batch of batches.slice(0, 3)) {
        const write = async (store: UsageStore): Promise<void> => {
          for (let done = false; !done;) {
            done = await store.write(batch, examplePrice).then(
              () => true,
              (error: { code?: string }) => {
                expect(error.code).toBe('store_locked');
                return false;
              },
            );
          }
        };
        await Promise.all(stores.map(write));
      }
      await expectHolds(opened(), batches.slice(0, 3));
    });

    it('a user without rights', async () => {
      const role = `usagekit_${randomUUID().replaceAll('-', '')}`;
      await tools.admin.query(
        `create role ${role} login password 'x'; grant usage on schema ${tools.schema} to ${role}`,
      );
      try {
        const url = new URL(tools.url);
        [url.username, url.password] = [role, 'x'];
        const poor = await filled({ connectionString: url.href });
        const right = { code: 'store_unavailable', message: expect.stringContaining('lacks a right') };
        await expect(poor.write(second, examplePrice)).rejects.toMatchObject(right);
        await tools.admin.query(`grant select on all tables in schema ${tools.schema} to ${role}`);
        await poor.migrate();
        await expect(poor.write(second, examplePrice)).rejects.toMatchObject(right);
        expect(await poor.cursors(first.source)).toHaveLength(1);
        await tools.admin.query(`grant insert, update, delete on all tables in schema ${tools.schema} to ${role}`);
        await works(poor);
        await closed(poor);

        await tools.admin.query(`alter role ${role} connection limit 0`);
        const crowded = opened({ connectionString: url.href });
        await expect(crowded.extent()).rejects.toMatchObject({
          code: 'store_unavailable',
          message: expect.stringContaining('out of resources'),
        });
        await tools.admin.query(`alter role ${role} connection limit -1`);
        await expectHolds(crowded, [first, second]);
        await closed(crowded);
      } finally {
        await tools.admin.query(`drop owned by ${role}; drop role ${role}`);
      }
    });

    it('a database that takes no writes', async () => {
      const reader = await filled({ options: '-c default_transaction_read_only=on' });
      await reader.migrate();
      await expect(reader.write(second, examplePrice)).rejects.toMatchObject({ code: 'store_read_only' });
      expect(await reader.cursors(first.source)).toHaveLength(1);
      await works(opened());
    });

    it('a database without usage that takes no writes', async () => {
      await opened().migrate();
      const reader = opened({ options: '-c default_transaction_read_only=on' });
      expect(await reader.check()).toMatchObject({ hours: 0, days: 0, differenceCount: 0, unrolledDimensions: [] });
    });

    it('tables that are missing before the migration', async () => {
      const store = opened();
      const missing = { code: 'store_unavailable', message: expect.stringContaining('call migrate() first') };
      await expect(store.write(first, examplePrice)).rejects.toMatchObject(missing);
      await expect(store.extent()).rejects.toMatchObject(missing);
      await expect(store.check()).rejects.toMatchObject(missing);
      await store.migrate();
      await store.write(first, examplePrice);
      await works(store);
    });
  });
}
