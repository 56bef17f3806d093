import { describe, expect, it } from 'vitest';
import { priceBook } from '../priceBook.ts';
import type { PriceRow } from '../PriceRow.ts';
import { genaiPriceRows } from './genaiPriceRows.ts';
import type { ImportedPrices } from './ImportedPrices.ts';
import { litellmRows } from './litellmRows.ts';
import { modelsDevRows } from './modelsDevRows.ts';
import { uniqueRows } from './uniqueRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };
const GENAI = { input_mtok: 1, output_mtok: 2 };
const genai = (prices: unknown, match: unknown = { equals: 'm' }) =>
  genaiPriceRows(
    [
      {
        id: 'acme',
        models: [
          { id: 'm', match, prices },
          { id: 'plain', match: { equals: 'plain' }, prices: GENAI },
        ],
      },
    ],
    options,
  );
const tiered = (...tiers: [start: unknown, price: number][]) => ({
  base: 1,
  tiers: tiers.map(([start, price]) => ({ start, price })),
});
const MODELS_DEV = { input: 1, output: 2 };
const modelsDev = (cost: unknown) =>
  modelsDevRows({ acme: { models: { m: { cost }, plain: { cost: MODELS_DEV } } } }, options);
const sized = (...sizes: unknown[]) => ({
  ...MODELS_DEV,
  tiers: sizes.map((size, i) => ({ input: 2 + i, output: 3, tier: { size } })),
});
const json = (text: string): unknown => JSON.parse(text);
const partsOf = ({ rejected }: ImportedPrices): string[] => rejected.map(({ part }) => part);

describe('uniqueRows', () => {
  it.each([
    ['models.dev: two tiers of one size', modelsDev(sized(1000, 1000))],
    ['models.dev: a tier of negative size', modelsDev(sized(-5))],
    ['models.dev: a tier of half a token', modelsDev(sized(1000.5))],
    ['models.dev: tiers that are no list', modelsDev({ ...MODELS_DEV, tiers: { input: 2, output: 3 } })],
    [
      'genai-prices: 271,999 beside 272,000',
      genai({ input_mtok: tiered([271_999, 2]), output_mtok: tiered([272_000, 3]) }),
    ],
    ['genai-prices: a tier of negative start', genai({ ...GENAI, input_mtok: tiered([-5, 2]) })],
    ['genai-prices: two tiers of one start', genai({ ...GENAI, input_mtok: tiered([1000, 2], [1000, 3]) })],
    ['genai-prices: a tier that is no object', genai({ ...GENAI, input_mtok: { base: 1, tiers: [5] } })],
    [
      'genai-prices: tiers that are no list',
      genai({ ...GENAI, input_mtok: { base: 1, tiers: { start: 5, price: 2 } } }),
    ],
  ])('rejects a model that a book would refuse, and keeps the others: %s', (_, imported) => {
    expect(imported.rows.map(({ model }) => model)).toEqual(['plain']);
    expect(new Set(partsOf(imported))).toEqual(new Set(['model']));
    expect(priceBook({ rows: imported.rows }).rows).toHaveLength(1);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'makes no row of a model with a charge named %s, and lists it',
    (key) => {
      const genaiList = genai(json(`{ "input_mtok": 1, "output_mtok": 2, "${key}": 3 }`));
      const modelsDevList = modelsDev(json(`{ "input": 1, "output": 2, "${key}": 3 }`));
      const reason = `${key} is a charge that a row cannot tell from the others`;
      for (const { rows, rejected } of [genaiList, modelsDevList]) {
        expect(rejected).toEqual([{ model: 'acme/m', part: 'model', reason }]);
        expect(priceBook({ rows }).rows.map(({ model }) => model)).toEqual(['plain']);
      }
    },
  );

  const row = (fields: Partial<PriceRow> = {}): PriceRow => ({
    id: 'acme/m',
    provider: 'acme',
    model: 'm',
    validFrom: '2026-01-01',
    knownFrom: '2026-01-01',
    source: '',
    rates: { input: '1' },
    ...fields,
  });

  it('keeps the first row of an id that is sound', () => {
    const broken = row({ validFrom: '2026-02-30' });
    const [first, second] = [row(), row({ rates: { input: '2' } })];
    const named = [
      { name: 'list/broken', row: broken },
      { name: 'list/first', row: first },
      { name: 'list/second', row: second },
    ];
    const { rows, rejected } = uniqueRows(named, []);
    expect(rows).toEqual([first]);
    expect(rejected).toEqual([
      { model: 'list/broken', part: 'model', reason: expect.stringMatching(/^validFrom '2026-02-30' is not a day/) },
      { model: 'list/second', part: 'model', reason: "'acme/m' is in the list twice: the first, 'list/first', counts" },
    ]);
  });

  it.each([
    ['litellm', litellmRows],
    ['models.dev', modelsDevRows],
    ['genai-prices', genaiPriceRows],
  ])('is no way past a wrong day of reading: %s', (_, read) => {
    expect(() => read({}, { ...options, knownFrom: 'soon' })).toThrow(/knownFrom 'soon' is not a day/);
  });

  it('says what is wrong of a value too deeply nested to be shown', () => {
    const deep = json(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(partsOf(genai({ ...GENAI, input_mtok: deep }))).toEqual(['model']);
    expect(partsOf(modelsDev({ ...MODELS_DEV, input: deep }))).toEqual(['model']);
  });
});
