/** Keys that are kept: more than one process works with at a time. */
const MAX_KEPT = 10_000;

/** What was set last of at most 10,000 keys: those that were set longest ago are forgotten. */
export class RecentMap<V> {
  readonly #values = new Map<string, V>();

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > MAX_KEPT && oldest !== undefined) this.#values.delete(oldest);
  }
}
