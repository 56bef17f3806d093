import { describe, expect, it } from 'vitest';

import { aiSdkUsage } from './aiSdkUsage.ts';

const standard = { serviceTier: '', speed: '', residency: '' };

describe('service tier, speed and residency of an AI SDK step', () => {
  it.each<[name: string, raw: object, metadata: object, variant: Partial<typeof standard>]>([
    [
      'Anthropic',
      { service_tier: 'priority', speed: 'fast', inference_geo: 'us' },
      {},
      { serviceTier: 'priority', speed: 'fast', residency: 'us' },
    ],
    ['Anthropic, standard', { service_tier: 'standard', speed: 'standard', inference_geo: 'global' }, {}, {}],
    ['OpenAI', {}, { openai: { serviceTier: 'flex' } }, { serviceTier: 'flex' }],
    ['OpenAI, standard', {}, { openai: { serviceTier: 'default' } }, {}],
    ['Bedrock', {}, { bedrock: { serviceTier: { type: 'priority' } } }, { serviceTier: 'priority' }],
    ['Bedrock, reserved', {}, { bedrock: { serviceTier: { type: 'reserved' } } }, { serviceTier: 'reserved' }],
    ['Bedrock, standard', {}, { bedrock: { serviceTier: { type: 'default' } } }, {}],
    ['Bedrock, latency', {}, { bedrock: { performanceConfig: { latency: 'optimized' } } }, { speed: 'optimized' }],
    ['Bedrock, standard latency', {}, { bedrock: { performanceConfig: { latency: 'standard' } } }, {}],
    ['Vertex, priority', { trafficType: 'ON_DEMAND_PRIORITY' }, {}, { serviceTier: 'priority' }],
    ['Vertex, flex', {}, { vertex: { usageMetadata: { trafficType: 'ON_DEMAND_FLEX' } } }, { serviceTier: 'flex' }],
    ['Vertex, paid', { trafficType: 'PROVISIONED_THROUGHPUT' }, {}, { serviceTier: 'provisioned_throughput' }],
    ['Vertex, standard', { trafficType: 'ON_DEMAND' }, { vertex: { serviceTier: null } }, {}],
    ['Vertex, not stated', { trafficType: 'TRAFFIC_TYPE_UNSPECIFIED' }, {}, {}],
    ['Google', {}, { google: { serviceTier: 'SERVICE_TIER_FLEX' } }, { serviceTier: 'flex' }],
    ['Google, standard', {}, { google: { serviceTier: 'SERVICE_TIER_STANDARD' } }, {}],
  ])('%s', (_, raw, metadata, variant) => {
    expect(aiSdkUsage({ raw }, metadata)).toMatchObject({ ...standard, ...variant });
  });

  it.each<[name: string, body: unknown, serviceTier: string]>([
    ['OpenAI, flex', { service_tier: 'flex' }, 'flex'],
    ['OpenAI, standard', { service_tier: 'default' }, ''],
    ['no object', 'text', ''],
  ])('of the body of the response, where the package drops it: %s', (_, body, serviceTier) => {
    const told = aiSdkUsage({ inputTokens: 1, outputTokens: 1 }, { openai: {} }, 'openai.chat', 'gpt-5.4', body);
    expect(told).toMatchObject({ ...standard, serviceTier });
  });
});
