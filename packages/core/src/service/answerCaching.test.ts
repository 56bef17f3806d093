import { expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request } from '../testing/steadyUsage.ts';
import { AnalyticsService } from './AnalyticsService.ts';
import { usagekit } from './usagekit.ts';

it('S1.18 reads the store once until something is written, although the present goes on', async () => {
  const store = memoryStore();
  let reads = 0;
  let nowMs = Date.UTC(2026, 10, 20, 15, 30);
  const counting = {
    ...store,
    rollups: (queries: Parameters<typeof store.rollups>[0]) => {
      reads += queries.length;
      return store.rollups(queries);
    },
  };
  const usage = usagekit({ store: counting, timeZone: 'UTC', now: () => nowMs });
  const empty = await usage.service.getAnalytics('7d');
  const first = reads;
  expect(first).toBeGreaterThan(0);
  nowMs += 60_000;
  expect((await usage.service.getAnalytics('7d')).sessions).toEqual(empty.sessions);
  expect(reads).toBe(first);
  await usage.service.getAnalytics({ dateRange: '7d', where: { project: ['x'] } });
  expect(reads).toBe(2 * first);
  await store.write(batch({ requests: [request('r', 's', nowMs - 1000)] }), examplePrice);
  expect((await usage.service.getAnalytics('all')).sessions.total).toBe(1);
  expect(reads).toBe(3 * first);
});

it.each([-1, Number.NaN, '100', null])('a number of rows to keep of %s is refused', (rows) => {
  const made = () => new AnalyticsService({ store: memoryStore(), timeZone: 'UTC', cacheRows: rows as number });
  expect(made).toThrow(
    expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(`cacheRows is ${rows}`) }),
  );
});
