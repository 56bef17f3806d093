/** How a binary floating type keeps its values (IEEE 754), and from which power of ten on PostgreSQL writes it with an exponent. */
interface FloatFormat {
  exponentBits: bigint;
  mantissaBits: bigint;
  exponentFrom: number;
}

const SINGLE: FloatFormat = { exponentBits: 8n, mantissaBits: 23n, exponentFrom: 6 };
const DOUBLE: FloatFormat = { exponentBits: 11n, mantissaBits: 52n, exponentFrom: 15 };

/** A decimal number: its digits as a whole number, and the power of ten of the last. */
interface Decimal {
  digits: bigint;
  power: number;
}

/**
 * The shortest decimal number nearer to `mantissa` · 2^`exponent` than to its neighbours; of several the nearest, of two of these the even one.
 *
 * @param isAboveStep whether the neighbour below is only half as far as that above
 */
function shortest(mantissa: bigint, exponent: number, isAboveStep: boolean): Decimal {
  const size = Number((Number(mantissa) * 2 ** exponent).toExponential().split('e')[1]);
  // In quarters, so that the middle between neighbours is a whole number.
  const [twos, halves] = [2n ** BigInt(Math.max(exponent - 2, 0)), 2n ** BigInt(Math.max(2 - exponent, 0))];
  // The next power of ten may be near enough too.
  for (let power = size + 1; ; power -= 1) {
    const scale = 10n ** BigInt(Math.max(-power, 0)) * twos;
    const unit = 10n ** BigInt(Math.max(power, 0)) * halves;
    const [value, below, above] = [4n * mantissa * scale, (isAboveStep ? 1n : 2n) * scale, 2n * scale];
    const floor = value / unit;
    const doubleRest = 2n * (value % unit);
    const isFloorNearer = doubleRest < unit || (doubleRest === unit && floor % 2n === 0n);
    const found = (isFloorNearer ? [floor, floor + 1n] : [floor + 1n, floor]).find(
      (digits) => value - below < digits * unit && digits * unit < value + above,
    );
    if (found !== undefined) return { digits: found, power };
  }
}

/** A decimal number as PostgreSQL writes one of a floating type. */
function written({ digits, power }: Decimal, exponentFrom: number): string {
  const text = String(digits);
  const size = power + text.length - 1;
  if (size >= -4 && size < exponentFrom) {
    const shown = text.padStart(1 - power, '0');
    return power < 0 ? `${shown.slice(0, power)}.${shown.slice(power)}` : text + '0'.repeat(power);
  }
  const fraction = text.length > 1 ? `.${text.slice(1)}` : '';
  return `${text[0]}${fraction}e${size < 0 ? '-' : '+'}${String(Math.abs(size)).padStart(2, '0')}`;
}

/**
 * A value of `real` or `double precision` as PostgreSQL writes it by default, with the fewest digits that name it exactly.
 *
 * @param hex what `float4send` or `float8send` gives: 8 or 16 hexadecimal digits
 * @example
 * floatText('3fb999999999999a') // => '0.1'
 */
export function floatText(hex: string): string {
  const { exponentBits, mantissaBits, exponentFrom } = hex.length === 16 ? DOUBLE : SINGLE;
  const bits = BigInt(`0x${hex}`);
  const fraction = bits & ((1n << mantissaBits) - 1n);
  const top = (1n << exponentBits) - 1n;
  const exponent = (bits >> mantissaBits) & top;
  const sign = bits >> (exponentBits + mantissaBits) === 1n ? '-' : '';
  if (exponent === top) return fraction === 0n ? `${sign}Infinity` : 'NaN';
  if (exponent === 0n && fraction === 0n) return `${sign}0`;
  const bias = (top >> 1n) + mantissaBits;
  // Numbers too small for a leading one share the least exponent.
  const mantissa = exponent === 0n ? fraction : fraction | (1n << mantissaBits);
  const power = Number((exponent === 0n ? 1n : exponent) - bias);
  return sign + written(shortest(mantissa, power, fraction === 0n && exponent > 1n), exponentFrom);
}
