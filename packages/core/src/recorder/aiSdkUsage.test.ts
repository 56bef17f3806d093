import { describe, expect, it } from 'vitest';

import { aiSdkUsage } from './aiSdkUsage.ts';
import { noCounts } from './fixtures/noCounts.ts';

type Arguments = Parameters<typeof aiSdkUsage>;

/** What the providers of each version report of the same kind of call, read in their sources. */
const CASES: [name: string, given: Arguments, counts: Partial<typeof noCounts>, quality?: string][] = [
  ['v4 OpenAI', [{ promptTokens: 100, completionTokens: 9 }], { inputTokens: 100, outputTokens: 9 }],
  [
    'v4 OpenAI, cached and thinking',
    [{ promptTokens: 100, completionTokens: 9 }, { openai: { cachedPromptTokens: 60, reasoningTokens: 4 } }],
    { inputTokens: 40, cacheReadTokens: 60, outputTokens: 9, reasoningTokens: 4 },
  ],
  [
    'v4 OpenRouter, cached and thinking',
    [
      { promptTokens: 100, completionTokens: 9, totalTokens: 109 },
      {
        openrouter: {
          usage: {
            promptTokens: 100,
            promptTokensDetails: { cachedTokens: 60 },
            completionTokens: 9,
            completionTokensDetails: { reasoningTokens: 3 },
          },
        },
      },
    ],
    { inputTokens: 40, cacheReadTokens: 60, outputTokens: 9, reasoningTokens: 3 },
  ],
  [
    'v4 Anthropic',
    [
      { promptTokens: 20, completionTokens: 9 },
      { anthropic: { cacheCreationInputTokens: 30, cacheReadInputTokens: 10 } },
    ],
    { inputTokens: 20, cacheReadTokens: 10, cacheWrite5mTokens: 30, outputTokens: 9 },
  ],
  [
    'v4 Bedrock',
    [
      { promptTokens: 200, completionTokens: 9 },
      { bedrock: { usage: { cacheReadInputTokens: 10, cacheWriteInputTokens: 3 } } },
    ],
    { inputTokens: 200, cacheReadTokens: 10, cacheWrite5mTokens: 3, outputTokens: 9 },
  ],
  [
    'v4 DeepSeek',
    [{ promptTokens: 50, completionTokens: 9 }, { deepseek: { promptCacheHitTokens: 40, promptCacheMissTokens: 10 } }],
    { inputTokens: 10, cacheReadTokens: 40, outputTokens: 9 },
  ],
  [
    'v4 Bedrock that left out its cache',
    [
      { promptTokens: 200, completionTokens: 9 },
      { bedrock: { usage: { cacheReadInputTokens: Number.NaN, cacheWriteInputTokens: Number.NaN } } },
    ],
    { inputTokens: 200, outputTokens: 9 },
  ],
  [
    'v4 DeepSeek that left out its cache',
    [
      { promptTokens: 50, completionTokens: 9 },
      { deepseek: { promptCacheHitTokens: Number.NaN, promptCacheMissTokens: Number.NaN } },
    ],
    { inputTokens: 50, outputTokens: 9 },
  ],
  [
    'v4 xAI, reasoning beside the output',
    [
      { promptTokens: 100, completionTokens: 400, totalTokens: 500 },
      { xai: { reasoningTokens: 300, cachedPromptTokens: 50 } },
    ],
    { inputTokens: 50, cacheReadTokens: 50, outputTokens: 700, reasoningTokens: 300 },
  ],
  [
    'v4 of a server whose reasoning is more than its output',
    [{ promptTokens: 100, completionTokens: 10 }, { local: { reasoningTokens: 300 } }],
    { inputTokens: 100, outputTokens: 310, reasoningTokens: 300 },
  ],
  ['v4 not reported', [{ promptTokens: Number.NaN, completionTokens: Number.NaN }], {}, 'partial'],
  [
    'v5 OpenAI',
    [
      { inputTokens: 100, outputTokens: 30, totalTokens: 130, cachedInputTokens: 60, reasoningTokens: 20 },
      { openai: {} },
    ],
    { inputTokens: 40, cacheReadTokens: 60, outputTokens: 30, reasoningTokens: 20 },
  ],
  [
    'v5 OpenAI that writes its cache',
    [
      { inputTokens: 100, outputTokens: 1, totalTokens: 101, cachedInputTokens: 60 },
      { openai: { cacheWriteTokens: 30 } },
    ],
    { inputTokens: 10, cacheReadTokens: 60, cacheWrite5mTokens: 30, outputTokens: 1 },
  ],
  [
    'v5 Anthropic, input beside the cache',
    [
      { inputTokens: 100, outputTokens: 30, totalTokens: 130, cachedInputTokens: 60 },
      {
        anthropic: {
          cacheCreationInputTokens: 50,
          usage: {
            cache_creation: { ephemeral_1h_input_tokens: 20, ephemeral_5m_input_tokens: 30 },
            server_tool_use: { web_search_requests: 2 },
          },
        },
      },
    ],
    {
      inputTokens: 100,
      cacheReadTokens: 60,
      cacheWrite5mTokens: 30,
      cacheWrite1hTokens: 20,
      outputTokens: 30,
      webSearchRequests: 2,
    },
  ],
  [
    'v5 Bedrock without metadata',
    [
      { inputTokens: 100, outputTokens: 30, totalTokens: 130, cachedInputTokens: 60 },
      undefined,
      '',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    { inputTokens: 100, cacheReadTokens: 60, outputTokens: 30 },
  ],
  [
    'v5 OpenRouter with a Claude',
    [
      { inputTokens: 100, outputTokens: 30, totalTokens: 130, cachedInputTokens: 60 },
      { openrouter: {} },
      '',
      'anthropic/claude-sonnet-4.5',
    ],
    { inputTokens: 40, cacheReadTokens: 60, outputTokens: 30 },
  ],
  [
    'v5 Google, thoughts beside the output',
    [
      { inputTokens: 100, outputTokens: 30, totalTokens: 150, reasoningTokens: 20, cachedInputTokens: 10 },
      { google: { groundingMetadata: null, safetyRatings: null } },
    ],
    { inputTokens: 90, cacheReadTokens: 10, outputTokens: 50, reasoningTokens: 20 },
  ],
  [
    'v5 Google, thoughts beside the output and prompts of tools beside the input',
    [
      { inputTokens: 100, outputTokens: 50, totalTokens: 5450, reasoningTokens: 300 },
      { google: { groundingMetadata: null, safetyRatings: null } },
    ],
    { inputTokens: 5100, outputTokens: 350, reasoningTokens: 300 },
  ],
  [
    'v5 Gemini behind an endpoint for OpenAI, thoughts in the total alone',
    [{ inputTokens: 1000, outputTokens: 200, totalTokens: 4200 }, { google: {} }, '', 'gemini-2.5-pro'],
    { inputTokens: 1000, outputTokens: 3200, reasoningTokens: 3000 },
  ],
  [
    'v5 of a server with a total that nothing explains',
    [{ inputTokens: 1000, outputTokens: 200, totalTokens: 4200 }, { local: {} }, '', 'm'],
    { inputTokens: 1000, outputTokens: 200 },
    'partial',
  ],
  [
    'v4 Google, whose package does not pass on thoughts',
    [
      { promptTokens: 1000, completionTokens: 200, totalTokens: 1200 },
      { google: { groundingMetadata: null, safetyRatings: null } },
      '',
      'gemini-2.5-pro',
      {
        usageMetadata: {
          promptTokenCount: 1000,
          candidatesTokenCount: 200,
          thoughtsTokenCount: 300,
          totalTokenCount: 1500,
        },
      },
    ],
    { inputTokens: 1000, outputTokens: 500, reasoningTokens: 300 },
  ],
  [
    'v4 Google without thoughts',
    [
      { promptTokens: 1000, completionTokens: 200, totalTokens: 1200 },
      { google: { groundingMetadata: null, safetyRatings: null } },
      '',
      'gemini-2.5-pro',
      { usageMetadata: { totalTokenCount: 1200 } },
    ],
    { inputTokens: 1000, outputTokens: 200 },
  ],
  [
    'v5 Vertex with a Claude, whose total has the cache in it',
    [
      { inputTokens: 100, outputTokens: 50, totalTokens: 5150, cachedInputTokens: 5000 },
      { anthropic: {} },
      'vertex.anthropic.messages',
    ],
    { inputTokens: 100, cacheReadTokens: 5000, outputTokens: 50 },
  ],
  [
    'v5 more cached than input',
    [{ inputTokens: 5, outputTokens: 1, totalTokens: 6, cachedInputTokens: 60 }],
    { inputTokens: 5, cacheReadTokens: 60, outputTokens: 1 },
  ],
  [
    'v5 not reported, of which the package has NaN',
    [{ inputTokens: Number.NaN, outputTokens: Number.NaN, cachedInputTokens: Number.NaN, reasoningTokens: Number.NaN }],
    {},
    'partial',
  ],
  ['v5 not reported', [{ inputTokens: undefined, outputTokens: undefined, totalTokens: undefined }], {}, 'partial'],
  ['nothing at all', [undefined], {}, 'partial'],
];

describe('AI SDK usage in disjoint buckets', () => {
  it.each(CASES)('%s', (_, given, counts, quality = 'final') => {
    expect(aiSdkUsage(...given)).toMatchObject({ counts: { ...noCounts, ...counts }, quality });
  });

  it('no more of the cache lives an hour than was written', () => {
    const raw = { cache_creation: { ephemeral_1h_input_tokens: 50 } };
    const given = { inputTokens: 100, inputTokenDetails: { noCacheTokens: 90, cacheWriteTokens: 10 }, raw };
    expect(aiSdkUsage(given).counts).toMatchObject({ cacheWrite5mTokens: 0, cacheWrite1hTokens: 10 });
  });
});
