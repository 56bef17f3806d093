import { expect, it } from 'vitest';

import { usageCounts } from './usageCounts.ts';

it('a part that is stated alone is all of its whole', () => {
  expect(usageCounts({ reasoningTokens: 5, cacheWrite1hTokens: 4 })).toMatchObject({
    outputTokens: 5,
    reasoningTokens: 5,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 4,
  });
  expect(() => usageCounts({ reasoningTokens: 5, outputTokens: 4 })).toThrow('reasoningTokens is 5');
});
