import { describe, expect, it } from 'vitest';

import { formatTokens } from './formatTokens.ts';

describe('formatTokens', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1K'],
    [1_234, '1.23K'],
    [12_345, '12.3K'],
    [999_499, '999K'],
    [999_500, '1M'],
    [1_274_000_000, '1.27B'],
    [9_007_199_254_740_993n, '9010T'],
  ])('S2.11 %s is %s', (tokens, text) => {
    expect(formatTokens(tokens)).toBe(text);
  });
});
