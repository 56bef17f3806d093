import { UsageError } from '../errors.ts';
import { scaledDecimal } from './scaledDecimal.ts';

const DECIMAL = /^(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,3}))?$/i;

/** A decimal with the exponent worked into its point: `1e-7` is `0.0000001`. */
function plainDecimal(mantissa: string, exponent: number): string {
  const [whole = '', fraction = ''] = mantissa.split('.');
  const point = whole.length + exponent;
  const digits = whole + fraction;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  return at === padded.length ? padded : `${padded.slice(0, at)}.${padded.slice(at)}`;
}

/**
 * An amount of USD in nano-USD, exactly: a number is read as the decimal it is written as, never multiplied as a float. What is finer than
 * a nano-USD is rounded half even.
 *
 * @param usd a number, or decimal text with or without an exponent
 * @throws UsageError `invalid_argument` for a negative amount, and for what is no amount
 * @example
 * nanoOfUsd(0.1) // => 100000000n
 * @example
 * nanoOfUsd('1.0000000005') // => 1000000000n
 */
export function nanoOfUsd(usd: number | string): bigint {
  const text = typeof usd === 'string' ? usd.trim() : String(usd);
  const parts = DECIMAL.exec(text);
  if (!parts) {
    throw new UsageError('invalid_argument', `'${text.slice(0, 40)}' is no amount of USD: write 0.25 or '0.25'`);
  }
  return scaledDecimal(plainDecimal(parts[1] ?? '', Number(parts[2] ?? 0)), 9).value;
}
