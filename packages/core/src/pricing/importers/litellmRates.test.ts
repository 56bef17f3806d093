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
    ['a charge that is new', PRICE, { ...PRICE, cost_per_surprise: 1 }],
    ['a negative beginning', PRICE, { ...PRICE, range: [-5, 1e6] }],
  ])('rejects a model of whose ranges one has %s', (_, first, second) => {
    const { rows, rejected } = ranged(first, second);
    expect(rows).toEqual([]);
    expect(rejected).toEqual([expect.objectContaining({ model: 'acme/m', part: 'model' })]);
  });

  it('lists a charge of ranges that a row does not have, once', () => {
    const { rows, rejected } = ranged({ ...PRICE, input_cost_per_image: 1 }, { ...PRICE, input_cost_per_image: 2 });
    expect(rows).toHaveLength(1);
    expect(rejected).toEqual([{ model: 'acme/m', part: 'input_cost_per_image', reason: 'a row has no such charge' }]);
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

  it.each<[string, object]>([
    ['a charge for each request', { input_cost_per_request: 0.005 }],
    ['a charge for each query', { input_cost_per_query: 0.002 }],
    ['citations with a price', { citation_cost_per_token: 2e-6 }],
    ['images out with a price of their own', { output_cost_per_image_token: 3e-5 }],
    ['images out by the piece', { output_cost_per_image: 0.039 }],
    ['images in with a price of their own', { input_cost_per_image_token: 8e-6 }],
    ['sound out with a price of its own', { output_cost_per_audio_token: 8e-5 }],
    ['video out with a price of its own', { output_cost_per_video_per_second: 0.5 }],
    ['a size that cannot be read', { input_cost_per_token_above_some_tokens: 2e-6 }],
    ['a tier that is new', { input_cost_per_token_turbo: 2e-6 }],
    ['a charge that is new', { surprise_fee: '0.5' }],
    ['charges of another shape', { surprise_pricing: [{ from: 1 }] }],
  ])('rejects a model with %s', (_, fields) => {
    const { rows, rejected } = read({ ...PRICE, ...fields });
    expect(rows).toEqual([]);
    expect(rejected).toMatchObject([{ part: 'model', reason: expect.stringContaining(Object.keys(fields).join()) }]);
  });

  it.each([
    { input_cost_per_audio_token: 1e-6 },
    { input_cost_per_audio_token_priority: 1e-6 },
    { input_cost_per_audio_per_second: 1e-6 },
    { cache_read_input_audio_token_cost: 1e-7 },
    { input_cost_per_image: 0.001 },
    { input_cost_per_image_above_128k_tokens: 0.001 },
    { input_cost_per_video_per_second: 0.001 },
    { input_cost_per_second: 0.001 },
    { output_cost_per_second: 0.001 },
    { input_cost_per_character: 1e-7 },
    { output_cost_per_character_above_128k_tokens: 1e-7 },
    { output_dbu_cost_per_token: 1e-5 },
    { input_cost_per_token_cache_hit: 1e-7 },
    { code_interpreter_cost_per_session: 0.03 },
    { file_search_cost_per_1k_calls: 0.0025 },
    { vector_store_cost_per_gb_per_day: 0.1 },
  ])('keeps the row of a model with a charge that is no request for text: %o', (fields) => {
    const { rows, rejected } = read({ ...PRICE, ...fields });
    expect(rows).toMatchObject([{ rates: { input: '0.4', output: '1.2' } }]);
    expect(rejected.map(({ part }) => part)).toEqual(Object.keys(fields));
  });

  it('says nothing of charges of nothing, of the price of text, and of what is no charge', () => {
    const none = { input_cost_per_request: 0, output_cost_per_image: '0.0', surprise_fee: null, is_charged: true };
    const same = { input_cost_per_image_token: 4e-7, output_cost_per_audio_token: 1.2e-6 };
    expect(read({ ...PRICE, ...none, ...same, pricing_note: 'as published' })).toMatchObject({
      rows: [{}],
      rejected: [],
    });
  });

  it('reads sizes in millions of tokens', () => {
    const { rows, rejected } = read({ ...PRICE, input_cost_per_token_above_1m_tokens: 8e-7 });
    expect(rejected).toEqual([]);
    expect(rows).toMatchObject([{ tiers: [{ promptOver: 1_000_000, rates: { input: '0.8', output: '1.2' } }] }]);
  });

  it('has no price of a service tier above a size where only the standard tier states one', () => {
    const long = { input_cost_per_token_above_272k_tokens: 8e-7, output_cost_per_token_above_272k_tokens: 2e-6 };
    const flex = { input_cost_per_token_flex: 2e-7, output_cost_per_token_flex: 6e-7 };
    const part = { input_cost_per_token_above_272k_tokens_flex: 4e-7 };
    const whole = { ...part, output_cost_per_token_above_272k_tokens_flex: 1e-6 };
    const cached = { cache_read_input_token_cost_flex: 1e-8 };
    const tiersOf = (fields: object) => read({ ...PRICE, ...long, ...flex, ...cached, ...fields }).rows[1]?.tiers;
    expect(tiersOf({})).toEqual([{ promptOver: 272_000, rates: {} }]);
    expect(tiersOf(part)).toEqual([{ promptOver: 272_000, rates: { input: '0.4', cacheRead: '0.01' } }]);
    expect(tiersOf(whole)).toEqual([{ promptOver: 272_000, rates: { input: '0.4', output: '1', cacheRead: '0.01' } }]);
  });

  it('has the fee of a search in the standard tier alone, and none that is by the prompt', () => {
    const fee = { search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.01 } };
    const flex = { input_cost_per_token_flex: 2e-7, output_cost_per_token_flex: 6e-7 };
    expect(read({ ...PRICE, ...fee, ...flex }).rows.map(({ fees }) => fees)).toEqual([{ webSearch: '10' }, undefined]);
    const { rows, rejected } = read({ ...PRICE, ...fee, web_search_billing_unit: 'per_prompt' });
    expect([rows[0]?.fees, rejected.map(({ part }) => part)]).toEqual([undefined, ['search_context_cost_per_query']]);
    expect(read({ ...PRICE, ...fee, web_search_billing_unit: 'per_query' }).rows[0]?.fees).toEqual({ webSearch: '10' });
  });

  it('prices an embedding by its input, and nothing that it puts out', () => {
    const input = { input_cost_per_token: 2e-8 };
    expect(read({ ...input, mode: 'embedding' })).toMatchObject({ rows: [{ rates: { input: '0.02' } }], rejected: [] });
    expect(read({ ...input, mode: 'chat' }).rows).toEqual([]);
  });
});
