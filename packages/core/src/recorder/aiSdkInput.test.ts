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

describe('cache writes that only the usage object of a server has', () => {
  it.each(CASES)('%s', (_, given, counts) => {
    expect(aiSdkUsage(...given)).toMatchObject({ counts: { ...noCounts, ...counts }, quality: 'final' });
  });
});
