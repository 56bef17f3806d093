const EMPTY = -1;

/** Numbers pairs of 32-bit integers 0, 1, 2, … in the order in which they are first met. Open addressing: a lookup makes no objects. */
export class PairIndex {
  #first = new Int32Array(64);
  #second = new Int32Array(64);
  #slots = new Int32Array(128).fill(EMPTY);
  #mask = 127;
  #size = 0;

  /** How many different pairs were met. */
  get size(): number {
    return this.#size;
  }

  first(index: number): number {
    return this.#first[index] ?? 0;
  }

  second(index: number): number {
    return this.#second[index] ?? 0;
  }

  /** The number of a pair. */
  of(first: number, second: number): number {
    const firsts = this.#first;
    const seconds = this.#second;
    const slots = this.#slots;
    let slot = hash(first, second) & this.#mask;
    for (;;) {
      const index = slots[slot] as number;
      if (index === EMPTY) return this.#add(slot, first, second);
      if (firsts[index] === first && seconds[index] === second) return index;
      slot = (slot + 1) & this.#mask;
    }
  }

  #add(slot: number, first: number, second: number): number {
    const index = this.#size;
    if (index === this.#first.length) this.#grow();
    this.#first[index] = first;
    this.#second[index] = second;
    this.#size += 1;
    // Half of the slots are free at least: they are twice as many as places for pairs.
    if (this.#slots.length === this.#first.length * 2) this.#slots[slot] = index;
    else this.#rehash();
    return index;
  }

  #grow(): void {
    const longer = (from: Int32Array): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#first = longer(this.#first);
    this.#second = longer(this.#second);
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#first.length * 2).fill(EMPTY);
    this.#mask = this.#slots.length - 1;
    for (let index = 0; index < this.#size; index += 1) {
      let slot = hash(this.#first[index] as number, this.#second[index] as number) & this.#mask;
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index;
    }
  }
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
