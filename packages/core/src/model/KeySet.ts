const FIRST_SLOTS = 1024;
/** Below so many slots a set gets four times as many at once: every key is moved each time. */
const FEW_SLOTS = 2 ** 18;
/** Takes a key apart without making big integers. */
const halves = new DataView(new ArrayBuffer(8));

/**
 * A set of 64-bit keys that are hashes, sixteen to thirty-two bytes a key, twice as many while they are few. A `Set` of big integers keeps an object for each.
 *
 * @example
 * const keys = new KeySet();
 * [keys.add(1n), keys.add(2n), keys.add(1n)] // => [true, true, false]
 */
export class KeySet {
  /** Two halves of a key for each slot; 0 and 0 = free. */
  #slots = new Int32Array(2 * FIRST_SLOTS);
  #size = 0;
  #hasZero = false;

  /** How many keys there are. */
  get size(): number {
    return this.#size + (this.#hasZero ? 1 : 0);
  }

  /** Returns whether the key was not there yet. */
  add(key: bigint): boolean {
    halves.setBigInt64(0, key);
    return this.addHalves(halves.getInt32(0), halves.getInt32(4));
  }

  /** The same for a key in halves, as signed integers of 32 bits. */
  addHalves(high: number, low: number): boolean {
    if (high === 0 && low === 0) {
      if (this.#hasZero) return false;
      this.#hasZero = true;
      return true;
    }
    if (!this.#insert(this.#slots, high, low)) return false;
    this.#size += 1;
    if (4 * this.#size > this.#slots.length) this.#grow();
    return true;
  }

  #insert(slots: Int32Array, high: number, low: number): boolean {
    const mask = slots.length - 2;
    let at = (low << 1) & mask;
    while (slots[at] !== 0 || slots[at + 1] !== 0) {
      if (slots[at] === high && slots[at + 1] === low) return false;
      at = (at + 2) & mask;
    }
    slots[at] = high;
    slots[at + 1] = low;
    return true;
  }

  #grow(): void {
    const times = this.#slots.length < 2 * FEW_SLOTS ? 4 : 2;
    const larger = new Int32Array(times * this.#slots.length);
    for (let i = 0; i < this.#slots.length; i += 2) {
      const high = this.#slots[i] ?? 0;
      const low = this.#slots[i + 1] ?? 0;
      if (high !== 0 || low !== 0) this.#insert(larger, high, low);
    }
    this.#slots = larger;
  }
}
