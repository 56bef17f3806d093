import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { genaiPriceRows } from './genaiPriceRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };
const read = (prices: unknown) =>
  genaiPriceRows([{ id: 'acme', models: [{ id: 'm', match: { equals: 'm' }, prices }] }], options);
const at = (usd: number, constraint?: unknown, more: object = {}) => ({
  prices: { input_mtok: usd, output_mtok: usd, ...more },
  ...(constraint !== undefined && { constraint }),
});
const since = (start_date: string) => ({ start_date });
const hours = (start: string, end: string) => ({ start_time: `${start}:00Z`, end_time: `${end}:00Z` });
/** What the rows of a list ask at each hour, in USD a million tokens; `null` = unpriced. */
const usdAt = (prices: unknown, ...atMs: number[]) => {
  const book = priceBook({ rows: read(prices).rows });
  return atMs.map((ms) => {
    const { nanoUsd } = costOf(costQuery({ model: 'm', provider: 'acme', inputTokens: 1_000_000, atMs: ms }), book);
    return nanoUsd === null ? null : nanoUsd / 1e9;
  });
};
const hour = (h: number) => Date.UTC(2026, 9, 1, h);

describe('genaiPeriods', () => {
  it('counts of hours that overlap the last of the list', () => {
    const list = [at(1), at(2, hours('01:00', '05:00')), at(3, hours('03:00', '07:00'))];
    expect(usdAt(list, hour(0), hour(2), hour(4), hour(6))).toEqual([1, 2, 3, 3]);
  });

  it('counts of hours that overlap the last of the list, however many ask one price', () => {
    const list = [
      at(1),
      at(2, hours('01:00', '05:00')),
      at(3, hours('03:00', '07:00')),
      at(2, hours('06:00', '09:00')),
      at(2, hours('20:00', '21:00')),
    ];
    expect(usdAt(list, hour(2), hour(4), hour(6), hour(8), hour(20))).toEqual([2, 3, 2, 2, 2]);
    expect(read(list).rows[0]?.timeBands).toHaveLength(3);
  });

  it.each([
    ['of one day', [at(1), at(2, since('2026-05-01')), at(3, since('2026-05-01'))], [1, 3]],
    ['of always', [at(1), at(2), at(3, since('2026-05-01'))], [2, 3]],
    ['of an earlier day', [at(1), at(2, since('2026-07-01')), at(3, since('2026-05-01'))], [1, 3]],
    ['of always, after one of a day', [at(1, since('2026-05-01')), at(3)], [3, 3]],
  ])('counts the last of two prices, and lists the other: one %s', (_, list, usd) => {
    expect(usdAt(list, Date.UTC(2026, 3, 1), hour(0))).toEqual(usd);
    expect(read(list).rejected).toEqual([expect.objectContaining({ model: 'acme/m', part: 'prices' })]);
  });

  it.each([
    ['before any other price', [at(1, hours('01:00', '05:00')), at(2, since('2026-05-01'))]],
    ['before one that always counts', [at(1, hours('01:00', '05:00')), at(2)]],
  ])('lists a price at a time of day that stands %s', (_, list) => {
    const { rows, rejected } = read(list);
    expect(rows).toMatchObject([{ rates: { input: '2' } }]);
    expect(rows[0]?.timeBands).toBeUndefined();
    expect(rejected).toEqual([expect.objectContaining({ model: 'acme/m', part: 'prices' })]);
  });

  it.each([
    [{}, { web_searches_kcount: 5 }],
    [{ web_searches_kcount: 5 }, { web_searches_kcount: 10 }],
    [{ web_searches_kcount: 5 }, {}],
  ])('lists a fee by time of day, which is then at no time in the row: %o, %o', (always, then) => {
    const { rows, rejected } = read([at(1, undefined, always), at(2, hours('01:00', '05:00'), then)]);
    expect(rows.map(({ fees }) => fees)).toEqual([undefined]);
    expect(rejected.map(({ part }) => part)).toEqual(['web_searches_kcount']);
  });

  it('keeps a fee that is the same at all times', () => {
    const fee = { web_searches_kcount: 5 };
    const { rows, rejected } = read([at(1, undefined, fee), at(2, hours('01:00', '05:00'), fee)]);
    expect([rows[0]?.fees, rejected]).toEqual([{ webSearch: '5' }, []]);
  });

  const TIERED = { base: 1, tiers: [{ start: 1000, price: 2 }] };
  it.each([
    ['prices at times of day only', [at(1, hours('01:00', '05:00'))], 'model'],
    ['an empty list of prices', [], 'model'],
    ['a day that does not exist', [at(1), at(2, since('2026-02-30'))], 'model'],
    ['a day that is none', [at(1), at(2, since('soon'))], 'model'],
    ['hours without its tiers', [at(1, undefined, { input_mtok: TIERED }), at(2, hours('01:00', '05:00'))], 'model'],
    [
      'hours without the tiers of a later day',
      [at(1), at(2, since('2026-05-01'), { input_mtok: TIERED }), at(3, hours('01:00', '05:00'))],
      'model',
    ],
    ['hours since a day', [at(1), at(2, { ...since('2026-05-01'), ...hours('01:00', '05:00') })], 'constraint'],
    ['hours of some days of the week', [at(1), at(2, { ...hours('01:00', '05:00'), weekdays: [1] })], 'constraint'],
    ['an hour that does not exist', [at(1), at(2, hours('99:30', '16:30'))], 'constraint'],
    ['a minute that does not exist', [at(1), at(2, hours('01:00', '16:75'))], 'constraint'],
    [
      'an offset that does not exist',
      [at(1), at(2, { start_time: '01:00:00+99:00', end_time: '05:00:00Z' })],
      'constraint',
    ],
    ['hours that end where they begin', [at(1), at(2, hours('05:00', '05:00'))], 'constraint'],
  ])('rejects a model with %s', (_, list, part) => {
    const { rows, rejected } = read(list);
    expect(rows).toEqual([]);
    expect(rejected).toEqual([expect.objectContaining({ model: 'acme/m', part })]);
  });

  it('knows a price of an hour since the day of that hour', () => {
    const { rows } = read([at(1), at(2, since('2026-08-16T16:00Z'))]);
    expect(rows.map(({ validFrom, knownFrom }) => [validFrom, knownFrom])).toEqual([
      ['2020-01-01', '2026-09-23'],
      ['2026-08-16T16:00Z', '2026-08-16'],
    ]);
  });
});
