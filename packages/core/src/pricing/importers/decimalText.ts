/**
 * A number of a price list as plain decimal text, times 10^`shift`, digit by digit: no arithmetic, so no rounding. `null` for what is not a
 * finite number of zero or more.
 *
 * @example
 * decimalText(1.25e-7, 6) // => '0.125'
 * @example
 * decimalText(-1) // => null
 */
export function decimalText(value: unknown, shift = 0): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  const parts = typeof text === 'string' ? /^(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(text) : null;
  if (!parts) return null;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  const point = whole.length + Number(exponent) + shift;
  const digits = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, -point), '0');
  const at = Math.max(point, 0);
  const left =
    digits
      .slice(0, at)
      .padEnd(at, '0')
      .replace(/^0+(?=\d)/, '') || '0';
  const right = digits.slice(at).replace(/0+$/, '');
  return right === '' ? left : `${left}.${right}`;
}
