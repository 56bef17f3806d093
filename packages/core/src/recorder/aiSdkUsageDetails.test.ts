import { describe, expect, it } from 'vitest';

import { aiSdkUsage } from './aiSdkUsage.ts';
import { noCounts } from './fixtures/noCounts.ts';

type Arguments = Parameters<typeof aiSdkUsage>;

/** What providers report from version 6 on, read in their sources. */
const CASES: [name: string, given: Arguments, counts: Partial<typeof noCounts>][] = [
  [
    'v6 Anthropic',
    [
      {
        inputTokens: 180,
        inputTokenDetails: { noCacheTokens: 20, cacheReadTokens: 60, cacheWriteTokens: 100 },
        outputTokens: 30,
        outputTokenDetails: { textTokens: 25, reasoningTokens: 5 },
        totalTokens: 210,
        raw: { cache_creation: { ephemeral_1h_input_tokens: 70 }, server_tool_use: { web_search_requests: 1 } },
      },
      { anthropic: { cacheCreationInputTokens: 100 } },
    ],
    {
      inputTokens: 20,
      cacheReadTokens: 60,
      cacheWrite5mTokens: 30,
      cacheWrite1hTokens: 70,
      outputTokens: 30,
      reasoningTokens: 5,
      webSearchRequests: 1,
    },
  ],
  [
    'v6 with an Anthropic provider of version 5',
    [
      {
        inputTokens: 20,
        inputTokenDetails: { noCacheTokens: undefined, cacheReadTokens: 60, cacheWriteTokens: undefined },
        outputTokens: 30,
        outputTokenDetails: { textTokens: undefined, reasoningTokens: undefined },
        totalTokens: 50,
        raw: { totalTokens: 50 },
      },
      { anthropic: { cacheCreationInputTokens: 100 } },
      'anthropic.messages',
    ],
    { inputTokens: 20, cacheReadTokens: 60, cacheWrite5mTokens: 100, outputTokens: 30 },
  ],
  [
    'v6 with a Google provider of version 5',
    [
      {
        inputTokens: 100,
        inputTokenDetails: {},
        outputTokens: 30,
        outputTokenDetails: { reasoningTokens: 20 },
        totalTokens: 130,
        raw: { totalTokens: 150 },
      },
      { google: {} },
    ],
    { inputTokens: 100, outputTokens: 50, reasoningTokens: 20 },
  ],
  [
    'v7 with text and reasoning, but no total',
    [
      {
        inputTokens: undefined,
        inputTokenDetails: { noCacheTokens: 7 },
        outputTokens: undefined,
        outputTokenDetails: { textTokens: 3, reasoningTokens: 2 },
      },
    ],
    { inputTokens: 7, outputTokens: 5, reasoningTokens: 2 },
  ],
  [
    'v6 of a server that counts cached tokens beside the input, and reasoning beside the output',
    [
      {
        inputTokens: 2640,
        inputTokenDetails: { noCacheTokens: -360, cacheReadTokens: 3000 },
        outputTokens: 182,
        outputTokenDetails: { textTokens: -490, reasoningTokens: 672 },
      },
    ],
    { inputTokens: 2640, cacheReadTokens: 3000, outputTokens: 854, reasoningTokens: 672 },
  ],
  [
    'v6 of a server that reported no parts',
    [
      {
        inputTokens: 10,
        inputTokenDetails: { noCacheTokens: Number.NaN },
        outputTokens: 3,
        outputTokenDetails: { textTokens: Number.NaN },
      },
    ],
    { inputTokens: 10, outputTokens: 3 },
  ],
  [
    'v7 OpenRouter, whose noCacheTokens has the cache writes in it',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 200, cacheReadTokens: 800, cacheWriteTokens: 100 },
        outputTokens: 200,
        outputTokenDetails: { textTokens: 150, reasoningTokens: 50 },
        totalTokens: 1200,
      },
      { openrouter: {} },
    ],
    { inputTokens: 100, cacheReadTokens: 800, cacheWrite5mTokens: 100, outputTokens: 200, reasoningTokens: 50 },
  ],
  [
    'v7 with more cache writes than the total has room for',
    [
      {
        inputTokens: 1000,
        inputTokenDetails: { noCacheTokens: 200, cacheReadTokens: 800, cacheWriteTokens: 900 },
        outputTokens: 2,
      },
    ],
    { inputTokens: 0, cacheReadTokens: 800, cacheWrite5mTokens: 200, outputTokens: 2 },
  ],
  [
    'v6 Google, prompts of tools beside the input',
    [
      {
        inputTokens: 100,
        inputTokenDetails: { noCacheTokens: 60, cacheReadTokens: 40 },
        outputTokens: 350,
        outputTokenDetails: { textTokens: 50, reasoningTokens: 300 },
        totalTokens: 450,
        raw: { promptTokenCount: 100, candidatesTokenCount: 50, thoughtsTokenCount: 300, totalTokenCount: 5450 },
      },
      undefined,
      'google.generative-ai',
    ],
    { inputTokens: 5060, cacheReadTokens: 40, outputTokens: 350, reasoningTokens: 300 },
  ],
  [
    'v7 Bedrock with cache writes by lifetime',
    [
      {
        inputTokens: 10_010,
        inputTokenDetails: { noCacheTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 10_000 },
        outputTokens: 200,
        outputTokenDetails: { textTokens: 200 },
        raw: {
          cacheDetails: [
            { ttl: '5m', inputTokens: 3000 },
            { ttl: '1h', inputTokens: 6000 },
            { ttl: '1h', inputTokens: 1000 },
          ],
        },
      },
      { amazonBedrock: {}, bedrock: {} },
    ],
    { inputTokens: 10, cacheWrite5mTokens: 3000, cacheWrite1hTokens: 7000, outputTokens: 200 },
  ],
  [
    'v7 Bedrock with cache writes by lifetime, in its metadata alone',
    [
      {
        inputTokens: 10_010,
        inputTokenDetails: { noCacheTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 10_000 },
        outputTokens: 200,
        outputTokenDetails: { textTokens: 200 },
        raw: {},
      },
      {
        amazonBedrock: {
          usage: {
            cacheDetails: [
              { ttl: '5m', inputTokens: 3000 },
              { ttl: '1h', inputTokens: 6000 },
              { ttl: '1h', inputTokens: 1000 },
            ],
          },
        },
      },
    ],
    { inputTokens: 10, cacheWrite5mTokens: 3000, cacheWrite1hTokens: 7000, outputTokens: 200 },
  ],
  [
    'v7 Cohere, what it bills',
    [
      {
        inputTokens: 71,
        inputTokenDetails: { noCacheTokens: 71, cacheReadTokens: 0 },
        outputTokens: 418,
        outputTokenDetails: { textTokens: 418, reasoningTokens: 0 },
        totalTokens: 489,
        raw: {
          billed_units: { input_tokens: 5, output_tokens: 417 },
          tokens: { input_tokens: 71, output_tokens: 418 },
        },
      },
      undefined,
      'cohere.chat',
    ],
    { inputTokens: 5, outputTokens: 417 },
  ],
];

describe('AI SDK usage with details in disjoint buckets', () => {
  it.each(CASES)('%s', (_, given, counts) => {
    expect(aiSdkUsage(...given)).toMatchObject({ counts: { ...noCounts, ...counts }, quality: 'final' });
  });
});
