import { expect, it } from 'vitest';

import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { steady } from '../testing/steadyUsage.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';

const FROM_MS = Date.UTC(2026, 5, 1);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

it('more sessions than are looked up one by one are all heard of, those of kept days and of others', async () => {
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  await store.write(steady(FROM_MS, FROM_MS + 4 * DAY_MS, MINUTE_MS), examplePrice, { bulk: true });
  await store.drain();
  const segments = [{ startMs: FROM_MS + 5 * MINUTE_MS, endMs: FROM_MS + 9 * DAY_MS, offsetSlots: 0 }];
  const signs = await store.lastSigns({ segments });
  expect(signs).toHaveLength(4 * 24 * 60 - 5);
  expect(new Set(signs).size).toBe(signs.length);
  await store.close();
});
