import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { litellmRows } from './litellmRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };

describe('litellmRows', () => {
  it('has a row for each service tier, with its thresholds', () => {
    const { rows, rejected } = litellmRows(
      {
        'gpt-5.5': {
          litellm_provider: 'openai',
          mode: 'chat',
          max_tokens: 128_000,
          input_cost_per_token: 5e-6,
          output_cost_per_token: 3e-5,
          cache_read_input_token_cost: 5e-7,
          input_cost_per_token_above_272k_tokens: 1e-5,
          output_cost_per_token_above_272k_tokens: 4.5e-5,
          cache_read_input_token_cost_above_272k_tokens: 1e-6,
          input_cost_per_token_flex: 2.5e-6,
          output_cost_per_token_flex: 1.5e-5,
          input_cost_per_token_batches: 2.5e-6,
          search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.01 },
          input_cost_per_image: 0.1,
        },
      },
      options,
    );
    expect(rows).toEqual([
      {
        id: 'litellm/openai/gpt-5.5',
        provider: 'openai',
        model: 'gpt-5.5',
        validFrom: '2020-01-01',
        ...options,
        rates: { input: '5', output: '30', cacheRead: '0.5' },
        tiers: [{ promptOver: 272_000, rates: { input: '10', output: '45', cacheRead: '1' } }],
        fees: { webSearch: '10' },
      },
      {
        id: 'litellm/openai/gpt-5.5:flex',
        provider: 'openai',
        model: 'gpt-5.5',
        serviceTier: 'flex',
        validFrom: '2020-01-01',
        ...options,
        rates: { input: '2.5', output: '15' },
        tiers: [{ promptOver: 272_000, rates: {} }],
      },
    ]);
    expect(rejected.map(({ part }) => part)).toEqual(['input_cost_per_image', 'service tier batch']);
  });

  it('has inclusive thresholds for xAI, ranges for Qwen, one-hour writes and off-peak hours', () => {
    const { rows, rejected } = litellmRows(
      {
        'xai/grok-4.5': {
          litellm_provider: 'xai',
          input_cost_per_token: 2e-6,
          output_cost_per_token: 6e-6,
          input_cost_per_token_above_200k_tokens: 4e-6,
          output_cost_per_token_above_200k_tokens: 1.2e-5,
        },
        'dashscope/qwen-flash': {
          litellm_provider: 'dashscope',
          tiered_pricing: [
            { range: [256_000, 1e6], input_cost_per_token: 2.5e-7, output_cost_per_token: 2e-6 },
            { range: [0, 256_000], input_cost_per_token: 5e-8, output_cost_per_token: 4e-7 },
          ],
        },
        'anthropic/claude-opus-5': {
          litellm_provider: 'anthropic',
          input_cost_per_token: 5e-6,
          output_cost_per_token: 2.5e-5,
          cache_creation_input_token_cost: 6.25e-6,
          cache_creation_input_token_cost_above_1hr: 1e-5,
        },
        'deepseek/deepseek-chat': {
          litellm_provider: 'deepseek',
          input_cost_per_token: 2.7e-7,
          output_cost_per_token: 1.1e-6,
          cache_read_input_token_cost: 7e-8,
          off_peak_pricing: {
            hours_utc: ['16:30-00:30'],
            input_cost_per_token: 1.35e-7,
            output_cost_per_token: 5.5e-7,
          },
        },
      },
      options,
    );
    expect(rejected).toEqual([]);
    expect(
      rows.map(({ provider, model, rates, tiers, timeBands }) => ({ provider, model, rates, tiers, timeBands })),
    ).toEqual([
      {
        provider: 'xai',
        model: 'grok-4.5',
        rates: { input: '2', output: '6' },
        tiers: [{ promptOver: 200_000, inclusive: true, rates: { input: '4', output: '12' } }],
      },
      {
        provider: 'alibaba',
        model: 'qwen-flash',
        rates: { input: '0.05', output: '0.4' },
        tiers: [{ promptOver: 256_000, rates: { input: '0.25', output: '2' } }],
      },
      {
        provider: 'anthropic',
        model: 'claude-opus-5',
        rates: { input: '5', output: '25', cacheWrite5m: '6.25', cacheWrite1h: '10' },
      },
      {
        provider: 'deepseek',
        model: 'deepseek-chat',
        rates: { input: '0.27', output: '1.1', cacheRead: '0.07' },
        timeBands: [
          { windows: [{ start: '16:30', end: '00:30' }], rates: { input: '0.135', output: '0.55', cacheRead: '0.07' } },
        ],
      },
    ]);
  });

  it.each([
    ['a price that is none', { input_cost_per_token: 'x' }],
    ['no price per token', { input_cost_per_image: 1 }],
    [
      'thinking with a price of its own',
      { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6, output_cost_per_reasoning_token: 8e-6 },
    ],
    [
      'windows with days of the week',
      { input_cost_per_token: 1e-6, output_cost_per_token: 1e-6, off_peak_pricing: { windows: [{ days: ['mon'] }] } },
    ],
    ['ranges that do not begin at 0', { tiered_pricing: [{ range: [5, 9], input_cost_per_token: 1 }] }],
  ])('rejects %s', (_, entry) => {
    const { rows, rejected } = litellmRows({ m: { litellm_provider: 'acme', ...entry } }, options);
    expect(rows).toEqual([]);
    expect(rejected.some(({ part }) => part === 'model')).toBe(true);
  });

  it('counts a model that is there by two routes once, and says so', () => {
    const entry = { litellm_provider: 'acme', input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 };
    const { rows, rejected } = litellmRows({ m: entry, 'acme/m': entry, other: 5, sample_spec: entry }, options);
    expect([rows.length, rejected.length]).toEqual([1, 2]);
  });

  const entry = (provider: string, usd: number) => ({
    litellm_provider: provider,
    mode: 'chat',
    input_cost_per_token: usd / 1e6,
    output_cost_per_token: usd / 1e6,
  });
  const priced = (map: object) => {
    const { rows, rejected } = litellmRows(map, options);
    const book = priceBook({ overrides: rows });
    const usd = (provider: string, model: string, residency = '') => {
      const { nanoUsd } = costOf(costQuery({ model, provider, residency, inputTokens: 1_000_000 }), book);
      return nanoUsd === null ? null : nanoUsd / 1e9;
    };
    return { rows, rejected, usd };
  };

  it.each([
    ['us first', false],
    ['us last', true],
  ])("prices a cloud's regional models apart, %s", (_, isReversed) => {
    const entries = [
      ['us.anthropic.claude-opus-9-v1:0', entry('bedrock_converse', 3.3)],
      ['eu.anthropic.claude-opus-9-v1:0', entry('bedrock_converse', 3.6)],
      ['anthropic.claude-opus-9-v1:0', entry('bedrock', 3)],
      ['global.anthropic.claude-opus-9-v1:0', entry('bedrock_converse', 2.9)],
    ] as const;
    const { rejected, usd } = priced(Object.fromEntries(isReversed ? entries.toReversed() : entries));
    expect(rejected).toEqual([]);
    const names = ['us.', 'eu.', '', 'global.', 'jp.'].map((region) => `${region}anthropic.claude-opus-9-v1:0`);
    expect(names.map((name) => usd('aws.bedrock', name))).toEqual([3.3, 3.6, 3, 2.9, 3]);
    expect(names.map((name) => usd('anthropic', name))).toEqual([null, null, null, null, null]);
  });

  it('makes no row of a mere route', () => {
    const { rows, rejected } = priced({ 'fireworks_ai/accounts/models/': entry('fireworks_ai', 1) });
    expect([rows, rejected.map(({ reason }) => reason)]).toEqual([[], ['it names no model']]);
  });

  it('has a price of one region for that region only', () => {
    const { usd } = priced({ 'us.anthropic.claude-opus-9-v1:0': entry('bedrock', 6) });
    const names = ['us.', 'eu.', 'global.'].map((region) => `${region}anthropic.claude-opus-9-v1:0`);
    expect(names.map((name) => usd('aws.bedrock', name))).toEqual([6, null, null]);
  });

  it("knows Vertex's and Azure's rows as those of the platforms", () => {
    const { rows, rejected, usd } = priced({
      'azure/eu/gpt-x': entry('azure', 7.7),
      'azure/global-standard/gpt-x': entry('azure', 6.9),
      'azure/gpt-x': entry('azure', 7),
      'azure_ai/grok-x': entry('azure_ai', 5),
      'vertex_ai/claude-x-1@20260101': entry('vertex_ai-anthropic_models', 4),
      'vertex_ai/claude-x-1': entry('vertex_ai-anthropic_models', 3),
      'claude-x-1': entry('anthropic', 2),
      'gpt-x': entry('openai', 1),
    });
    expect(rejected).toEqual([]);
    expect(new Set(rows.map(({ provider }) => provider))).toEqual(new Set(['azure', 'vertex', 'anthropic', 'openai']));
    expect(['gcp.vertex_ai', 'vertex_ai', 'anthropic'].map((it) => usd(it, 'claude-x-1'))).toEqual([3, 3, 2]);
    expect(usd('vertex', 'claude-x-1@20260101')).toBe(4);
    expect(['', 'eu', 'global'].map((residency) => usd('azure', 'gpt-x', residency))).toEqual([7, 7.7, 6.9]);
    expect(usd('openai', 'gpt-x')).toBe(1);
    expect(usd('azure', 'grok-x')).toBe(5);
  });

  it('has a row for each version of the first Claude models on Bedrock', () => {
    const entry = { litellm_provider: 'bedrock', input_cost_per_token: 8e-6, output_cost_per_token: 2.4e-5 };
    const { rows, rejected } = litellmRows(
      {
        'anthropic.claude-v1': entry,
        'anthropic.claude-v2': { ...entry, input_cost_per_token: 9e-6 },
        'anthropic.claude-v2:1': { ...entry, input_cost_per_token: 7e-6 },
      },
      options,
    );
    expect(rejected).toEqual([]);
    expect(rows.map(({ model, rates }) => [model, rates.input])).toEqual([
      ['claude-v1', '8'],
      ['claude-2', '9'],
      ['claude-2-1', '7'],
    ]);
    const usd = costOf(
      costQuery({ provider: 'bedrock', model: 'anthropic.claude-v2:1', inputTokens: 1e6 }),
      priceBook({ overrides: rows }),
    );
    expect(usd).toMatchObject({ nanoUsd: 7e9, priceId: 'litellm/bedrock/claude-2-1:regional' });
  });

  it('says which entry of the list is lost when two are one model', () => {
    const entry = { litellm_provider: 'anthropic', input_cost_per_token: 3e-6, output_cost_per_token: 1.5e-5 };
    const { rows, rejected } = litellmRows(
      { 'claude-4-sonnet-20250514': entry, 'anthropic/claude-sonnet-4-20250514': entry },
      options,
    );
    expect(rows.map(({ id }) => id)).toEqual(['litellm/anthropic/claude-sonnet-4-20250514']);
    expect(rejected).toEqual([
      {
        model: 'anthropic/claude-sonnet-4-20250514',
        part: 'model',
        reason: expect.stringContaining("'claude-4-sonnet-20250514'"),
      },
    ]);
  });

  it('lists factors on the prices, by speed and region, and nothing else of those keys', () => {
    const entry = { litellm_provider: 'anthropic', input_cost_per_token: 5e-6, output_cost_per_token: 2.5e-5 };
    const { rows, rejected } = litellmRows(
      {
        'claude-opus-4-6': { ...entry, provider_specific_entry: { us: 1.1, fast: 6 } },
        'gpt-5.4': {
          ...entry,
          litellm_provider: 'openai',
          regional_processing_uplift_multiplier_eu: 1.1,
          regional_processing_uplift_multiplier_us: 1.1,
        },
        'amazon.titan-text': {
          ...entry,
          litellm_provider: 'bedrock',
          provider_specific_entry: { bedrock_invocation_schema: 'titan_v2' },
        },
      },
      options,
    );
    expect(rows).toHaveLength(3);
    expect(rejected.map(({ model, part }) => [model, part])).toEqual([
      ['claude-opus-4-6', 'provider_specific_entry'],
      ['gpt-5.4', 'regional_processing_uplift_multiplier_eu'],
      ['gpt-5.4', 'regional_processing_uplift_multiplier_us'],
    ]);
    expect(rejected[0]?.reason).toContain('"us":1.1');
  });
});
