import { describe, expect, it } from 'vitest';

import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { zoneSegments } from '../metrics/zoneSegments.ts';
import { memoryStore } from './memory/index.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';
import type { UsageStore } from './UsageStore.ts';

const ZONE = 'Asia/Kolkata';
const DAY_MS = 86_400_000;

/** A request of each day, in a session of its own. */
const write = async (store: UsageStore, days: readonly number[]): Promise<void> => {
  const requests = days.map((atMs) => request(`r${atMs}`, `s${atMs}`, atMs));
  const sessions = days.map((atMs) => session(`s${atMs}`, atMs, { project: `p${atMs}` }));
  await store.write(batch({ requests, sessions }), examplePrice);
};

/** Requests by day and project over all time. */
const answer = async (store: UsageStore): Promise<string[]> => {
  const segments = zoneSegments({ startMs: Date.UTC(1990, 0, 2), endMs: Date.UTC(2099, 11, 31) }, ZONE);
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'day', by: ['project'] });
  return rows.map(({ bucket, key, measures }) => `${bucket} ${key.join()} ${measures.requests}`).toSorted();
};

describe('days between those with usage', () => {
  const kept = async (days: readonly number[]): Promise<number> => {
    const database = openSqlite(':memory:');
    const store = sqliteStore(database);
    store.declare({ zones: ['UTC', ZONE, 'America/New_York'] });
    await store.migrate();
    await write(store, days);
    await store.drain();
    const definition = memoryStore();
    await write(definition, days);
    expect(await answer(store)).toEqual(await answer(definition));
    expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
    const [row] = database.prepare('select count(*) as n from uk_day').all() as { n: number }[];
    await store.close();
    return row?.n ?? 0;
  };

  it('are made within a year, so that it is one stretch', async () => {
    const first = Date.UTC(2026, 0, 5, 12);
    expect(await kept([first, first + 300 * DAY_MS])).toBeGreaterThan(3 * 300);
  });

  it('are not made of the years that a wrong clock leaves, and answers are the same', async () => {
    const days = [
      Date.UTC(1990, 0, 2, 3),
      Date.UTC(2026, 2, 29, 12),
      Date.UTC(2026, 2, 30, 20),
      Date.UTC(2099, 11, 2, 23),
    ];
    expect(await kept(days)).toBeLessThan(100);
  });
});
