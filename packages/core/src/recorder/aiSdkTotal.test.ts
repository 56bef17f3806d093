import { describe, expect, it } from 'vitest';

import { aiSdkUsage } from './aiSdkUsage.ts';
import { noCounts } from './fixtures/noCounts.ts';

type Arguments = Parameters<typeof aiSdkUsage>;

/** What a provider's sum says, read in the sources of packages and in responses. */
const CASES: [name: string, given: Arguments, counts: Partial<typeof noCounts>][] = [
  [
    'v6 of an OpenAI-compatible server that counts reasoning beside the output, as its total tells',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0 },
        outputTokens: 200,
        outputTokenDetails: { textTokens: 50, reasoningTokens: 150 },
        totalTokens: 1200,
        raw: { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1350 },
      },
      { xai: {} },
      'xai.chat',
    ],
    { inputTokens: 1000, outputTokens: 350, reasoningTokens: 150 },
  ],
  [
    'v7 Vertex with a model of another maker, which speaks as OpenAI does',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0 },
        outputTokens: 200,
        outputTokenDetails: { textTokens: 50, reasoningTokens: 150 },
        totalTokens: 1200,
        raw: { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1350 },
      },
      { vertex: {} },
      'vertex.maas.chat',
    ],
    { inputTokens: 1000, outputTokens: 350, reasoningTokens: 150 },
  ],
  [
    'v6 Google with as many prompts of tools as thoughts',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0 },
        outputTokens: 500,
        outputTokenDetails: { textTokens: 200, reasoningTokens: 300 },
        totalTokens: 1500,
        raw: { promptTokenCount: 1000, candidatesTokenCount: 200, thoughtsTokenCount: 300, totalTokenCount: 1800 },
      },
      { google: {} },
      'google.generative-ai',
    ],
    { inputTokens: 1300, outputTokens: 500, reasoningTokens: 300 },
  ],
  [
    'v6 Gemini behind an endpoint for OpenAI, thoughts in the total alone',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0 },
        outputTokens: 200,
        outputTokenDetails: { textTokens: 200, reasoningTokens: 0 },
        totalTokens: 1200,
        raw: { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 4200 },
      },
      { gemini: {} },
      'gemini.chat',
      'gemini-2.5-pro',
    ],
    { inputTokens: 1000, outputTokens: 3200, reasoningTokens: 3000 },
  ],
  [
    'v7 DeepInfra, whose package adds reasoning to output and sum',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0 },
        outputTokens: 500,
        outputTokenDetails: { textTokens: 200, reasoningTokens: 300 },
        totalTokens: 1500,
        raw: { completion_tokens: 500, total_tokens: 1800, completion_tokens_details: { reasoning_tokens: 300 } },
      },
      { deepinfra: {} },
      'deepinfra.chat',
      'google/gemini-2.5-pro',
    ],
    { inputTokens: 1000, outputTokens: 500, reasoningTokens: 300 },
  ],
  [
    'v7 DeepInfra, reasoning beside the output that its package did not add',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0 },
        outputTokens: 500,
        outputTokenDetails: { textTokens: 400, reasoningTokens: 100 },
        totalTokens: 1500,
        raw: { completion_tokens: 500, total_tokens: 1600, completion_tokens_details: { reasoning_tokens: 100 } },
      },
      { deepinfra: {} },
      'deepinfra.chat',
    ],
    { inputTokens: 1000, outputTokens: 600, reasoningTokens: 100 },
  ],
  [
    "v7 Google's Interactions with a search, whose prompts are many",
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 1000, cacheReadTokens: 0 },
        outputTokens: 180,
        outputTokenDetails: { textTokens: 180, reasoningTokens: 0 },
        totalTokens: 1180,
        raw: {
          total_input_tokens: 1000,
          total_output_tokens: 180,
          total_thought_tokens: 0,
          total_tool_use_tokens: 20_000,
          total_tokens: 21_180,
        },
      },
      { google: { interactionId: 'int_1' } },
      'google.generative-ai.interactions',
      'gemini-2.5-pro',
    ],
    { inputTokens: 21_000, outputTokens: 180 },
  ],
  [
    "v6 Google's Interactions, thoughts and prompts of tools",
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 400, cacheReadTokens: 600 },
        outputTokens: 300,
        outputTokenDetails: { textTokens: 180, reasoningTokens: 120 },
        totalTokens: 1300,
        raw: {
          total_input_tokens: 1000,
          total_output_tokens: 180,
          total_thought_tokens: 120,
          total_cached_tokens: 600,
          total_tool_use_tokens: 70,
          total_tokens: 1370,
        },
      },
      { google: { interactionId: 'int_1' } },
      'google.generative-ai.interactions',
      'gemini-2.5-pro',
    ],
    { inputTokens: 470, cacheReadTokens: 600, outputTokens: 300, reasoningTokens: 120 },
  ],
];

describe('AI SDK usage with the sum of its provider', () => {
  it.each(CASES)('%s', (_, given, counts) => {
    expect(aiSdkUsage(...given)).toMatchObject({ counts: { ...noCounts, ...counts }, quality: 'final' });
  });
});
