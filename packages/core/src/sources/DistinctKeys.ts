import { KeySet } from '../model/KeySet.ts';

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/** 32-bit finalizer of MurmurHash3. */
const mixed = (h: number): number => {
  let x = h;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
};

/**
 * Tells keys that are new from those that came before; it keeps 64-bit hashes instead of the keys, see `KeySet`. Among a million keys one is taken for another with a
 * probability of 3·10⁻⁸.
 *
 * @example
 * const keys = new DistinctKeys();
 * [keys.add('a'), keys.add('b'), keys.add('a')] // => [true, true, false]
 */
export class DistinctKeys {
  readonly #keys = new KeySet();
  #last: string | undefined;

  /** Returns whether the key was not there yet. */
  add(key: string): boolean {
    // Copies of a record mostly come one after the other.
    if (key === this.#last) return false;
    this.#last = key;
    let [a, b] = [0x9747b28c | 0, 0x3c6ef372];
    for (let i = 0; i < key.length; i += 1) {
      const unit = key.charCodeAt(i);
      const k = Math.imul(unit, C1);
      a ^= Math.imul((k << 15) | (k >>> 17), C2);
      a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
      b = Math.imul(b ^ (unit + 0x7f4a), 0x85ebca6b);
      b ^= b >>> 15;
    }
    const high = mixed(a ^ key.length);
    return this.#keys.addHalves(high, mixed(b ^ Math.imul(a, C1)));
  }
}
