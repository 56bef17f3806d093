import { describe, expect, it } from 'vitest';

import { aiSdkUsage } from './aiSdkUsage.ts';
import { noCounts } from './fixtures/noCounts.ts';

type Arguments = Parameters<typeof aiSdkUsage>;

/** What servers report that the SDK's packages do not read. */
const CASES: [name: string, given: Arguments, counts: Partial<typeof noCounts>][] = [
  [
    'v6 LiteLLM, cache writes by lifetime in its usage object alone',
    [
      {
        inputTokens: 3600,
        inputTokenDetails: { noCacheTokens: 600, cacheReadTokens: 3000 },
        outputTokens: 40,
        outputTokenDetails: { textTokens: 40, reasoningTokens: 0 },
        totalTokens: 3640,
        raw: {
          cache_creation_input_tokens: 500,
          prompt_tokens_details: { cache_creation_token_details: { ephemeral_1h_input_tokens: 200 } },
          total_tokens: 3640,
        },
      },
      { litellm: {} },
    ],
    { inputTokens: 100, cacheReadTokens: 3000, cacheWrite5mTokens: 300, cacheWrite1hTokens: 200, outputTokens: 40 },
  ],
  [
    'v7 of a proxy, cache writes in the details of its prompts alone',
    [
      {
        inputTokens: 3600,
        inputTokenDetails: { noCacheTokens: 600, cacheReadTokens: 3000 },
        outputTokens: 40,
        outputTokenDetails: { textTokens: 40, reasoningTokens: 0 },
        totalTokens: 3640,
        raw: { prompt_tokens_details: { cached_tokens: 3000, cache_write_tokens: 500 }, total_tokens: 3640 },
      },
      { proxy: {} },
    ],
    { inputTokens: 100, cacheReadTokens: 3000, cacheWrite5mTokens: 500, outputTokens: 40 },
  ],
  [
    'v7 of a proxy, cache writes beside its prompts',
    [
      {
        inputTokens: 100,
        inputTokenDetails: { noCacheTokens: 40, cacheReadTokens: 60 },
        outputTokens: 40,
        outputTokenDetails: { textTokens: 40, reasoningTokens: 0 },
        totalTokens: 140,
        raw: { cache_creation_input_tokens: 500 },
      },
      { proxy: {} },
    ],
    { inputTokens: 40, cacheReadTokens: 60, cacheWrite5mTokens: 500, outputTokens: 40 },
  ],
];

/** A step of 1,000 tokens in, of which the package says that none was cached. */
const uncached = (raw?: object) => ({
  inputTokens: 1000,
  inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0, cacheWriteTokens: undefined },
  outputTokens: 100,
  outputTokenDetails: { textTokens: 100, reasoningTokens: 0 },
  totalTokens: 1100,
  raw,
});
const v4 = { promptTokens: 1000, completionTokens: 100, totalTokens: 1100 };
const v5 = { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 };
const mistral = { prompt_tokens: 1000, num_cached_tokens: 600, prompt_tokens_details: { cached_tokens: 600 } };
const cached = (cacheReadTokens: number) => ({
  inputTokens: 1000 - cacheReadTokens,
  cacheReadTokens,
  outputTokens: 100,
});

const READS: [name: string, given: Arguments, counts: Partial<typeof noCounts>][] = [
  ['Moonshot', [uncached({ cached_tokens: 900 }), {}, 'moonshotai.chat'], cached(900)],
  ['DeepSeek', [uncached({ prompt_cache_hit_tokens: 900, prompt_cache_miss_tokens: 100 })], cached(900)],
  ['Mistral', [uncached({ num_cached_tokens: 900 })], cached(900)],
  ['LiteLLM', [uncached({ cache_read_input_tokens: 900 })], cached(900)],
  ['nothing cached', [uncached({ cached_tokens: 0 })], cached(0)],
  ['not stated', [uncached({ cached_tokens: null })], cached(0)],
  ['more than there was', [uncached({ cached_tokens: 1200 })], cached(1000)],
  [
    'and writes',
    [uncached({ cached_tokens: 900, cache_write_tokens: 50 })],
    { ...cached(900), inputTokens: 50, cacheWrite5mTokens: 50 },
  ],
  [
    'what the package says itself holds',
    [
      {
        ...uncached({ cached_tokens: 900 }),
        inputTokenDetails: { noCacheTokens: 200, cacheReadTokens: 800, cacheWriteTokens: undefined },
      },
    ],
    cached(800),
  ],
  [
    "Cohere's input is what it bills",
    [uncached({ billed_units: { input_tokens: 1000 }, cached_tokens: 900 })],
    cached(0),
  ],
  ['v4, in the body alone', [v4, { mistral: {} }, '', 'mistral-medium-3-5', { usage: mistral }], cached(600)],
  ['v5, in the body alone', [v5, {}, '', 'mistral-medium-3-5', { usage: mistral }], cached(600)],
  [
    'v5, in the details of the body',
    [v5, {}, '', 'm', { usage: { prompt_tokens_details: { cached_tokens: 600 } } }],
    cached(600),
  ],
  [
    "v6 of OpenAI's package, which drops what it does not know",
    [
      uncached({ prompt_tokens: 1000 }),
      { openai: {} },
      'moonshotai.chat',
      'kimi-k2.5',
      { usage: { cached_tokens: 900 } },
    ],
    cached(900),
  ],
  [
    "v5, Anthropic's body, whose input has no reads in it",
    [v5, {}, '', 'claude-sonnet-4-5', { usage: { input_tokens: 1000, cache_read_input_tokens: 900 } }],
    { ...cached(0), cacheReadTokens: 900 },
  ],
  ['v5, a body that is text', [v5, {}, '', 'm', 'text'], cached(0)],
  ['v5, a stream', [v5, {}, '', 'mistral-medium-3-5', undefined], cached(0)],
];

describe('cache reads that only the usage object of a server has', () => {
  it.each(READS)('%s', (_, given, counts) => {
    expect(aiSdkUsage(...given)).toMatchObject({ counts: { ...noCounts, ...counts }, quality: 'final' });
  });
});

describe('cache writes that only the usage object of a server has', () => {
  it.each(CASES)('%s', (_, given, counts) => {
    expect(aiSdkUsage(...given)).toMatchObject({ counts: { ...noCounts, ...counts }, quality: 'final' });
  });
});
