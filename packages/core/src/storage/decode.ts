import { roundHalfEven } from '../metrics/roundHalfEven.ts';

/**
 * An exact sum of 64-bit integers from the text of its two halves, the sums of the upper parts and of the lower 32 bits, which no engine's own 64-bit sum can overflow; 0 for an empty group.
 *
 * @example
 * exactSum('1', '2') // => 4294967298n
 */
export function exactSum(high: string | null, low: string | null): bigint {
  return (BigInt(high ?? '0') << 32n) + BigInt(low ?? '0');
}

/**
 * Whole nano-USD of an amount, half even: the one rounding of an amount that leaves storage.
 *
 * @example
 * roundedNano('2', 500) // => 2n
 */
export function roundedNano(nano: string | null, picoRest: number): bigint | null {
  return nano === null ? null : roundHalfEven(BigInt(nano) * 1000n + BigInt(picoRest), 1000n);
}
