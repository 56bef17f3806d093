import { expect, it } from 'vitest';

import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { flatBook } from '../testing/flatBook.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { pricedBy } from '../testing/priceArbitraries.ts';
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

it('what was answered at a price of today is no answer once another price is valid', async () => {
  let nowMs = Date.UTC(2026, 10, 20, 23, 50);
  const [row] = flatBook('1').rows as [ReturnType<typeof flatBook>['rows'][number]];
  const dearer = { ...row, id: 'dearer', validFrom: '2026-11-21', rates: { input: '5', output: '5' } };
  const book = priceBook({ rows: [{ ...row, validTo: '2026-11-21' }, dearer] });
  const store = memoryStore();
  await store.write(batch({ requests: [request('r', 's', nowMs - 3_600_000)] }), pricedBy(book));
  const service = new AnalyticsService({ store, prices: book, timeZone: 'UTC', now: () => nowMs });
  const usd = async () => (await service.getAnalytics({ dateRange: 'all', costs: 'today' })).cost.usd;
  expect(await usd()).toBe(0.000_011);
  nowMs += 20 * 60_000;
  expect(await usd()).toBe(0.000_055);
});

/** A store of so many writes of one session each. */
const written = async (...sessions: string[]): Promise<UsageStore> => {
  const store = memoryStore();
  for (const id of sessions) {
    await store.write(batch({ requests: [request(id, id, Date.UTC(2026, 10, 20))] }), examplePrice);
  }
  return store;
};

/** How many sessions are answered of one database that holds what is put into it. */
const answering = (of: { store: UsageStore; mayRecur?: true }) => {
  const store: UsageStore = {
    ...of.store,
    extent: async () => ({ ...(await of.store.extent()), ...(of.mayRecur && { mayRecur: true }) }),
    rollups: (queries) => of.store.rollups(queries),
    distribution: (query) => of.store.distribution(query),
    sessions: (query) => of.store.sessions(query),
  };
  const service = new AnalyticsService({ store, timeZone: 'UTC', now: () => Date.UTC(2026, 10, 21) });
  return async () => (await service.getAnalytics('all')).sessions.total;
};

it('what was answered before the data was set back is no answer at the same revision later', async () => {
  const database = { store: await written('a', 'b', 'c') };
  const sessions = answering(database);
  expect(await sessions()).toBe(3);
  database.store = await written('a', 'a');
  expect(await sessions()).toBe(1);
  database.store = await written('a', 'a', 'd');
  expect(await sessions()).toBe(2);
});

it('where a revision may come again with other data, nothing that was answered is kept', async () => {
  const database = { store: await written('a', 'b'), mayRecur: true as const };
  const sessions = answering(database);
  expect(await sessions()).toBe(2);
  database.store = await written('a', 'a');
  expect(await sessions()).toBe(1);
});

it.each([-1, Number.NaN, '100', null])('a number of rows to keep of %s is refused', (rows) => {
  const made = () => new AnalyticsService({ store: memoryStore(), timeZone: 'UTC', cacheRows: rows as number });
  expect(made).toThrow(
    expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(`cacheRows is ${rows}`) }),
  );
});
