import { describe, expect, it } from 'vitest';
import { genaiPriceRows } from './genaiPriceRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };

describe('genaiPriceRows', () => {
  const model = (fields: object) => [
    { id: 'acme', models: [{ id: 'router', match: { equals: 'router' }, ...fields }] },
  ];

  it('corrects the threshold of OpenAI, and writes «from 200,000 on» as such', () => {
    const tiers = (start: number) => ({ base: 1, tiers: [{ start, price: 2 }] });
    const rowOf = (start: number) =>
      genaiPriceRows(model({ prices: { input_mtok: tiers(start), output_mtok: 3 } }), options).rows[0];
    expect(rowOf(271_999)?.tiers).toEqual([{ promptOver: 272_000, rates: { input: '2', output: '3' } }]);
    expect(rowOf(272_000)?.tiers).toEqual([{ promptOver: 272_000, rates: { input: '2', output: '3' } }]);
    expect(rowOf(199_999)?.tiers).toEqual([
      { promptOver: 200_000, inclusive: true, rates: { input: '2', output: '3' } },
    ]);
  });

  it('keeps dates, and the windows that stand after them', () => {
    const at = (usd: number, constraint?: object) => ({ prices: { input_mtok: usd, output_mtok: usd }, constraint });
    const window = { start_time: '18:30:00+02:00', end_time: '00:30:00Z' };
    const { rows, rejected } = genaiPriceRows(
      model({
        prices: [at(1), at(2, window), at(3, { start_date: '2026-08-01' }), at(4, { start_date: '2027-01-01' })],
      }),
      options,
    );
    expect(rejected).toEqual([]);
    expect(rows.map(({ id, knownFrom, timeBands }) => [id, knownFrom, timeBands?.[0]?.windows])).toEqual([
      ['genai-prices/acme/router', '2026-09-23', [{ start: '16:30', end: '00:30' }]],
      ['genai-prices/acme/router@2026-08-01', '2026-08-01', undefined],
      ['genai-prices/acme/router@2027-01-01', '2026-09-23', undefined],
    ]);
  });

  it.each([
    [
      'a time between quarter hours',
      {
        prices: [
          { prices: { input_mtok: 1, output_mtok: 1 }, constraint: { start_time: '00:31:00Z', end_time: '01:00:00Z' } },
        ],
      },
      'constraint',
    ],
    ['no price for output', { prices: { input_mtok: 1 } }, 'model'],
    ['a price that is none', { prices: { input_mtok: -1, output_mtok: 1 } }, 'model'],
    ['no prices', { prices: {} }, 'model'],
    ['prices of another shape', { prices: 'free' }, 'model'],
  ])('rejects %s', (_, fields, part) => {
    const { rows, rejected } = genaiPriceRows(model(fields), options);
    expect(rows).toEqual([]);
    expect(rejected).toEqual([expect.objectContaining({ model: 'acme/router', part })]);
  });

  it('lists what it leaves out of a row', () => {
    const prices = { input_mtok: 1, output_mtok: 2, input_audio_mtok: 9, web_searches_kcount: 10 };
    const { rows, rejected } = genaiPriceRows(model({ match: { contains: 'zzz' }, prices }), options);
    expect(rows).toMatchObject([{ rates: { input: '1', output: '2' }, fees: { webSearch: '10' } }]);
    expect(rejected.map(({ part }) => part)).toEqual(['input_audio_mtok', 'match']);
  });

  it('takes a model for free only when the list says so', () => {
    const free = genaiPriceRows(model({ id: 'router:free', prices: {} }), options);
    expect(free.rows).toMatchObject([{ rates: { input: '0', output: '0' } }]);
  });

  it.each([null, {}, 'text', [1], [{ id: 'acme' }], [{ id: 'acme', models: [null] }]])('makes no row of %j', (list) => {
    expect(genaiPriceRows(list, options).rows).toEqual([]);
  });
});
