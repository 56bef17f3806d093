import fc from 'fast-check';
import { expect, it } from 'vitest';

import { disjointTokens, usageOf, usageText } from './tokenUsage.ts';

it('parts of the input that are together more than it leave nothing of it, and no more than it', () => {
  const tokens = disjointTokens({ input: 10, cached: 8, cacheWrite: 5, output: 4, reasoning: 9 });
  expect(tokens).toEqual({
    inputTokens: 0,
    cacheReadTokens: 8,
    cacheWrite5mTokens: 2,
    cacheWrite1hTokens: 0,
    outputTokens: 4,
    reasoningTokens: 4,
  });
});

it('the text of a usage stands for the same usage', () => {
  const count = fc.maxSafeNat();
  const usage = fc.record({ input: count, cached: count, cacheWrite: count, output: count, reasoning: count });
  fc.assert(
    fc.property(usage, (of) => {
      expect(usageOf(usageText(of))).toEqual(of);
    }),
  );
});
