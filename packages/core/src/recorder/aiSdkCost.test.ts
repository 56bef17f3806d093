import { describe, expect, it } from 'vitest';

import { aiSdkCost } from './aiSdkCost.ts';
import { aiSdkUsage } from './aiSdkUsage.ts';

const router = (cost: unknown, upstreamInferenceCost?: unknown) => ({
  openrouter: { usage: { cost, costDetails: { upstreamInferenceCost } } },
});

describe('what the provider of an AI SDK step says it charged', () => {
  it.each<[name: string, metadata: Record<string, unknown>, raw: Record<string, unknown>, nanoUsd: number | undefined]>(
    [
      ['nothing', { openai: {}, xai: {}, openrouter: { usage: {} }, gateway: { routing: {} } }, {}, undefined],
      ['OpenRouter', router(0.0123), {}, 12_300_000],
      ['OpenRouter, free', router(0), {}, 0],
      ['OpenRouter, no cost', router(null), {}, undefined],
      ['OpenRouter, of which the provider got all', router(0.0123, 0.0123), {}, 12_300_000],
      ['OpenRouter, at a discount', router(0.01, 0.02), { is_byok: false }, 10_000_000],
      ['OpenRouter, fee beside a key of one’s own', router(0.95, 19), {}, 19_950_000_000],
      ['the same, said so', router(0.1, 0.1), { is_byok: true }, 200_000_000],
      ['OpenRouter, fee alone', router(0.1), { is_byok: true }, undefined],
      ['xAI', { xai: { costInUsdTicks: 37_756_000 } }, {}, 3_775_600],
      ['AI Gateway', { openai: {}, gateway: { cost: '0.0006766', marketCost: '0.0006766' } }, {}, 676_600],
      ['AI Gateway, free', { gateway: { cost: '0', marketCost: '0' } }, {}, 0],
      ['AI Gateway, a key of one’s own', { gateway: { cost: '0', marketCost: '0.5' } }, {}, undefined],
    ],
  )('%s', (_, metadata, raw, nanoUsd) => {
    expect(aiSdkCost(metadata, raw)).toBe(nanoUsd);
    expect(aiSdkUsage({ inputTokens: 1, outputTokens: 1, raw }, metadata).counts.recordedNanoUsd).toBe(nanoUsd);
  });

  it.each([-1, Number.NaN, Infinity, 'much', {}, true])('is told of and left out when it is no amount: %s', (cost) => {
    const { counts, faults } = aiSdkUsage({ inputTokens: 5, outputTokens: 1 }, router(cost));
    expect(counts).toMatchObject({ inputTokens: 5, outputTokens: 1 });
    expect(counts).not.toHaveProperty('recordedNanoUsd');
    expect(faults).toMatchObject([{ code: 'invalid_argument' }]);
  });
});
