import { UsageError } from '../errors.ts';

/**
 * An exact sum as a number.
 *
 * @throws `unsafe_integer` beyond ±(2⁵³ − 1), where a number would silently be another one
 * @example
 * safeNumber(9_007_199_254_740_991n) // => 9007199254740991
 */
export function safeNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new UsageError('unsafe_integer', `${value} is too large for a number: ask for a shorter range or a filter`);
}
