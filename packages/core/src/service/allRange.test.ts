import { expect, it } from 'vitest';

import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session, toolCall } from '../testing/steadyUsage.ts';
import { usagekit } from './usagekit.ts';

const DAY_MS = 86_400_000;
const AT_MS = Date.UTC(2026, 5, 10);

it.each<[name: string, open: () => UsageStore]>([
  ['memory', memoryStore],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('`all` has calls before the first request, and after now: %s', async (_, open) => {
  const store = open();
  const usage = usagekit({ store, timeZone: 'UTC', now: () => AT_MS + 5 * DAY_MS });
  await usage.migrate();
  const calls = [
    toolCall('early', 'without-request', AT_MS - 3 * DAY_MS),
    toolCall('late', 'with-request', AT_MS + 9 * DAY_MS),
  ];
  await store.write(
    batch({
      requests: [request('r', 'with-request', AT_MS)],
      sessions: [session('with-request', AT_MS)],
      toolCalls: calls,
    }),
    examplePrice,
  );
  const all = await usage.service.getAnalytics('all');
  expect(all.period).toMatchObject({ firstDay: '2026-06-07', lastDay: '2026-06-19' });
  expect(all.series.reduce((sum, day) => sum + day.toolCalls, 0)).toBe(2);
  // Of requests it still says where they begin and end.
  expect(all.coverage).toMatchObject({ dataFrom: '2026-06-10T00:00:00.000Z', dataTo: '2026-06-10T00:00:00.000Z' });
  expect((await usage.service.getSessions({ dateRange: 'all' })).total).toBe(1);
  await usage.close();
});

it.each<[name: string, timeZone: string, open: () => UsageStore]>(
  ['UTC', 'Asia/Tokyo', 'America/New_York'].flatMap((timeZone) => [
    ['memory', timeZone, memoryStore],
    ['SQLite', timeZone, () => sqliteStore(openSqlite(':memory:'))],
  ]),
)('`all` has the first record that there can be: %s, %s', async (_, timeZone, open) => {
  const store = open();
  const usage = usagekit({ store, timeZone, now: () => AT_MS });
  await usage.migrate();
  const [first, last] = [FIRST_TIME_MS, AT_MS];
  await store.write(
    batch({
      requests: [request('a', 'first', first), request('b', 'last', last)],
      sessions: [session('first', first), session('last', last)],
    }),
    examplePrice,
  );
  const all = await usage.service.getAnalytics('all');
  expect([all.requests.total, all.sessions.total]).toEqual([2, 2]);
  expect(all.period.start).toBe('1990-01-01T00:00:00.000Z');
  expect((await usage.service.getSessions({ dateRange: 'all' })).total).toBe(2);
  await usage.close();
});
