import { expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { usagekit } from './usagekit.ts';

const { service } = usagekit({ store: memoryStore(), timeZone: 'UTC' });

/** Queries as JavaScript can ask them. */
const analytics = (...query: unknown[]): Promise<unknown> => Reflect.apply(service.getAnalytics, service, query);
const sessions = (...query: unknown[]): Promise<unknown> => Reflect.apply(service.getSessions, service, query);

const runs = (...query: unknown[]): Promise<unknown> => Reflect.apply(service.getRuns, service, query);

it.each<[string, () => Promise<unknown>, string]>([
  ['no query', () => analytics(), 'a query must be an object'],
  ['null', () => analytics(null), 'a query must be an object'],
  ['hours', () => analytics({ dateRange: 'all', groupBy: 'hour' }), 'groupBy is one of day, week, month'],
  ['hours without a range', () => analytics({ groupBy: 'hour' }), 'groupBy is one of'],
  ['an unknown name', () => analytics({ dateRange: 'all', groupby: 'day' }), "a query has no option 'groupby'"],
  ['no sessions', () => sessions(null), 'a query of sessions must be an object'],
  ['sessions by an unknown name', () => sessions({ orderBy: 'cost' }), "no option 'orderBy'"],
  ['an unknown measure', () => sessions({ sortBy: 'price' }), 'sortBy is one of cost, tokens, date, duration'],
  ['an unknown order', () => sessions({ sortOrder: 'up' }), 'sortOrder is one of asc, desc'],
  ['runs by an unknown name', () => runs({ workspace: 'crm' }), "a query of runs has no option 'workspace'"],
  ['more runs than a page has', () => runs({ limit: 1001 }), 'limit must be a whole number from 0 to 1000'],
])('%s is an invalid argument', async (_, ask, message) => {
  await expect(ask()).rejects.toMatchObject({
    name: 'UsageError',
    code: 'invalid_argument',
    message: expect.stringContaining(message),
  });
});

it('runs need no query', async () => {
  expect(await runs()).toEqual({ runs: [], total: 0 });
});

it('a query without a range is an invalid range', async () => {
  await expect(analytics({ groupBy: 'day' })).rejects.toMatchObject({ code: 'invalid_date_range' });
  await expect(analytics({})).rejects.toMatchObject({ code: 'invalid_date_range' });
});

it.each([{ everyMs: '5' }, { staleAfterMs: '5' }, { every: 5 }])(
  'background %j is an invalid argument',
  (background) => {
    const options = { store: memoryStore(), timeZone: 'UTC', background } as unknown as Parameters<typeof usagekit>[0];
    expect(() => usagekit(options)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  },
);
