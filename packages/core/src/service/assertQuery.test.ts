import { expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { usagekit } from './usagekit.ts';

const usage = usagekit({ store: memoryStore(), timeZone: 'UTC' });
const { service } = usage;

/** Queries as JavaScript can ask them. */
const analytics = (...query: unknown[]): Promise<unknown> => Reflect.apply(service.getAnalytics, service, query);
const sessions = (...query: unknown[]): Promise<unknown> => Reflect.apply(service.getSessions, service, query);

const runs = (...query: unknown[]): Promise<unknown> => Reflect.apply(service.getRuns, service, query);

const rollup = (of: object): Promise<unknown> =>
  Reflect.apply(service.getRollup, service, [{ family: 'usage', segments: [], bucket: 'total', by: [], ...of }]);
const reprice = (...options: unknown[]): Promise<unknown> => Reflect.apply(usage.reprice, usage, options);
const hour = (n: number, more: object = {}) => ({
  startMs: n * 3.6e6,
  endMs: (n + 1) * 3.6e6,
  offsetSlots: 0,
  ...more,
});

it.each<[string, () => Promise<unknown>, string]>([
  ['no query', () => analytics(), 'a query must be an object'],
  ['null', () => analytics(null), 'a query must be an object'],
  [
    'hours',
    () => analytics({ dateRange: 'all', groupBy: 'hour' }),
    "groupBy is one of day, week, month, and not 'hour'",
  ],
  ['hours without a range', () => analytics({ groupBy: 'hour' }), 'groupBy is one of'],
  ['an unknown name', () => analytics({ dateRange: 'all', groupby: 'day' }), "a query has no option 'groupby'"],
  ['a filter that is none', () => analytics({ dateRange: 'all', where: null }), 'where is an object of lists'],
  ['a filter of sessions that is none', () => sessions({ where: 'a' }), 'where is an object of lists'],
  ['segments that overlap', () => rollup({ segments: [hour(1), hour(1)] }), 'segments overlap'],
  ['segments that go back', () => rollup({ segments: [hour(2), hour(1)] }), 'segments overlap'],
  ['a segment that ends first', () => rollup({ segments: [hour(1, { endMs: 0 })] }), 'segments is a list of'],
  ['a segment without an offset', () => rollup({ segments: [{ startMs: 0, endMs: 1 }] }), 'segments is a list of'],
  [
    'half a millisecond',
    () => rollup({ segments: [{ startMs: 0.5, endMs: 1, offsetSlots: 0 }] }),
    'segments is a list of',
  ],
  ['a time beyond all', () => rollup({ segments: [hour(1, { endMs: 1e300 })] }), 'segments is a list of'],
  ['segments with a hole', () => rollup({ segments: Object.assign([], { 1: hour(1) }) }), 'segments is a list of'],
  ['no segments', () => rollup({ segments: undefined }), 'segments is a list of'],
  ['no names to group by', () => rollup({ by: undefined }), 'by is a list of names'],
  ['an unknown measure of a rollup', () => rollup({ measures: ['nope'] }), "there is no measure 'nope'"],
  ['an unknown name of a rollup', () => rollup({ hidefailed: true }), "a rollup query has no option 'hidefailed'"],
  ['a misspelt dry run', () => reprice({ dryrun: true }), "reprice has no option 'dryrun'"],
  ['no repricing', () => reprice(null), 'reprice must be an object'],
  ['a model that is a number', () => reprice({ model: 5 }), 'model is text'],
  ['a misspelt sync', () => Reflect.apply(usage.sync, usage, [{ ful: true }]), "sync has no option 'ful'"],
  [
    'a misspelt undo',
    () => Reflect.apply(usage.undoReprice, usage, [{ limit: 1 }]),
    "undoReprice has no option 'limit'",
  ],
  ['no sessions', () => sessions(null), 'a query of sessions must be an object'],
  ['sessions by an unknown name', () => sessions({ orderBy: 'cost' }), "no option 'orderBy'"],
  [
    'an unknown measure',
    () => sessions({ sortBy: 'price' }),
    "sortBy is one of cost, tokens, date, duration, and not 'price'",
  ],
  ['an unknown order', () => sessions({ sortOrder: 'up' }), "sortOrder is one of asc, desc, and not 'up'"],
  ['runs by an unknown name', () => runs({ workspace: 'crm' }), "a query of runs has no option 'workspace'"],
  [
    'more runs than a page has',
    () => runs({ limit: 1001 }),
    'limit must be a whole number from 0 to 1000, and is 1001',
  ],
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
  await expect(analytics({})).rejects.toMatchObject({
    code: 'invalid_date_range',
    message: expect.stringMatching(/^a query needs a dateRange: today, .*7d.*, all or \{ start, end \}$/) as string,
  });
});

it.each([{ everyMs: '5' }, { staleAfterMs: '5' }, { every: 5 }])(
  'background %j is an invalid argument',
  (background) => {
    const options = { store: memoryStore(), timeZone: 'UTC', background } as unknown as Parameters<typeof usagekit>[0];
    expect(() => usagekit(options)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  },
);

it.each([
  { timezone: 'UTC' },
  { dimension: [] },
  { dimensions: ['team'] },
  { dimensions: [{ name: 'model', grain: 'session' }] },
  { dimensions: [{ name: 'team', grain: 'session', maxvalues: 5 }] },
])('options %j are an invalid argument', (of) => {
  const options = { store: memoryStore(), timeZone: 'UTC', ...of } as unknown as Parameters<typeof usagekit>[0];
  expect(() => usagekit(options)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});

it('every measure that there is can be asked for', async () => {
  for (const family of ['usage', 'tools', 'sessions'])
    expect(await rollup({ family, segments: [hour(1), hour(2)] })).toEqual({ rows: [] });
  const measures = [
    'requests',
    'input',
    'costPico',
    'calls',
    'sessions',
    'durationMs',
    'engagedMs',
    'turns',
    'webSearches',
  ];
  expect(await rollup({ measures })).toEqual({ rows: [] });
});
