import type { Integers } from './GroupFold.ts';
import { FACT_ROWS, type FactFamily, FACTS, place, width } from './layouts.ts';
import { damaged, PackedRows } from './packedRows.ts';

const FAMILIES: readonly FactFamily[] = ['facts', 'factSums'];
const has = (family: FactFamily, name: string): boolean =>
  FACTS[family].keys.includes(name) || FACTS[family].sums.includes(name);

/** Where each column of {@link FACT_ROWS} is; the number of sessions, 1 in every row, is nowhere. */
const PLACES = [...FACT_ROWS.keys, ...FACT_ROWS.sums].map((name) => {
  const family = FAMILIES.find((of) => has(of, name));
  return family && { family, index: place(FACTS[family], name) };
});

let ones = new Uint8Array(0);
const onesOf = (rows: number): Uint8Array => {
  if (ones.length < rows) ones = new Uint8Array(rows * 2).fill(1);
  return ones.subarray(0, rows);
};

/** Whether one of the columns of {@link FACT_ROWS} is in the second half. */
export function needsSums(columns: readonly number[]): boolean {
  return columns.some((column) => PLACES[column]?.family === 'factSums');
}

/** The sessions that began in a UTC day, column by column. */
export class FactRows {
  readonly rows: number;
  readonly #halves: Partial<Record<FactFamily, PackedRows>> = {};

  /** @throws UsageError `store_unavailable` when bytes are damaged */
  constructor(data: Partial<Record<FactFamily, Uint8Array | ArrayBuffer>> & { facts: Uint8Array | ArrayBuffer }) {
    for (const family of FAMILIES) {
      const bytes = data[family];
      if (bytes) this.#halves[family] = new PackedRows(bytes, width(FACTS[family]));
    }
    this.rows = this.#halves.facts?.rows ?? 0;
    if (this.#halves.factSums && this.#halves.factSums.rows !== this.rows) throw damaged();
  }

  /** Values of a column of {@link FACT_ROWS}; `undefined` where every row has 0. */
  column(index: number): Integers {
    const at = PLACES[index];
    if (!at) return onesOf(this.rows);
    const half = this.#halves[at.family];
    if (!half) throw new Error(`the half with column ${index} was not read`);
    return half.column(at.index);
  }
}
