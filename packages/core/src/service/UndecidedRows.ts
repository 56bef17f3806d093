import { rowId } from '../metrics/rowId.ts';
import type { RollupFilter, RollupRow } from '../model/Rollup.ts';

/** Rows of one question whose sums do not tell what their requests cost. */
export class UndecidedRows {
  readonly #by: readonly string[];
  readonly #rows = new Set<string>();
  readonly #words: Map<string, Set<string>>;
  readonly buckets = new Set<number>();

  /**
   * @param by names of the rows' keys
   * @param words those of them by which the requests are found again
   */
  constructor(by: readonly string[], words: readonly string[]) {
    this.#by = by;
    this.#words = new Map(words.map((word) => [word, new Set()]));
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  add(row: RollupRow): void {
    this.#rows.add(rowId(row));
    this.buckets.add(row.bucket);
    for (const [word, values] of this.#words) values.add(row.key[this.#by.indexOf(word)] ?? '');
  }

  /** Whether what a row stands for is a part of one of them. The row's key may have more names, behind the others. */
  has(row: RollupRow): boolean {
    return this.#rows.has(rowId({ bucket: row.bucket, key: row.key.slice(0, this.#by.length) }));
  }

  /** A filter that keeps all of them, and little else. */
  get where(): RollupFilter {
    return Object.fromEntries([...this.#words].map(([word, values]) => [word, [...values]]));
  }
}
