import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../../testing/steadyUsage.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../../testing/temporaryPostgres.ts';
import type { UsageStore } from '../UsageStore.ts';
import type { PgPool } from './PostgresClient.ts';
import { postgresStore } from './postgresStore.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);
const written = (store: UsageStore, name: string) =>
  store.write(
    batch({
      requests: [request(name, `s${name}`, AT_MS, { model: `model-${name}` })],
      sessions: [session(`s${name}`, AT_MS, { project: `project-${name}` })],
    }),
    examplePrice,
  );

/** Connections of a pool, each statement of which something may come before. */
const watched = (pool: pg.Pool, before: (statement: string) => Promise<void>): PgPool => ({
  async connect() {
    const client = await pool.connect();
    return {
      query: async (text, values) => (await before(text), client.query(text, values)),
      release: (destroy) => client.release(destroy),
    };
  },
  end: () => pool.end(),
});

let database: TemporaryPostgres;
beforeAll(async () => {
  database = await temporaryPostgres();
});
afterAll(() => database.remove());

it('a tenant that another process makes between two statements of a writer is locked by it all the same', async () => {
  const one = postgresStore(new pg.Pool({ connectionString: database.url, max: 2 }));
  await one.migrate();
  let looks = 0;
  let meanwhile: Promise<unknown> | undefined;
  const other = postgresStore(
    watched(new pg.Pool({ connectionString: database.url, max: 2 }), async (statement) => {
      // The first look finds no tenant to lock; then there is one.
      if (/uk_tenant/.test(statement)) looks += 1;
      if (looks === 2 && /uk_tenant/.test(statement)) await written(one, 'first');
      // Whoever writes now has to wait until this writer is done.
      if (/from "uk_dimension"/.test(statement)) {
        meanwhile ??= written(one, 'third');
        await Promise.race([meanwhile, new Promise((resolve) => setTimeout(resolve, 200))]);
      }
    }),
  );
  await written(other, 'second');
  await meanwhile;
  expect(meanwhile).toBeDefined();
  expect((await one.check()).differences).toEqual([]);
  const segments = [{ startMs: AT_MS, endMs: AT_MS + 3_600_000, offsetSlots: 0 }];
  const rows = await one.rollup({ family: 'usage', segments, bucket: 'total', by: ['model', 'project'] });
  expect(rows.map(({ key, measures }) => `${key.join(' ')} ${measures.requests}`).toSorted()).toEqual([
    'model-first project-first 1',
    'model-second project-second 1',
    'model-third project-third 1',
  ]);
  await Promise.all([one.close(), other.close()]);
});
