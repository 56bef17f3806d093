import { UsageError } from '../errors.ts';
import { roundHalfEven } from './roundHalfEven.ts';

/**
 * Amounts in a coarser unit that add up to a rounded total: every part is rounded down, then the parts with the largest
 * remainders get one more until the sum is right. No part is off by a whole unit. Equal remainders are served in order.
 *
 * @param unit how many of the fine units make one coarse unit, > 0
 * @param total what they add up to: the sum of the parts, rounded half to even, unless it was already rounded as a part
 *   of a larger whole
 * @throws `invalid_argument` for a total that the parts cannot be rounded to
 * @example
 * largestRemainder([400n, 400n, 400n], 1_000n) // => [1n, 0n, 0n]
 * largestRemainder([], 1_000n) // => []
 */
export function largestRemainder(
  parts: readonly bigint[],
  unit: bigint,
  total: bigint = roundHalfEven(
    parts.reduce((sum, part) => sum + part, 0n),
    unit,
  ),
): bigint[] {
  const remainders = parts.map((part) => ((part % unit) + unit) % unit);
  const rounded = parts.map((part, i) => (part - (remainders[i] ?? 0n)) / unit);
  let missing = total - rounded.reduce((sum, part) => sum + part, 0n);
  const byRemainder = remainders
    .map((remainder, i) => ({ remainder, i }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1));
  for (const { i } of byRemainder) {
    if (missing <= 0n) break;
    rounded[i] = (rounded[i] ?? 0n) + 1n;
    missing -= 1n;
  }
  if (missing !== 0n) throw new UsageError('invalid_argument', 'The parts do not belong to this total');
  return rounded;
}
