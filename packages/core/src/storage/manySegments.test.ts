import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { comparedStores, type StoreMaker } from '../testing/comparedStores.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { steady } from '../testing/steadyUsage.ts';
import { kyselyStore } from './kyselyStore.ts';
import type { UsageStore } from './UsageStore.ts';

const FROM_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
const HOUR = 60 * MINUTE_MS;
const PAGE = { sortBy: 'date', sortOrder: 'asc', limit: 1, offset: 0 } as const;

/** Every second hour. */
const apart = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    startMs: FROM_MS + i * 2 * HOUR,
    endMs: FROM_MS + (i * 2 + 1) * HOUR,
    offsetSlots: 0,
  }));

const { makers, remove } = comparedStores();
afterAll(remove);

const stock = (): UsageStore =>
  kyselyStore(new Kysely({ dialect: new SqliteDialect({ database: new Database(':memory:') }) }), { engine: 'sqlite' });

describe.each([...makers, ['stock SQLite', async () => stock()] satisfies StoreMaker])(
  'many stretches of time on %s',
  (_name, make) => {
    let store: UsageStore;
    beforeAll(async () => {
      store = await make();
      await store.migrate();
      // Sessions at the beginning of each third of an hour, the last of them beyond all stretches.
      await store.write(steady(FROM_MS, FROM_MS + 400 * HOUR, 20 * MINUTE_MS), examplePrice);
      await store.drain();
    });

    it.each([1, 99, 100, 101, 900, 1100])('%i of them: sessions are found in each, and not between', async (count) => {
      const segments = apart(count);
      const expected = 3 * Math.min(count, 200);
      const [row] = await store.rollup({ family: 'sessions', segments, bucket: 'total', by: [] });
      expect(row?.measures.sessions).toBe(BigInt(expected));
      expect((await store.sessions({ ...PAGE, segments })).total).toBe(expected);
      expect(await store.activeSessions({ segments })).toBe(expected);
      const last = await store.sessions({ ...PAGE, sortOrder: 'desc', segments });
      expect(last.sessions[0]?.startedAt).toBe(
        new Date(FROM_MS + (Math.min(count, 200) - 1) * 2 * HOUR + 40 * MINUTE_MS).toISOString(),
      );
    });
  },
);

it('more stretches than a statement of SQLite takes are refused', async () => {
  const store = stock();
  await store.migrate();
  await store.write(steady(FROM_MS, FROM_MS + HOUR, HOUR), examplePrice);
  expect((await store.sessions({ ...PAGE, segments: apart(4000) })).total).toBe(1);
  expect(await store.activeSessions({ segments: apart(4000) })).toBe(1);
  const refusal = { code: 'invalid_argument', message: expect.stringContaining('4000 at most') };
  await expect(store.sessions({ ...PAGE, segments: apart(4001) })).rejects.toMatchObject(refusal);
  await expect(store.activeSessions({ segments: apart(4001) })).rejects.toMatchObject(refusal);
});
