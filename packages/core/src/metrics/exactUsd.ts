/**
 * An amount in USD, exact, as decimal text with at least two decimals.
 *
 * @param pico pico-USD
 * @example
 * exactUsd(1_234_500_000_000n) // => '1.2345'
 * exactUsd(-7n) // => '-0.000000000007'
 * exactUsd(2_000_000_000_000n) // => '2.00'
 */
export function exactUsd(pico: bigint): string {
  const digits = String(pico < 0n ? -pico : pico).padStart(13, '0');
  const decimals = digits.slice(-12).replace(/0+$/, '').padEnd(2, '0');
  return `${pico < 0n ? '-' : ''}${digits.slice(0, -12)}.${decimals}`;
}
