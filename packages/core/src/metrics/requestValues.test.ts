import { expect, it } from 'vitest';

import { MAX_PROMPT_TOKENS, requestValues } from './requestValues.ts';

const none = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  webSearchRequests: 0,
};

it('a prompt is all that goes in; thoughts are part of the output', () => {
  const request = { ...none, inputTokens: 1, cacheReadTokens: 20, cacheWrite5mTokens: 300, cacheWrite1hTokens: 4000 };
  expect(requestValues({ ...request, outputTokens: 7, reasoningTokens: 7, webSearchRequests: 2 })).toEqual({
    'request.promptTokens': '4321',
    'request.usedCounters': 'input cacheRead cacheWrite5m cacheWrite1h output webSearches',
  });
  expect(requestValues({ ...none, reasoningTokens: 7 })).toEqual({
    'request.promptTokens': '0',
    'request.usedCounters': '',
  });
});

it('prompts beyond 32 bits count as one size', () => {
  const values = [-1, 0, 1, 2 ** 40].map((more) => requestValues({ ...none, inputTokens: MAX_PROMPT_TOKENS + more }));
  expect(values.map((of) => Number(of['request.promptTokens']) - MAX_PROMPT_TOKENS)).toEqual([-1, 0, 0, 0]);
});
