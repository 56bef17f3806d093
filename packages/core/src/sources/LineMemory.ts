import { hash63 } from '../model/hash63.ts';

const hashOf = (id: string): string => hash63(id).toString(36);

/**
 * The lines of a file that what comes after them depends on, such as prompts, by their ids: a copy of one that comes later says nothing. The oldest are forgotten, so that the reading state of
 * a file is bounded.
 */
export class LineMemory {
  readonly #most: number;
  /** Hashes of ids that an earlier reading met. */
  readonly #before: Set<string>;
  readonly #known = new Set<string>();
  /** Ids that came after the known ones, each later than all before it. As a rule nobody looks for them: they become known when somebody does. */
  #later: string[] = [];
  #lastMs: number;

  /**
   * @param state what an earlier reading ended with
   * @param most lines that are remembered
   */
  constructor(state = '', most = 500) {
    this.#most = most;
    this.#before = new Set(state === '' ? [] : state.split(' '));
    this.#lastMs = state === '' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /**
   * Whether a line with this id came before; from then on it has. A line without an id is always the first.
   *
   * @param atMs when it was written, which is part of the id then: a line later than all before it is no copy, which is seen without looking
   */
  isCopy(line: string, atMs?: number): boolean {
    if (line === '') return false;
    const id = atMs === undefined ? line : `${line}@${atMs}`;
    if (atMs !== undefined && atMs > this.#lastMs) {
      this.#lastMs = atMs;
      this.#later.push(id);
      if (this.#later.length > 2 * this.#most) this.#settle();
      return false;
    }
    this.#settle();
    if (this.#known.has(id) || (this.#before.size > 0 && this.#before.has(hashOf(id)))) return true;
    this.#known.add(id);
    this.#forget();
    return false;
  }

  /** Hashes of the lines, with blanks between them. */
  state(): string {
    return [...this.#before, ...[...this.#known, ...this.#later].slice(-this.#most).map(hashOf)]
      .slice(-this.#most)
      .join(' ');
  }

  #settle(): void {
    if (this.#later.length === 0) return;
    for (const id of this.#later.slice(-this.#most)) this.#known.add(id);
    this.#later = [];
    this.#forget();
  }

  #forget(): void {
    let over = this.#before.size + this.#known.size - this.#most;
    for (const oldest of [this.#before, this.#known]) {
      for (const id of oldest) {
        if (over <= 0) return;
        oldest.delete(id);
        over -= 1;
      }
    }
  }
}
