import { describe, expect, it } from 'vitest';

import { aiSdkUsage } from './aiSdkUsage.ts';

describe('AI SDK usage that is none', () => {
  it.each([
    { inputTokens: -1, outputTokens: 1 },
    { inputTokens: 1.5, outputTokens: 1 },
    { inputTokens: '9', outputTokens: 1 },
  ])('refuses an input that is no count: %o', (usage) => {
    expect(() => aiSdkUsage(usage)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it.each<[name: string, given: object, metadata?: object]>([
    ['cachedInputTokens', { cachedInputTokens: 2.5 }],
    ['reasoningTokens', { reasoningTokens: '7' }],
    ['noCacheTokens', { inputTokenDetails: { noCacheTokens: -3 } }],
    ['textTokens', { outputTokenDetails: { textTokens: -3 } }],
    ['cacheReadInputTokens', {}, { bedrock: { usage: { cacheReadInputTokens: -1 } } }],
    ['web_search_requests', { raw: { server_tool_use: { web_search_requests: 'two' } } }],
    ['iteration', { raw: { iterations: [{ type: 'advisor_message', input_tokens: -1 }] } }],
  ])('leaves out and tells of what else is no count: %s', (name, given, metadata = {}) => {
    const { counts, quality, faults } = aiSdkUsage({ inputTokens: 9, outputTokens: 3, ...given }, metadata);
    expect(Object.entries(counts).filter(([, count]) => count !== 0)).toEqual([
      ['inputTokens', 9],
      ['outputTokens', 3],
    ]);
    expect([quality, faults]).toMatchObject(['partial', [{ code: 'invalid_argument' }]]);
    expect(faults[0]?.message).toContain(name);
  });
});

/** A step of Google's package from version 6 on, which says 0 of what the response leaves out. */
const google = (text: number, reasoning: number, raw: object) => ({
  inputTokens: 100,
  inputTokenDetails: { noCacheTokens: 100, cacheReadTokens: 0 },
  outputTokens: text + reasoning,
  outputTokenDetails: { textTokens: text, reasoningTokens: reasoning },
  raw: { promptTokenCount: 100, totalTokenCount: 100 + text + reasoning, ...raw },
});

describe('AI SDK usage of a response that was cut off', () => {
  it.each<[name: string, given: object, quality: string]>([
    ['v4, zeros', { promptTokens: 0, completionTokens: 0, totalTokens: 0 }, 'partial'],
    ['v5, zeros', { inputTokens: 0, outputTokens: 0, totalTokens: 0 }, 'partial'],
    [
      'v7, zeros',
      {
        inputTokens: 0,
        inputTokenDetails: { noCacheTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
        outputTokens: 0,
        outputTokenDetails: { textTokens: 0, reasoningTokens: 0 },
        totalTokens: 0,
      },
      'partial',
    ],
    ['a prompt that was cached as a whole', { inputTokens: 60, cachedInputTokens: 60, outputTokens: 0 }, 'final'],
    ['Google, a chunk before the output', google(0, 0, {}), 'partial'],
    ['Google, no output', google(0, 0, { candidatesTokenCount: 0 }), 'final'],
    ['Google, thoughts alone', google(0, 50, { thoughtsTokenCount: 50 }), 'final'],
  ])('%s', (_, given, quality) => {
    expect(aiSdkUsage(given).quality).toBe(quality);
  });
});
