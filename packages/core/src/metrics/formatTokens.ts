/** Made when it is first used: a program that formats nothing does not wait for the data of locales. */
let compact: Intl.NumberFormat | undefined;

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
  compact ??= new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  return compact.format(tokens);
}
