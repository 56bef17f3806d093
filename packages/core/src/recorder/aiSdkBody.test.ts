import { describe, expect, it } from 'vitest';

import { aiSdkUsage } from './aiSdkUsage.ts';
import { noCounts } from './fixtures/noCounts.ts';
import type { UsageCounts } from './usageCounts.ts';

const v4 = { promptTokens: 1000, completionTokens: 180, totalTokens: 1180 };
const v5 = { inputTokens: 1000, outputTokens: 180, totalTokens: 1180 };
const plain = { inputTokens: 1000, outputTokens: 180 };
const chat = { prompt_tokens: 1000, completion_tokens: 180, total_tokens: 1180 };

/** What packages for versions 4 and 5 do not pass on, though the body of the response has it. */
const CASES: [
  name: string,
  usage: object,
  metadata: object,
  body: object,
  counts: Partial<UsageCounts>,
  told?: object,
][] = [
  [
    'v4 Anthropic, cache writes that live an hour',
    v4,
    { anthropic: { cacheCreationInputTokens: 50, cacheReadInputTokens: 600 } },
    { usage: { cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 } } },
    { ...plain, cacheReadTokens: 600, cacheWrite5mTokens: 20, cacheWrite1hTokens: 30 },
  ],
  [
    'v4 Anthropic, tier and searches',
    v4,
    { anthropic: {} },
    { usage: { input_tokens: 1000, service_tier: 'priority', server_tool_use: { web_search_requests: 2 } } },
    { ...plain, webSearchRequests: 2 },
    { serviceTier: 'priority' },
  ],
  [
    'v4 Anthropic, a compaction',
    v4,
    { anthropic: {} },
    {
      usage: {
        input_tokens: 1000,
        output_tokens: 180,
        iterations: [
          { type: 'compaction', input_tokens: 70, output_tokens: 35 },
          { type: 'message', input_tokens: 1000, output_tokens: 180 },
        ],
      },
    },
    plain,
    { compactions: [{ inputTokens: 70, outputTokens: 35 }] },
  ],
  [
    'v4 of a server that counts reasoning beside the output',
    v4,
    { local: { reasoningTokens: 120 } },
    { usage: { ...chat, completion_tokens_details: { reasoning_tokens: 120 }, total_tokens: 1300 } },
    { inputTokens: 1000, outputTokens: 300, reasoningTokens: 120 },
  ],
  [
    'v4 of a server that counts reasoning in the output',
    v4,
    { local: { reasoningTokens: 120 } },
    { usage: { ...chat, completion_tokens_details: { reasoning_tokens: 120 } } },
    { ...plain, reasoningTokens: 120 },
  ],
  [
    'v4 Gemini behind an endpoint for OpenAI, thoughts in the total alone',
    v4,
    { local: {} },
    { usage: { ...chat, total_tokens: 1300 } },
    { inputTokens: 1000, outputTokens: 300, reasoningTokens: 120 },
  ],
  [
    'v5 Groq, whose package passes on no reasoning',
    v5,
    {},
    { usage: { ...chat, completion_tokens_details: { reasoning_tokens: 120 } } },
    { ...plain, reasoningTokens: 120 },
  ],
  [
    'v4 of a server that counts reasoning beside the output, which its package does not pass on',
    v4,
    {},
    { usage: { ...chat, completion_tokens_details: { reasoning_tokens: 120 }, total_tokens: 1300 } },
    { inputTokens: 1000, outputTokens: 300, reasoningTokens: 120 },
  ],
  [
    'v5 Anthropic without metadata, as in errors',
    { ...v5, cachedInputTokens: 600 },
    {},
    {
      usage: {
        input_tokens: 1000,
        cache_read_input_tokens: 600,
        cache_creation_input_tokens: 50,
        cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
        output_tokens: 180,
      },
    },
    { ...plain, cacheReadTokens: 600, cacheWrite5mTokens: 20, cacheWrite1hTokens: 30 },
  ],
  [
    'v5 Bedrock without metadata, as in errors',
    { ...v5, totalTokens: 1830, cachedInputTokens: 600 },
    {},
    { usage: { inputTokens: 1000, cacheReadInputTokens: 600, cacheWriteInputTokens: 50, outputTokens: 180 } },
    { ...plain, cacheReadTokens: 600, cacheWrite5mTokens: 50 },
  ],
  [
    'v5 Bedrock without metadata, nothing cached',
    v5,
    {},
    { usage: { inputTokens: 1000, cacheReadInputTokens: 0, cacheWriteInputTokens: 0, outputTokens: 180 } },
    plain,
  ],
  [
    "v5 OpenAI's responses without metadata, as in errors",
    { ...v5, cachedInputTokens: 600 },
    {},
    { usage: { input_tokens: 1000, input_tokens_details: { cached_tokens: 600 }, output_tokens: 180 } },
    { inputTokens: 400, cacheReadTokens: 600, outputTokens: 180 },
  ],
  [
    "v5 LiteLLM, with Anthropic's words, without metadata",
    { ...v5, cachedInputTokens: 600 },
    {},
    { usage: { ...chat, cache_read_input_tokens: 600, cache_creation_input_tokens: 0 } },
    { inputTokens: 400, cacheReadTokens: 600, outputTokens: 180 },
  ],
  [
    "v5 a proxy's responses, with Anthropic's words, without metadata",
    { ...v5, cachedInputTokens: 600 },
    {},
    {
      usage: {
        input_tokens: 1000,
        input_tokens_details: { cached_tokens: 600 },
        cache_read_input_tokens: 600,
        output_tokens: 180,
      },
    },
    { inputTokens: 400, cacheReadTokens: 600, outputTokens: 180 },
  ],
  [
    'v5 Google, tier',
    v5,
    { google: { groundingMetadata: null, serviceTier: null } },
    {
      usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 180, totalTokenCount: 1180, serviceTier: 'flex' },
    },
    plain,
    { serviceTier: 'flex' },
  ],
  [
    'v4 Vertex, tier and audio',
    v4,
    { google: { groundingMetadata: null } },
    {
      usageMetadata: {
        totalTokenCount: 1180,
        trafficType: 'ON_DEMAND_FLEX',
        promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 900 }],
      },
    },
    plain,
    { serviceTier: 'flex', modality: 'audio' },
  ],
  [
    'v4 Google, cached tokens',
    v4,
    { google: { groundingMetadata: null } },
    { usageMetadata: { cachedContentTokenCount: 600, totalTokenCount: 1180 } },
    { inputTokens: 400, cacheReadTokens: 600, outputTokens: 180 },
  ],
  [
    'v4 Google, thoughts, cached tokens and prompts of tools',
    v4,
    { google: { groundingMetadata: null } },
    { usageMetadata: { cachedContentTokenCount: 600, thoughtsTokenCount: 120, totalTokenCount: 1370 } },
    { inputTokens: 470, cacheReadTokens: 600, outputTokens: 300, reasoningTokens: 120 },
  ],
  [
    'v5 Cohere, what it bills',
    v5,
    {},
    {
      usage: {
        billed_units: { input_tokens: 900, output_tokens: 170 },
        tokens: { input_tokens: 1000, output_tokens: 180 },
        cached_tokens: 64,
      },
    },
    { inputTokens: 900, outputTokens: 170 },
  ],
  [
    'v4 Cohere, what it bills',
    v4,
    {},
    { usage: { billed_units: { input_tokens: 900, output_tokens: 170 }, cached_tokens: 64 } },
    { inputTokens: 900, outputTokens: 170 },
  ],
  ['v5 Mistral, audio', v5, {}, { usage: { ...chat, prompt_audio_seconds: 12 } }, plain, { modality: 'audio' }],
  [
    'v5 xAI, what it charged',
    v5,
    { xai: {} },
    { usage: { ...chat, cost_in_usd_ticks: 37_756_000 } },
    { ...plain, recordedNanoUsd: 3_775_600 },
  ],
  [
    "v5, another's words for a cost",
    v5,
    { local: {} },
    { usage: { ...chat, cost: 1, cost_in_usd_ticks: 37_756_000 } },
    plain,
  ],
];

describe('usage of which the body of the response says more', () => {
  it.each(CASES)('%s', (_, usage, metadata, body, counts, told = {}) => {
    const { counts: found, ...others } = aiSdkUsage(usage, metadata, '', 'gemini-2.5-pro', body);
    expect(found).toEqual({ ...noCounts, ...counts });
    expect(others).toMatchObject({ quality: 'final', serviceTier: '', modality: '', ...told });
  });
});

it.each<[name: string, body: object | undefined, metadata: object | undefined, inputTokens: number]>([
  ['nothing else says it', undefined, undefined, 1000],
  ['the metadata is of another package', undefined, { local: {} }, 400],
  ['the body is as of OpenAI', { usage: { ...chat } }, undefined, 400],
])(
  'whether the input has cached tokens in it, where the host names the provider and %s',
  (_, body, metadata, inputTokens) => {
    const usage = { ...v5, cachedInputTokens: 600 };
    expect(aiSdkUsage(usage, metadata, '', 'claude-opus-4-8', body, 'anthropic').counts).toMatchObject({
      inputTokens,
      cacheReadTokens: 600,
    });
  },
);
