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
export function largestRemainder(parts: readonly bigint[], unit: bigint, total?: bigint): bigint[] {
  const numbers = safeNumbers(parts, Number(unit));
  // Numbers are many times as fast as big integers, and as exact while their sum is safe.
  return numbers && Number.isSafeInteger(Number(total ?? 0n))
    ? smallShares(numbers, Number(unit), total === undefined ? undefined : Number(total)).map(BigInt)
    : largeShares(parts, unit, total);
}

/** The same amounts as numbers; `undefined` when a sum of some of them, or one rounded to a unit, could be beyond 2⁵³ − 1. */
function safeNumbers(parts: readonly bigint[], unit: number): number[] | undefined {
  const numbers: number[] = [];
  let reach = unit;
  if (reach > Number.MAX_SAFE_INTEGER) return undefined;
  for (const part of parts) {
    const number = Number(part);
    reach += Math.abs(number);
    if (reach > Number.MAX_SAFE_INTEGER) return undefined;
    numbers.push(number);
  }
  return numbers;
}

const foreign = (): UsageError =>
  new UsageError(
    'invalid_argument',
    'the parts cannot be rounded to this total: leave it out, or give whole units, from all parts rounded down to all rounded up',
  );

/** What is left of a number over whole units, from 0 on: `%` of large numbers takes many times as long. Both, and one unit more, are safe integers. */
function remainderOf(part: number, unit: number): number {
  const remainder = part - Math.floor(part / unit) * unit;
  // The quotient was rounded, to the next unit at worst.
  return remainder < 0 ? remainder + unit : remainder >= unit ? remainder - unit : remainder;
}

function smallShares(parts: readonly number[], unit: number, asked: number | undefined): number[] {
  const remainders = parts.map((part) => remainderOf(part, unit));
  const rounded = parts.map((part, i) => (part - (remainders[i] as number)) / unit);
  const sum = parts.reduce((all, part) => all + part, 0);
  let missing = (asked ?? halfEven(sum, unit)) - rounded.reduce((all, part) => all + part, 0);
  if (missing > 0) {
    const order = remainders.map((_, i) => i);
    order.sort((a, b) => (remainders[b] as number) - (remainders[a] as number) || a - b);
    for (const i of order) {
      if (missing <= 0) break;
      rounded[i] = (rounded[i] as number) + 1;
      missing -= 1;
    }
  }
  if (missing !== 0) throw foreign();
  return rounded;
}

/** {@link roundHalfEven} of safe numbers. */
function halfEven(amount: number, unit: number): number {
  const remainder = remainderOf(amount, unit);
  const floor = (amount - remainder) / unit;
  const rest = unit - remainder;
  return remainder > rest || (remainder === rest && floor % 2 !== 0) ? floor + 1 : floor;
}

function largeShares(parts: readonly bigint[], unit: bigint, asked: bigint | undefined): bigint[] {
  const remainders = parts.map((part) => ((part % unit) + unit) % unit);
  const rounded = parts.map((part, i) => (part - (remainders[i] ?? 0n)) / unit);
  const sum = parts.reduce((all, part) => all + part, 0n);
  let missing = (asked ?? roundHalfEven(sum, unit)) - rounded.reduce((all, part) => all + part, 0n);
  const byRemainder = remainders
    .map((remainder, i) => ({ remainder, i }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1));
  for (const { i } of byRemainder) {
    if (missing <= 0n) break;
    rounded[i] = (rounded[i] ?? 0n) + 1n;
    missing -= 1n;
  }
  if (missing !== 0n) throw foreign();
  return rounded;
}
