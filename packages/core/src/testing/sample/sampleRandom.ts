const HEX = '0123456789abcdef';
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const rotated = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));
const scrambled = (value: number): number => {
  let x = Math.imul(value ^ (value >>> 16), 0x21f0aaad) + 0x9e3779b9;
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
};

/** A stream of pseudo-random values: the same for the same seeds, on every machine. */
export interface SampleRandom {
  /** 0 ≤ x < 1. */
  fraction(): number;
  /** Whole number, both bounds inclusive. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** A value with the probability of its weight. */
  weighted<T>(values: readonly (readonly [T, number])[]): T;
  /** Positive, with the given median; `spread` is the standard deviation of its logarithm. */
  logNormal(median: number, spread: number): number;
  hex(length: number): string;
  base62(length: number): string;
  /** UUID version 4. */
  uuid(): string;
}

/**
 * The stream of two seeds: `stream` separates independent parts of one sample, so that a change in one leaves the others as they are.
 *
 * @example
 * sampleRandom(1, 2).whole(1, 6) === sampleRandom(1, 2).whole(1, 6) // => true
 */
export function sampleRandom(seed: number, stream: number): SampleRandom {
  // State of 128 bits (xoshiro128**): streams of 32 bits would overlap, and two sessions would then share their ids.
  let [a, b, c, d] = [
    scrambled(seed),
    scrambled(seed ^ 0x85ebca6b),
    scrambled(stream ^ 0x27d4eb2d),
    scrambled(stream) | 1,
  ];
  const fraction = (): number => {
    const mixed = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return mixed / 4_294_967_296;
  };
  // The first values still show how seeds resemble each other.
  for (let i = 0; i < 16; i += 1) fraction();
  const whole = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1));
  const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)] as T;
  const text = (alphabet: string, length: number): string => {
    let made = '';
    for (let i = 0; i < length; i += 1) made += alphabet[whole(0, alphabet.length - 1)];
    return made;
  };
  return {
    fraction,
    whole,
    chance: (probability) => fraction() < probability,
    pick,
    weighted: (values) => {
      let rest = fraction() * values.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of values) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return pick(values)[0];
    },
    logNormal: (median, spread) => {
      const normal = Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
      return median * Math.exp(spread * normal);
    },
    hex: (length) => text(HEX, length),
    base62: (length) => text(BASE62, length),
    uuid: () => {
      const digits = text(HEX, 30);
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${digits.slice(18)}`;
    },
  };
}
