import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const of = (model: string, fields = {}) =>
  costOf(costQuery({ model, inputTokens: 100_000, outputTokens: 1000, ...fields }), book);

describe('versions of a model', () => {
  it.each([
    ['google', 'gemini-2.0-flash-lite-001', 7_800_000],
    ['google', 'gemini-2.0-flash-lite-preview-02-05', 7_800_000],
    ['google', 'gemini-1.5-pro-001', 130_000_000],
    ['google', 'gemini-1.5-pro-002', 130_000_000],
    ['google', 'gemini-1.5-flash-001', 7_800_000],
    ['google', 'gemini-1.5-flash-002', 7_800_000],
    ['google', 'gemini-1.5-flash-8b', 3_900_000],
    ['google', 'gemini-1.5-flash-8b-001', 3_900_000],
    ['', 'gemini-1.5-flash-8b-latest', 3_900_000],
    ['vertex', 'claude-3-5-sonnet-v2@20241022', 315_000_000],
    ['anthropic', 'claude-3-5-sonnet-v2', 315_000_000],
    ['bedrock', 'anthropic.claude-v2', 824_000_000],
    ['bedrock', 'anthropic.claude-v2:1', 824_000_000],
    ['', 'bedrock/eu-central-1/anthropic.claude-v2:1', 824_000_000],
    ['anthropic', 'claude-2.1', 824_000_000],
  ])('have its price: %s, %s', (provider, model, nanoUsd) => {
    expect(of(model, { provider }).nanoUsd).toBe(nanoUsd);
  });

  it.each([
    ['gemini-1.5-pro-002', 131_000, 337_500_000],
    ['gemini-1.5-flash-001', 131_000, 20_250_000],
    ['gemini-1.5-flash-8b-001', 131_000, 10_125_000],
  ])('cost more in long prompts: %s', (model, inputTokens, nanoUsd) => {
    expect(of(model, { provider: 'google', inputTokens }).nanoUsd).toBe(nanoUsd);
  });

  it('are no other model: sound, images, Bedrock in GovCloud', () => {
    const names = ['gemini-1.5-flash-tts', 'gemini-2.0-flash-lite-live-001', 'us-gov.anthropic.claude-v2:1'];
    expect(names.map((model) => of(model).nanoUsd)).toEqual([null, null, null]);
  });
});
