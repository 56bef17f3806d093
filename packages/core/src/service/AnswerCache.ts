/** An answer with what it weighs, in rows. */
interface Entry<T> {
  answer: Promise<T>;
  weight: number;
}

/**
 * Answers by what was asked, bounded by their total weight: the one used longest ago goes first. Whoever asks what is being answered already gets the
 * same answer. A key has to name everything an answer depends on, the revision of the data included.
 */
export class AnswerCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #maxWeight: number;
  #weight = 0;

  /** @param maxWeight 0 = keeps nothing */
  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight;
  }

  async answer(key: string, find: () => Promise<T>, weightOf: (answer: T) => number): Promise<T> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.answer;
    }
    const entry: Entry<T> = { answer: find(), weight: 0 };
    this.#entries.set(key, entry);
    try {
      const found = await entry.answer;
      this.#weigh(key, entry, weightOf(found));
      return found;
    } catch (error) {
      this.#drop(key, entry);
      throw error;
    }
  }

  #weigh(key: string, entry: Entry<T>, weight: number): void {
    // One that is too heavy by itself makes nobody else go.
    if (weight > this.#maxWeight) return this.#drop(key, entry);
    // It may have been dropped meanwhile.
    if (this.#entries.get(key) !== entry) return;
    entry.weight = weight;
    this.#weight += weight;
    this.#shrink();
  }

  #drop(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }

  #shrink(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#weight <= this.#maxWeight) return;
      this.#drop(key, entry);
    }
  }
}
