import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
const usdOf = (provider: string, model: string, fields = {}): number | null => {
  const { nanoUsd } = costOf(costQuery({ provider, model, ...million, ...fields }), book);
  return nanoUsd === null ? null : nanoUsd / 1e9;
};

describe('Gemini 2.0 on Vertex AI', () => {
  const path = (model: string) => `projects/p/locations/us-central1/publishers/google/models/${model}`;

  it.each([
    ['vertex', 'gemini-2.0-flash'],
    ['vertex', 'gemini-2.0-flash-001'],
    ['google-vertex', 'gemini-2.0-flash-001'],
    ['', 'vertex_ai/gemini-2.0-flash-001'],
    ['', path('gemini-2.0-flash-001')],
    ['google', path('gemini-2.0-flash-001')],
  ])("has Vertex's price of Flash, billed by %j as %s", (provider, model) => {
    expect(usdOf(provider, model)).toBe(0.75);
    expect(usdOf(provider, model, { serviceTier: 'batch' })).toBe(0.375);
    expect(usdOf(provider, model, { residency: 'regional:europe-west4' })).toBe(0.75);
    expect(usdOf(provider, model, { cacheReadTokens: 1_000_000 })).toBe(0.7875);
    expect(usdOf(provider, model, { serviceTier: 'batch', cacheReadTokens: 1 })).toBeNull();
  });

  it.each(['gemini-2.0-flash-lite', 'gemini-2.0-flash-lite-001'])('has one price of Flash-Lite: %s', (model) => {
    expect([usdOf('vertex', model), usdOf('google', model)]).toEqual([0.375, 0.375]);
    expect(usdOf('vertex', model, { serviceTier: 'batch' })).toBe(0.1875);
  });

  it('is not the price of the Gemini API', () => {
    expect([usdOf('google', 'gemini-2.0-flash-001'), usdOf('', 'gemini-2.0-flash')]).toEqual([0.5, 0.5]);
  });
});

describe('Claude 3.5 Sonnet in extended access of Bedrock', () => {
  const ids = ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'anthropic.claude-3-5-sonnet-20241022-v2:0'];
  const since = { atMs: Date.UTC(2025, 11, 1) };
  const before = { atMs: Date.UTC(2025, 11, 1) - 1 };

  it.each([
    ...ids.flatMap((id) => [
      ['bedrock', id],
      ['', `us.${id}`],
      ['', `bedrock/eu-central-1/${id}`],
    ]),
    ['bedrock', 'claude-3-5-sonnet-20241022'],
  ])('costs double from 2025-12-01 on, billed by %j as %s', (provider = '', model = '') => {
    expect([usdOf(provider, model, before), usdOf(provider, model, since)]).toEqual([18, 36]);
    expect(usdOf(provider, model, { ...since, serviceTier: 'batch' })).toBe(18);
    expect(usdOf(provider, model, { ...since, cacheReadTokens: 1_000_000, cacheWrite5mTokens: 1_000_000 })).toBe(44.1);
  });

  it('costs elsewhere what it did', () => {
    expect(usdOf('anthropic', 'claude-3-5-sonnet-20241022', since)).toBe(18);
    expect(usdOf('vertex', 'claude-3-5-sonnet-v2@20241022', since)).toBe(18);
    expect(usdOf('bedrock', 'us.anthropic.claude-3-7-sonnet-20250219-v1:0', since)).toBe(18);
  });
});

describe('Grok 3 Mini on Azure', () => {
  it.each([
    ['azure', 'grok-3-mini'],
    ['', 'azure_ai/grok-3-mini'],
    ['', 'azure_ai/global/grok-3-mini'],
  ])("has Azure's price, billed by %j as %s", (provider, model) => {
    expect(usdOf(provider, model)).toBe(1.52);
    expect(usdOf(provider, model, { cacheReadTokens: 1 })).toBeNull();
  });

  it("has xAI's of xAI", () => {
    expect(usdOf('xai', 'grok-3-mini')).toBe(0.8);
  });
});
