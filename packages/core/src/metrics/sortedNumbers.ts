/** Bits of a digit, and how many digits there are of that many. */
const BITS = 11;
const DIGITS = 2 ** BITS;
const WORD = 2 ** 32;

/** Fewer are compared as fast. */
const MIN_COUNT = 1000;

/** Whole numbers in two halves of 32 bits. */
interface Halves {
  low: Uint32Array;
  high: Uint32Array;
}

/** Puts numbers in the order of one digit; those of equal digits keep their order. */
function sortByDigit(from: Halves, to: Halves, half: keyof Halves, shift: number): void {
  const { low, high } = from;
  const keys = from[half];
  const places = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < keys.length; i += 1) {
    const next = (((keys[i] as number) >>> shift) & (DIGITS - 1)) + 1;
    places[next] = (places[next] as number) + 1;
  }
  for (let digit = 1; digit < DIGITS; digit += 1) {
    places[digit] = (places[digit] as number) + (places[digit - 1] as number);
  }
  for (let i = 0; i < keys.length; i += 1) {
    const digit = ((keys[i] as number) >>> shift) & (DIGITS - 1);
    const place = places[digit] as number;
    places[digit] = place + 1;
    to.low[place] = low[i] as number;
    to.high[place] = high[i] as number;
  }
}

/**
 * Numbers ascending. Many whole ones are put in order digit by digit, several times as fast as by comparing them.
 *
 * @example
 * [...sortedNumbers([3, 1, 2])] // => [1, 2, 3]
 */
export function sortedNumbers(values: readonly number[]): Float64Array {
  const numbers = new Float64Array(values);
  const count = numbers.length;
  if (count < MIN_COUNT) return numbers.toSorted();
  let from: Halves = { low: new Uint32Array(count), high: new Uint32Array(count) };
  let largest = 0;
  for (let i = 0; i < count; i += 1) {
    const value = numbers[i] as number;
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value)) return numbers.toSorted();
    if (value > largest) largest = value;
    from.low[i] = value;
    from.high[i] = value / WORD;
  }
  let to: Halves = { low: new Uint32Array(count), high: new Uint32Array(count) };
  for (const half of ['low', 'high'] as const) {
    const most = half === 'low' ? Math.min(largest, WORD - 1) : Math.floor(largest / WORD);
    for (let shift = 0; shift < 32 && most >= 2 ** shift; shift += BITS) {
      sortByDigit(from, to, half, shift);
      [from, to] = [to, from];
    }
  }
  for (let i = 0; i < count; i += 1) numbers[i] = (from.high[i] as number) * WORD + (from.low[i] as number);
  return numbers;
}
