import { describe, expect, it } from 'vitest';

import { aiSdkCost } from './aiSdkCost.ts';
import { aiSdkUsage } from './aiSdkUsage.ts';

const router = (cost: unknown, upstreamInferenceCost?: unknown) => ({
  openrouter: { usage: { cost, costDetails: { upstreamInferenceCost } } },
});

describe('what the provider of an AI SDK step says it charged', () => {
  it.each<
    [
      name: string,
      metadata: Record<string, unknown>,
      raw: Record<string, unknown>,
      nanoUsd: number | undefined,
      of?: string,
    ]
  >([
    ['nothing', { openai: {}, xai: {}, openrouter: { usage: {} }, gateway: { routing: {} } }, {}, undefined],
    ['OpenRouter', router(0.0123), {}, 12_300_000],
    ['OpenRouter, free', router(0), {}, 0],
    ['OpenRouter, no cost', router(null), {}, undefined],
    ['OpenRouter, of which the provider got all', router(0.0123, 0.0123), {}, 12_300_000],
    ['OpenRouter, at a discount', router(0.01, 0.02), { is_byok: false }, 10_000_000],
    ['OpenRouter, fee or discount, which nothing says', router(0.95, 19), {}, undefined],
    ['OpenRouter, nothing or a fee of nothing', router(0, 19), {}, undefined],
    ['OpenRouter, more than the provider got', router(0.02, 0.01), {}, 20_000_000],
    ['OpenRouter, fee beside a key of one’s own', router(0.1, 0.1), { is_byok: true }, 200_000_000],
    ['OpenRouter, fee alone', router(0.1), { is_byok: true }, undefined],
    ['OpenRouter, in its own words', {}, { cost: 0.0123 }, 12_300_000, 'openrouter.chat'],
    [
      'OpenRouter, in its own words, fee beside a key of one’s own',
      { openrouter: {} },
      { cost: 0.1, is_byok: true, cost_details: { upstream_inference_cost: 0.5 } },
      600_000_000,
      'OpenRouter.chat',
    ],
    ['another proxy', { litellm: {} }, { cost: 0.0123 }, undefined, 'litellm.chat'],
    ['xAI, in its own words', {}, { cost_in_usd_ticks: 37_756_000 }, 3_775_600, 'xai.responses'],
    ['another seller of xAI', {}, { cost_in_usd_ticks: 37_756_000 }, undefined, 'vertex.xai'],
    ['Perplexity', { perplexity: { cost: { requestCost: null, totalCost: 0.409 } } }, {}, 409_000_000],
    ['Perplexity, in its own words', {}, { cost: { total_cost: 0.409 } }, 409_000_000, 'perplexity'],
    ['Perplexity that says nothing', { perplexity: { cost: null } }, {}, undefined, 'perplexity'],
    ['xAI', { xai: { costInUsdTicks: 37_756_000 } }, {}, 3_775_600],
    ['AI Gateway', { openai: {}, gateway: { cost: '0.0006766', marketCost: '0.0006766' } }, {}, 676_600],
    ['AI Gateway, free', { gateway: { cost: '0', marketCost: '0' } }, {}, 0],
    ['AI Gateway, a key of one’s own', { gateway: { cost: '0', marketCost: '0.5' } }, {}, undefined],
  ])('%s', (_, metadata, raw, nanoUsd, of = '') => {
    expect(aiSdkCost(metadata, raw, of)).toBe(nanoUsd);
    expect(aiSdkUsage({ inputTokens: 1, outputTokens: 1, raw }, metadata, of).counts.recordedNanoUsd).toBe(nanoUsd);
  });

  it.each<
    [name: string, named: string, sdkProvider: string, raw: Record<string, unknown>, nanoUsd: number | undefined]
  >([
    ['xAI, whose package for version 5 names nothing', 'xai', '', { cost_in_usd_ticks: 37_756_000 }, 3_775_600],
    ['OpenRouter at the address of another package', 'openrouter', 'openai.chat', { cost: 0.0123 }, 12_300_000],
    ['another provider', 'azure', 'openai.chat', { cost: 0.0123 }, undefined],
    ['a router of which the host says who bills', 'anthropic', 'openrouter.chat', { cost: 0.0123 }, 12_300_000],
  ])('is read where the host names the provider: %s', (_, named, sdkProvider, raw, nanoUsd) => {
    expect(aiSdkCost({}, raw, sdkProvider, named)).toBe(nanoUsd);
    const usage = { inputTokens: 1, outputTokens: 1 };
    const { counts } = aiSdkUsage(usage, undefined, sdkProvider, '', { usage: raw }, named);
    expect(counts.recordedNanoUsd).toBe(nanoUsd);
  });

  it.each([-1, Number.NaN, Infinity, 'much', {}, true])('is told of and left out when it is no amount: %s', (cost) => {
    const { counts, faults } = aiSdkUsage({ inputTokens: 5, outputTokens: 1 }, router(cost));
    expect(counts).toMatchObject({ inputTokens: 5, outputTokens: 1 });
    expect(counts).not.toHaveProperty('recordedNanoUsd');
    expect(faults).toMatchObject([{ code: 'invalid_argument' }]);
  });
});
