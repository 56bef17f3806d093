import { describe, expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request } from '../testing/steadyUsage.ts';
import { AnalyticsService } from './AnalyticsService.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FROM_MS = Date.UTC(2026, 5, 1);

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('sealed usage in dashboards, on %s', (_, open) => {
  it.each([
    ['half', 5],
    ['everything', 10],
  ])('of which %s is sealed, all figures are as before', async (_name, days) => {
    const store = open();
    store.declare({ zones: ['UTC'] });
    await store.migrate();
    const service = new AnalyticsService({ store, timeZone: 'UTC', now: () => FROM_MS + 30 * DAY_MS });
    const hours = Array.from({ length: 50 }, (_row, i) => FROM_MS + 9 * HOUR_MS + i * 4 * HOUR_MS);
    const requests = hours.map((atMs, i) => request(`r${i}`, i < 25 ? 's' : 't', atMs));
    // A host's own table: a day is a row, of no session.
    const buckets = Array.from({ length: 10 }, (_row, day) =>
      request(`b${day}`, '', FROM_MS + day * DAY_MS, { grain: 'bucket', requestCount: 100 }),
    );
    await store.write(batch({ requests: [...requests, ...buckets] }), examplePrice);
    const figures = async () => {
      const found = [];
      for (const dateRange of ['all', '90d', { start: '2026-06-01', end: '2026-06-10' }] as const) {
        const { requests: counted, cost, sessions } = await service.getAnalytics({ dateRange });
        found.push([counted.total, cost.nanoUsd, sessions.total]);
      }
      return found;
    };
    const before = await figures();
    expect(before[0]?.[0]).toBe(1050);
    await store.seal(FROM_MS + days * DAY_MS);
    expect(await figures()).toEqual(before);
  });
});

it('what the sums of sealed time cannot tell is refused by name: parts of a quarter of an hour, and filters they do not have', async () => {
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  const service = new AnalyticsService({ store, timeZone: 'UTC', now: () => FROM_MS + 30 * DAY_MS });
  await store.write(batch({ requests: [request('r', 's', FROM_MS + HOUR_MS)] }), examplePrice);
  await store.seal(FROM_MS + DAY_MS);
  const cut = { startMs: FROM_MS + 1, endMs: FROM_MS + 2 * HOUR_MS };
  const asked = { family: 'usage', bucket: 'total', by: [] } as const;
  const segments = [{ startMs: FROM_MS, endMs: FROM_MS + DAY_MS, offsetSlots: 0 }];
  const isCut = { code: 'range_not_slot_aligned' };
  const isSealed = { code: 'detail_sealed' };
  await expect(service.getAnalytics({ start: cut.startMs, end: cut.endMs })).rejects.toMatchObject(isCut);
  await expect(service.getRollup({ ...asked, segments: [{ ...cut, offsetSlots: 0 }] })).rejects.toMatchObject(isCut);
  const where = { status: ['completed'] };
  await expect(service.getAnalytics({ dateRange: 'all', where })).rejects.toMatchObject(isSealed);
  await expect(service.getRollup({ ...asked, segments, where })).rejects.toMatchObject(isSealed);
});
