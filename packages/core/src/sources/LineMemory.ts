import { hash63 } from '../model/hash63.ts';

/** Lines of one file that are remembered: more than nearly any has of those that count. */
const MAX_LINES = 500;

/**
 * The lines of a file that what comes after them depends on, such as prompts, by their ids: a copy of one that comes later says nothing. The oldest are forgotten, so that the reading state of
 * a file is bounded.
 */
export class LineMemory {
  readonly #known: Set<string>;

  /** @param state what an earlier reading ended with; absent in states that were written before lines were remembered */
  constructor(state: readonly string[] = []) {
    this.#known = new Set(state);
  }

  /** Whether a line with this id came before; from then on it has. A line without an id is always the first. */
  isCopy(id: string): boolean {
    if (id === '') return false;
    const key = hash63(id).toString(36);
    if (this.#known.has(key)) return true;
    this.#known.add(key);
    if (this.#known.size > MAX_LINES) {
      const [oldest = ''] = this.#known;
      this.#known.delete(oldest);
    }
    return false;
  }

  state(): string[] {
    return [...this.#known];
  }
}
