import { describe, expect, it } from 'vitest';
import { type CostQuery, costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';

const book = priceBook();
const usdOf = (fields: Partial<CostQuery> & { model: string }, prices = book): number | null => {
  const { nanoUsd } = costOf(costQuery(fields), prices);
  return nanoUsd === null ? null : nanoUsd / 1e9;
};

describe('costOf: prompt tiers', () => {
  it.each([
    ['gpt-5.6-sol', 272_000, Date.UTC(2026, 8, 1), 1.107996, 1.108, 2.206008],
    ['gpt-5.4', 272_000, Date.UTC(2026, 8, 1), 0.6949975, 0.695, 1.382505],
    ['claude-sonnet-4-5-20250929', 200_000, Date.UTC(2025, 11, 1), 0.614997, 0.615, 1.222506],
    ['claude-opus-4-6', 200_000, Date.UTC(2026, 1, 20), 1.024995, 1.025, 2.03751],
    ['claude-haiku-5-5', 100_000, Date.UTC(2026, 9, 20), 0.0104999, 0.0105, 0.0525005],
    ['gemini-2.5-pro', 200_000, Date.UTC(2026, 1, 1), 0.25999875, 0.26, 0.5150025],
    ['MiniMax-M3', 512_000, Date.UTC(2026, 9, 20), 0.1547997, 0.1548, 0.3096006],
    ['qwen3-coder-plus', 32_000, Date.UTC(2026, 9, 20), 0.036999, 0.037, 0.0666018],
  ])('%s: %i tokens and one less are in the lower band, one more is not', (model, n, atMs, below, at, above) => {
    const cost = (inputTokens: number) => costOf(costQuery({ model, inputTokens, outputTokens: 1000, atMs }), book);
    expect([n - 1, n, n + 1].map((tokens) => (cost(tokens).nanoUsd ?? 0) / 1e9)).toEqual([below, at, above]);
    expect([n - 1, n, n + 1].map((tokens) => cost(tokens).priceKey.promptBand)).toEqual([0, 0, 1]);
  });

  it('an inclusive threshold begins at the number itself', () => {
    const row: PriceRow = {
      id: 'x',
      provider: '',
      model: 'x',
      validFrom: '2026-01-01',
      knownFrom: '2026-01-01',
      source: 'test',
      rates: { input: '1' },
      tiers: [
        { promptOver: 200_000, inclusive: true, rates: { input: '2' } },
        { promptOver: 300_000, rates: { input: '4' } },
      ],
    };
    const prices = priceBook({ rows: [row] });
    const usd = [199_999, 200_000, 300_000, 300_001].map((inputTokens) => usdOf({ model: 'x', inputTokens }, prices));
    expect(usd).toEqual([0.199999, 0.4, 0.6, 1.200004]);
  });

  it('xAI begins its tier at 200,000 tokens, not above them', () => {
    const usd = [199_999, 200_000, 200_001].map((inputTokens) =>
      usdOf({ model: 'grok-4.5', inputTokens, outputTokens: 1000 }),
    );
    expect(usd).toEqual([0.405998, 0.812, 0.812004]);
  });

  it('the whole prompt chooses the tier: 5K fresh and 115K read from cache', () => {
    expect(usdOf({ model: 'claude-haiku-5-5', inputTokens: 5000, cacheReadTokens: 115_000, outputTokens: 1000 })).toBe(
      0.01075,
    );
  });

  it('each bucket of the prompt counts towards the threshold', () => {
    for (const bucket of ['inputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'] as const) {
      const cost = costOf(costQuery({ model: 'claude-haiku-5-5', [bucket]: 100_001 }), book);
      expect(cost.priceKey.promptBand).toBe(1);
    }
    expect(costOf(costQuery({ model: 'claude-haiku-5-5', outputTokens: 200_000 }), book).priceKey.promptBand).toBe(0);
  });

  it('forty requests of 30K cost $0.12, not the $0.60 of their sum', () => {
    const one = costOf(costQuery({ model: 'claude-haiku-5-5', inputTokens: 30_000 }), book).nanoUsd ?? 0;
    expect((40 * one) / 1e9).toBe(0.12);
    expect(usdOf({ model: 'claude-haiku-5-5', inputTokens: 1_200_000 })).toBe(0.6);
  });

  it('usage of several requests is priced below the threshold, and says so', () => {
    const cost = costOf(costQuery({ model: 'claude-haiku-5-5', inputTokens: 1_200_000, grain: 'session' }), book);
    expect(cost.nanoUsd).toBe(120_000_000);
    expect(cost.ruleTrace.join()).toContain('prompt sizes are unknown');
  });
});

describe('costOf: dates', () => {
  it.each([
    ['claude-opus-4-6', 300_000, Date.UTC(2026, 1, 1), 3.0375],
    ['claude-opus-4-6', 300_000, Date.UTC(2026, 3, 1), 1.525],
    ['gpt-5.6-sol', 100_000, Date.UTC(2026, 7, 1), 0.53],
    ['gpt-5.6-sol', 100_000, Date.UTC(2026, 8, 1), 0.42],
    ['claude-sonnet-5', 100_000, Date.UTC(2026, 8, 1), 0.21],
  ])('%s with %i tokens in and 1,000 out', (model, inputTokens, atMs, usd) => {
    expect(usdOf({ model, inputTokens, outputTokens: 1000, atMs })).toBe(usd);
  });

  it('cache reads of Sonnet 5.5 fell on 2026-10-07, all else stayed', () => {
    const read = (atMs: number) => usdOf({ model: 'claude-sonnet-5-5', cacheReadTokens: 1_000_000, atMs });
    expect(read(Date.UTC(2026, 9, 7) - 1)).toBe(0.2);
    expect(read(Date.UTC(2026, 9, 7))).toBe(0.1);
  });
});

describe('costOf: buckets', () => {
  it.each([
    ['claude-opus-5-5', '', 0.2],
    ['claude-fable-5-1', '', 0.25],
    ['claude-sonnet-5-5', '', 0.1],
    ['gemini-3.5-flash-lite', 'batch', 0.02],
  ])('cache reads have a rate of their own: %s %s', (model, serviceTier, usd) => {
    expect(usdOf({ model, serviceTier, cacheReadTokens: 1_000_000 })).toBe(usd);
  });

  it('prices cache writes by their lifetime', () => {
    expect(usdOf({ model: 'claude-opus-4-5', cacheWrite5mTokens: 100_000 })).toBe(0.625);
    expect(usdOf({ model: 'claude-opus-4-5', cacheWrite1hTokens: 100_000 })).toBe(1);
  });

  it('reasoning is part of output and costs nothing more', () => {
    const query = { ...costQuery({ model: 'gpt-5', outputTokens: 1000 }), reasoningTokens: 900 };
    expect(costOf(query, book).nanoUsd).toBe(10_000_000);
  });

  it('adds the fee of web searches, or is unpriced when none is listed', () => {
    expect(usdOf({ model: 'claude-opus-4-6', webSearchRequests: 3 })).toBe(0.03);
    expect(usdOf({ model: 'gemini-2.5-flash', webSearchRequests: 1 })).toBeNull();
  });

  it('a bucket without a price makes the request unpriced, unless it is empty', () => {
    expect(usdOf({ model: 'gpt-5.4', inputTokens: 1000 })).toBe(0.0025);
    const cost = costOf(costQuery({ model: 'gpt-5.4', inputTokens: 1000, cacheWrite1hTokens: 1 }), book);
    expect(cost).toMatchObject({ nanoUsd: null, basis: 'unpriced', priceId: null });
    expect(cost.ruleTrace.join()).toContain('lists no price for cacheWrite1h');
  });

  it('keeps what is below a nano-USD', () => {
    const cost = costOf(costQuery({ model: 'gpt-6-luna', cacheReadTokens: 1, inputTokens: 1 }), book);
    expect(cost).toMatchObject({ nanoUsd: 110, picoRest: 0 });
    const fine = costOf(costQuery({ model: 'claude-haiku-5-5', serviceTier: 'batch', cacheWrite5mTokens: 1 }), book);
    expect(fine).toMatchObject({ nanoUsd: 62, picoRest: 500 });
  });
});

describe('costOf: no price is no price', () => {
  it.each([
    ['an unknown model', { model: 'acme-router-v2', inputTokens: 1000 }],
    ['an open model by a route that nobody knows', { model: 'groq/openai/gpt-oss-120b', inputTokens: 1000 }],
    ['a model that its own publisher sells, run elsewhere', { model: 'ollama/deepseek-chat', inputTokens: 1000 }],
    ['an unknown model without tokens', { model: 'acme-router-v2' }],
    ['a newer model of a known family', { model: 'claude-opus-9', inputTokens: 1 }],
    ['an open model billed by somebody unknown', { model: 'openai/gpt-oss-120b', provider: 'groq' }],
    [
      'a model that its own publisher sells, billed by somebody unknown',
      { model: 'deepseek-chat', provider: 'my-proxy' },
    ],
    ['a closed model at a platform that asks prices of its own', { model: 'gpt-5.4', provider: 'github-copilot' }],
    ['the same by a route', { model: 'github-copilot/gpt-5.4' }],
    ["another publisher's model billed by a publisher", { model: 'gpt-5.4', provider: 'anthropic' }],
    ["a model that a platform's list lacks, by another name of the platform", { model: 'qwen3-max', provider: 'aws' }],
    ['a service tier that is not listed', { model: 'claude-opus-4-6', serviceTier: 'flex' }],
    ["Anthropic's fast mode as a tier", { model: 'claude-opus-4-8', serviceTier: 'fast', inputTokens: 1 }],
    ['a speed that is not listed', { model: 'claude-opus-4-20250514', speed: 'fast', inputTokens: 1 }],
    ['a residency that is not listed', { model: 'gpt-5.6-luna', residency: 'eu' }],
    ["a cloud's regional model without a list", { model: 'us.openai.gpt-5.2', provider: 'aws.bedrock' }],
    ['an open model on a platform without a list', { model: 'qwen3-max', provider: 'azure', inputTokens: 1 }],
    ["an open model at nobody's price", { model: 'qwen3-32b', inputTokens: 1 }],
    ['cache reads that are not on the list', { model: 'gpt-4.1', serviceTier: 'batch', cacheReadTokens: 1 }],
    ['two variants that exclude each other', { model: 'claude-opus-5', speed: 'fast', serviceTier: 'batch' }],
  ])('%s is unpriced', (_, fields) => {
    const cost = costOf(costQuery(fields), book);
    expect(cost).toMatchObject({ nanoUsd: null, costNanoUsd: null, picoRest: 0, basis: 'unpriced', priceId: null });
    expect(cost.ruleTrace.length).toBeGreaterThan(0);
    expect(cost.bookId).toBe(book.id);
  });

  it('no tokens of a known model cost nothing', () => {
    expect(costOf(costQuery({ model: 'gpt-5' }), book)).toMatchObject({ nanoUsd: 0, basis: 'list-price' });
  });

  it('names what it is billed as, as the source wrote it', () => {
    const fields = { model: 'us.anthropic.claude-opus-4-6-v1', provider: 'aws.bedrock', residency: '' };
    const cost = costOf(costQuery({ ...fields, inputTokens: 1_000_000, atMs: Date.UTC(2026, 4, 1) }), book);
    expect(cost.priceKey).toEqual({ ...fields, serviceTier: '', speed: '', promptBand: 0, timeBand: 0 });
    expect(cost).toMatchObject({ nanoUsd: 5.5e9, priceId: 'anthropic/claude-opus-4-6:regional@2026-03-13' });
  });
});

describe('costOf: variants', () => {
  it.each<[string, Partial<CostQuery> & { model: string }, number]>([
    ['batch', { model: 'claude-sonnet-4-6', serviceTier: 'batch' }, 1.5],
    ['fast', { model: 'claude-opus-4-8', speed: 'fast' }, 10],
    ['fast, before 2026-03-13', { model: 'claude-opus-4-6', speed: 'fast', atMs: Date.UTC(2026, 1, 20) }, 60],
    ['fast, since 2026-03-13', { model: 'claude-opus-4-6', speed: 'fast', atMs: Date.UTC(2026, 3, 1) }, 30],
    ['US-only inference', { model: 'claude-opus-4-8', residency: 'us' }, 5.5],
    ['global inference', { model: 'claude-opus-4-8', residency: 'global' }, 5],
    ['inference place not available', { model: 'claude-opus-4-8', residency: 'not_available' }, 5],
    ['regional Bedrock without surcharge', { model: 'anthropic.claude-3-5-haiku-20241022-v1:0' }, 0.8],
    ['priority', { model: 'gpt-5.1', serviceTier: 'priority' }, 2.5],
    ['standard by name', { model: 'gpt-5.1', serviceTier: 'default' }, 1.25],
    ['fast and US-only: both surcharges', { model: 'claude-opus-5', speed: 'fast', residency: 'us' }, 11],
    ['batch and US-only: both', { model: 'claude-opus-5-5', serviceTier: 'batch', residency: 'us' }, 2.2],
    [
      'batch and US-only of a long prompt, while there was one',
      { model: 'claude-opus-4-6', serviceTier: 'batch', residency: 'us', atMs: Date.UTC(2026, 1, 20) },
      5.5,
    ],
    ['US-only, a long prompt', { model: 'claude-haiku-5-5', residency: 'us' }, 0.55],
    ['flex', { model: 'gpt-6.1-sol', serviceTier: 'flex', grain: 'session' }, 1],
    ['batch of OpenAI', { model: 'gpt-5.4', serviceTier: 'batch', grain: 'session' }, 1.25],
    ['priority by its newer name', { model: 'gpt-5.5', speed: 'fast' }, 12.5],
    ["OpenAI's tier fast, which is priority", { model: 'gpt-5.5', serviceTier: 'fast' }, 12.5],
    ["OpenAI's tier fast of later models", { model: 'gpt-6-sol', serviceTier: 'fast', grain: 'session' }, 4],
    ['a tier in capitals', { model: 'gpt-6.1-sol', serviceTier: 'FLEX', grain: 'session' }, 1],
    ['a tier with a capital', { model: 'claude-opus-5-5', serviceTier: 'Batch', grain: 'session' }, 2],
    ['a speed in capitals', { model: 'claude-opus-4-8', speed: 'FAST' }, 10],
    ['the standard tier in capitals', { model: 'gpt-5.1', serviceTier: 'DEFAULT' }, 1.25],
    ['a residency in capitals', { model: 'claude-opus-5', speed: 'Fast', residency: 'US' }, 11],
    ['priority of a long prompt', { model: 'gpt-5.6-sol', serviceTier: 'priority' }, 16],
    ['batch of Google', { model: 'gemini-2.5-flash', serviceTier: 'batch' }, 0.15],
    ["a publisher's own list", { model: 'qwen3-max', provider: 'alibaba', grain: 'session' }, 1.2],
    ["a platform's own list", { model: 'qwen/qwen3-32b', provider: 'openrouter' }, 0.1],
    ['a list for mainland China', { model: 'GLM-5.2', provider: 'zhipuai' }, 1.103],
    ['the same model elsewhere', { model: 'GLM-5.2', provider: 'z-ai' }, 1.4],
    ['a closed model by a route that nobody knows', { model: 'acme/anthropic/claude-opus-5' }, 5],
    ['a model that is free', { model: 'glm-4.7-flash', provider: 'zai' }, 0],
  ])('%s', (_, fields, usd) => {
    expect(usdOf({ ...fields, inputTokens: 1_000_000 })).toBe(usd);
  });
});

describe('costOf: recorded and unusable amounts', () => {
  it('is exact to the pico-USD where numbers are not', () => {
    const row = {
      id: 'fine',
      provider: '',
      model: 'fine',
      validFrom: '2020-01-01',
      knownFrom: '2020-01-01',
      source: '',
    };
    const fine = priceBook({ rows: [{ ...row, rates: { input: '1.000001', output: '0.000001' } }] });
    for (const inputTokens of [9_007_190_247, 9_007_199_255, 10_000_000_001]) {
      const pico = BigInt(inputTokens) * 1_000_001n + 1n;
      const cost = costOf(costQuery({ model: 'fine', inputTokens, outputTokens: 1, grain: 'session' }), fine);
      expect([BigInt(cost.nanoUsd ?? 0), cost.picoRest]).toEqual([pico / 1000n, Number(pico % 1000n)]);
    }
  });

  it('keeps an amount that the source recorded', () => {
    const cost = costOf(costQuery({ model: 'gpt-5', inputTokens: 1e6, recordedNanoUsd: 42 }), book);
    expect(cost).toMatchObject({ nanoUsd: 42, costNanoUsd: 42, picoRest: 0, basis: 'recorded', priceId: null });
    expect(costOf(costQuery({ model: 'unknown', recordedNanoUsd: 0 }), book)).toMatchObject({
      nanoUsd: 0,
      basis: 'recorded',
    });
  });

  it.each([
    ['a cost beyond 2^53 nano-USD', { model: 'claude-opus-4', outputTokens: 2 ** 47 }],
    ['a fraction of a token', { model: 'gpt-5', inputTokens: 1.5 }],
    ['a negative count', { model: 'gpt-5', inputTokens: -1 }],
    ['a recorded amount that is not whole', { model: 'gpt-5', recordedNanoUsd: 0.1 }],
  ])('refuses %s', (_, fields) => {
    expect(() => costOf(costQuery(fields), book)).toThrow(expect.objectContaining({ code: 'unsafe_integer' }));
  });

  const none = undefined as unknown as string;
  it.each<[string, object, string]>([
    ['no provider', { provider: none }, 'invalid_argument'],
    ['no model', { model: none }, 'invalid_argument'],
    ['no service tier', { serviceTier: null }, 'invalid_argument'],
    ['a time that is none', { atMs: Number.NaN }, 'invalid_argument'],
    ['a time as text', { atMs: '2026-01-01' }, 'invalid_argument'],
    ['bigint counts', { inputTokens: 5n }, 'unsafe_integer'],
    ['a count that is none', { outputTokens: Number.NaN }, 'unsafe_integer'],
    ['a count that is missing', { cacheReadTokens: undefined }, 'unsafe_integer'],
    ['searches that are none', { webSearchRequests: Number.NaN }, 'unsafe_integer'],
  ])('refuses %s, with a price or without', (_, fields, code) => {
    for (const model of ['gpt-5', 'acme-router-v2']) {
      const wrong = () => costOf({ ...costQuery({ model }), ...fields }, book);
      expect(wrong).toThrow(
        expect.objectContaining({ code, message: expect.stringContaining(Object.keys(fields)[0] ?? '') }),
      );
    }
  });

  it('refuses an asked time that is none', () => {
    for (const asOf of [{ priceAtMs: Number.NaN }, { knownAtMs: Number.NaN }]) {
      const wrong = () => costOf(costQuery({ model: 'gpt-5' }), book, asOf);
      expect(wrong).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
    }
  });
});
