import { UsageError } from '../errors.ts';

/**
 * The value of a non-negative decimal text in units of 10^−`digits`, and whether that is exact. What is finer is rounded half even.
 *
 * @throws `invalid_argument` when the text is not a plain decimal (`1.25`; no sign, no exponent)
 * @example
 * scaledDecimal('3.75', 6).value // => 3750000n
 * @example
 * scaledDecimal('0.00000025', 6) // => { value: 0n, exact: false }
 */
export function scaledDecimal(text: string, digits: number): { value: bigint; exact: boolean } {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) {
    throw new UsageError('invalid_argument', `'${text}' is not a price: write a plain decimal such as '1.25'`);
  }
  const fraction = parts[2] ?? '';
  const kept = BigInt((parts[1] ?? '') + fraction.slice(0, digits).padEnd(digits, '0'));
  const rest = fraction.slice(digits).replace(/0+$/, '');
  if (rest === '') return { value: kept, exact: true };
  const isHalf = rest === '5';
  const isUp = isHalf ? kept % 2n === 1n : rest >= '5';
  return { value: isUp ? kept + 1n : kept, exact: false };
}
