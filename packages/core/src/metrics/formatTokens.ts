const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/**
 * A count of tokens in at most three significant figures with K, M, B or T.
 *
 * @example
 * formatTokens(1_274_000_000) // => '1.27B'
 * formatTokens(52_340) // => '52.3K'
 * formatTokens(999) // => '999'
 * formatTokens(0) // => '0'
 */
export function formatTokens(tokens: number | bigint): string {
  return COMPACT.format(tokens);
}
