import type { TokenTotals } from '@usagekit/core';

/**
 * Tokens as the headline counts them: uncached input and output (feature S2.11). Reads from and writes to the cache are told apart, because they would drown everything else.
 *
 * @example
 * freshTokens({ input: 2, output: 3, cacheRead: 90, cacheWrite: 5 }) // => 5
 */
export function freshTokens(tokens: Pick<TokenTotals, 'input' | 'output' | 'cacheRead' | 'cacheWrite'>): number {
  return tokens.input + tokens.output;
}
