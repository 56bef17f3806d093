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
