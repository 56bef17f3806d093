import { SumTooLarge } from './packedRows.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** One measure of all groups: exact while each addend is a safe integer, whatever they add up to. */
export class ExactSums {
  #low = new Float64Array(64);
  /** What no longer fits `#low`, by group. */
  #high: Map<number, bigint> | undefined;
  /** No sum in `#low` is beyond it. */
  #bound = 0;

  #fit(groups: number): void {
    if (groups <= this.#low.length) return;
    const longer = new Float64Array(Math.max(groups, this.#low.length * 2));
    longer.set(this.#low);
    this.#low = longer;
  }

  #carry(): void {
    this.#high ??= new Map();
    for (const [group, value] of this.#low.entries()) {
      if (value !== 0) this.#high.set(group, (this.#high.get(group) ?? 0n) + BigInt(value));
    }
    this.#low.fill(0);
    this.#bound = 0;
  }

  /** Makes room for rows of values up to `largest`; `false` when they have to be added one by one. */
  #reserve(rows: number, largest: number): boolean {
    const more = rows * largest;
    if (this.#bound + more > MAX) this.#carry();
    if (more > MAX) return false;
    this.#bound += more;
    return true;
  }

  /**
   * Adds a column to the groups of its rows; a group below 0 is left out.
   *
   * @param kept the rows of the column that the groups are of; its first ones when absent
   */
  add(groups: Int32Array, rows: number, values: ArrayLike<number>, groupCount: number, kept?: Int32Array): void {
    this.#fit(groupCount);
    const isOneByOne = !this.#reserve(rows, largestOf(values, rows, kept));
    const low = this.#low;
    for (let i = 0; i < rows; i += 1) {
      const group = groups[i] as number;
      if (group < 0) continue;
      const value = values[kept === undefined ? i : (kept[i] as number)] as number;
      if (isOneByOne) this.addOne(group, BigInt(value), groupCount);
      else low[group] = (low[group] as number) + value;
    }
  }

  addOne(group: number, value: bigint, groupCount: number): void {
    this.#fit(groupCount);
    this.#high ??= new Map();
    this.#high.set(group, (this.#high.get(group) ?? 0n) + value);
  }

  /** Sums of the first groups. */
  exactColumn(groups: number): bigint[] {
    const [low, high] = [this.#low, this.#high];
    const column: bigint[] = [];
    for (let group = 0; group < groups; group += 1) {
      const value = low[group] ?? 0;
      const sum = value === 0 ? 0n : BigInt(value);
      column.push(high === undefined ? sum : sum + (high.get(group) ?? 0n));
    }
    return column;
  }

  /**
   * Sums of groups.
   *
   * @throws SumTooLarge beyond 2⁵³ − 1
   */
  columnOf(groups: Int32Array): Float64Array {
    const column = new Float64Array(groups.length);
    const [low, high] = [this.#low, this.#high];
    for (let i = 0; i < groups.length; i += 1) {
      const group = groups[i] as number;
      const sum = (low[group] ?? 0) + Number(high?.get(group) ?? 0);
      if (Math.abs(sum) > MAX) throw new SumTooLarge();
      column[i] = sum;
    }
    return column;
  }
}

function largestOf(values: ArrayLike<number>, rows: number, kept: Int32Array | undefined): number {
  if (values instanceof Uint8Array) return 0xff;
  if (values instanceof Uint16Array) return 0xffff;
  if (values instanceof Uint32Array) return 0xffff_ffff;
  let largest = 0;
  for (let i = 0; i < rows; i += 1) {
    largest = Math.max(largest, Math.abs(values[kept === undefined ? i : (kept[i] as number)] as number));
  }
  return largest;
}
