import { describe, expect, it } from 'vitest';
import { litellmRows } from './litellmRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };
const PRICE = { input_cost_per_token: 4e-7, output_cost_per_token: 1.2e-6 };
const read = (entry: object) => litellmRows({ 'acme/m': { litellm_provider: 'acme', ...entry } }, options);
const ranged = (first: object, second: object = {}, entry: object = {}) =>
  read({
    ...entry,
    tiered_pricing: [
      { range: [0, 256_000], ...first },
      { range: [256_000, 1e6], ...second },
    ],
  });

describe('litellmRates', () => {
  it.each([
    ['thinking with a price of its own in the first', { ...PRICE, output_cost_per_reasoning_token: 4e-6 }, PRICE],
    ['thinking with a price of its own in a later one', PRICE, { ...PRICE, output_cost_per_reasoning_token: 4e-6 }],
    ['thinking that costs other than an inherited answer', PRICE, { output_cost_per_reasoning_token: 4e-6 }],
    ['a negative price', PRICE, { ...PRICE, input_cost_per_token: -1 }],
    ['a price that is text', PRICE, { ...PRICE, output_cost_per_token: '?' }],
    ['prices of a service tier', PRICE, { ...PRICE, input_cost_per_token_flex: 1e-7 }],
    ['prices above a size', PRICE, { ...PRICE, input_cost_per_token_above_512k_tokens: 1e-7 }],
    ['a fee of its own', PRICE, { ...PRICE, search_context_cost_per_query: { any: 0.01 } }],
    ['the same beginning as another', PRICE, { ...PRICE, range: [0, 1e6] }],
    ['a negative beginning', PRICE, { ...PRICE, range: [-5, 1e6] }],
  ])('rejects a model of whose ranges one has %s', (_, first, second) => {
    const { rows, rejected } = ranged(first, second);
    expect(rows).toEqual([]);
    expect(rejected).toEqual([expect.objectContaining({ model: 'acme/m', part: 'model' })]);
  });

  it('lists a charge of ranges that a row does not have, once', () => {
    const { rows, rejected } = ranged({ ...PRICE, cost_per_image: 1 }, { ...PRICE, cost_per_image: 2 });
    expect(rows).toHaveLength(1);
    expect(rejected).toEqual([{ model: 'acme/m', part: 'cost_per_image', reason: 'a row has no such charge' }]);
  });

  it('has in a range what the model costs where the range says nothing, else what the range below costs', () => {
    const { rows, rejected } = ranged(
      { ...PRICE, cache_read_input_token_cost: 1e-7 },
      { input_cost_per_token: 8e-7, output_cost_per_token: null, output_cost_per_reasoning_token: 9e-6 },
      { output_cost_per_token: 9e-6 },
    );
    expect(rejected).toEqual([]);
    expect(rows).toMatchObject([
      {
        rates: { input: '0.4', output: '1.2', cacheRead: '0.1' },
        tiers: [{ promptOver: 256_000, rates: { input: '0.8', output: '9', cacheRead: '0.1' } }],
      },
    ]);
  });

  it('knows a price of thinking in a range as that of the answer below it', () => {
    const second = { input_cost_per_token: 8e-7, output_cost_per_reasoning_token: 1.2e-6 };
    expect(ranged(PRICE, second)).toMatchObject({ rows: [{ tiers: [{ rates: { output: '1.2' } }] }], rejected: [] });
  });

  it('rejects a model with ranges beside prices above a size', () => {
    const { rows, rejected } = ranged(PRICE, PRICE, { ...PRICE, input_cost_per_token_above_128k_tokens: 1e-6 });
    expect([rows, rejected.map(({ part }) => part)]).toEqual([[], ['model']]);
  });

  it('compares the price of thinking in a service tier with the answer there', () => {
    const flex = { ...PRICE, input_cost_per_token_flex: 2e-7, output_cost_per_token_flex: 6e-7 };
    expect(read({ ...flex, output_cost_per_reasoning_token_flex: 6e-7 })).toMatchObject({
      rows: [{}, { serviceTier: 'flex' }],
      rejected: [],
    });
    expect(read({ ...flex, output_cost_per_reasoning_token_flex: 1.2e-6 }).rows).toEqual([]);
  });

  it('takes a price of null for none', () => {
    const { rows, rejected } = read({ ...PRICE, output_cost_per_reasoning_token: null, tiered_pricing: null });
    expect([rows.length, rejected]).toEqual([1, []]);
  });
});
