import { describe, expect, it } from 'vitest';

import { costOf } from '../pricing/costOf.ts';
import { costQuery } from '../pricing/costQuery.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { aiSdkUsage } from './aiSdkUsage.ts';

const HIT = { cached_tokens: 10_000 };
const EXPLICIT = { ...HIT, cache_creation_input_tokens: 0, cache_type: 'ephemeral' };
const step = (prompt_tokens_details: object | undefined, cached = 10_000) => ({
  inputTokens: 10_000,
  inputTokenDetails: { noCacheTokens: 10_000 - cached, cacheReadTokens: cached, cacheWriteTokens: 0 },
  outputTokens: 0,
  outputTokenDetails: { textTokens: 0, reasoningTokens: 0 },
  raw: prompt_tokens_details && { prompt_tokens: 10_000, prompt_tokens_details },
});

describe("mode of Alibaba's cache", () => {
  it.each<[name: string, provider: string, details: object | undefined, serviceTier: string]>([
    ['implicit', 'alibaba.chat', HIT, 'implicit-cache'],
    ['explicit', 'alibaba.chat', EXPLICIT, 'explicit-cache'],
    [
      'explicit, where the package drops the type',
      'alibaba.chat',
      { ...HIT, cache_creation_input_tokens: 0 },
      'explicit-cache',
    ],
    [
      'explicit, by its lifetimes',
      'alibaba',
      { ...HIT, cache_creation: { ephemeral_5m_input_tokens: 0 } },
      'explicit-cache',
    ],
    ['null', 'alibaba.chat', { ...HIT, cache_type: null, cache_creation: null }, 'implicit-cache'],
    ['another name of its', 'dashscope.chat', EXPLICIT, 'explicit-cache'],
    ['not stated', 'alibaba.chat', {}, ''],
    ['no usage object', 'alibaba.chat', undefined, ''],
    ['others', 'groq.chat', EXPLICIT, ''],
    ['nobody', '', EXPLICIT, ''],
  ])('%s', (_, provider, details, serviceTier) => {
    expect(aiSdkUsage(step(details), {}, provider, 'qwen3-max').serviceTier).toBe(serviceTier);
  });

  it('is none without cached tokens', () => {
    expect(aiSdkUsage(step({ cached_tokens: 0, cache_type: 'ephemeral' }, 0), {}, 'alibaba.chat').serviceTier).toBe('');
  });

  it('of version 5 is in the body', () => {
    const usage = { inputTokens: 10_000, cachedInputTokens: 10_000, outputTokens: 0 };
    const body = { usage: { prompt_tokens_details: EXPLICIT } };
    expect(aiSdkUsage(usage, { alibaba: {} }, '', 'qwen3-max', body).serviceTier).toBe('explicit-cache');
    expect(aiSdkUsage(usage, { alibaba: {} }, '', 'qwen3-max').serviceTier).toBe('');
  });

  it.each([
    ['qwen3-max', 2_400_000, 1_200_000],
    ['qwen3-coder-plus', 2_000_000, 1_000_000],
    ['qwen3.7-plus', 800_000, 400_000],
    ['qwen3.5-plus', 800_000, 400_000],
    ['qwen3.6-plus', 1_000_000, 500_000],
    ['qwen3.6-flash', 500_000, 250_000],
  ])('decides what reads of %s cost', (model, implicit, explicit) => {
    const nanoOf = (details: object | undefined) => {
      const { counts, serviceTier } = aiSdkUsage(step(details), {}, 'alibaba.chat', model);
      return costOf({ ...costQuery({ provider: 'alibaba', model, serviceTier }), ...counts }, priceBook()).nanoUsd;
    };
    expect([HIT, EXPLICIT, undefined].map(nanoOf)).toEqual([implicit, explicit, null]);
  });
});
