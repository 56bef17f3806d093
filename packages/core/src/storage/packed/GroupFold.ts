import { ExactSums } from './ExactSums.ts';
import { orderOf, picked } from './groupOrder.ts';
import { PairIndex } from './PairIndex.ts';

/** Integers by row; `undefined` where every row has 0. */
export type Integers = ArrayLike<number> | undefined;

/** What is kept of a column's values: the value that stands for each, itself where there is none. */
export interface KeyColumn {
  values: Integers;
  /** Value by id; ids beyond its end have 0. */
  map?: ArrayLike<number> | undefined;
}

/** Rows of a column count whose value's entry is 1; others are 0. */
export interface RowFilter {
  values: Integers;
  keeps: Uint8Array;
  /** Whether values beyond the end of `keeps` count. */
  keepsOthers: boolean;
  /** Rows that it kept where they were few, by what has the rows; absent where nobody will ask for the same again. */
  known?: WeakMap<object, Int32Array> | undefined;
}

/** Rows to add to their groups. */
export interface FoldedColumns {
  rows: number;
  /** The group's first integer: the same for all rows, or by the value of a column; `SKIPPED` leaves rows out. */
  bucket: number | { values: Integers; buckets: Int32Array };
  keys: readonly KeyColumn[];
  filters: readonly RowFilter[];
  sums: readonly Integers[];
}

/** The groups of a bucket as columns, keys first, in the order of their keys. */
export interface BucketColumns {
  bucket: number;
  rows: number;
  columns: ArrayLike<number>[];
}

/** Bucket of rows that do not count. */
export const SKIPPED = -(2 ** 31);

const ZERO: KeyColumn = { values: undefined };

/**
 * Sums of columns of integers by groups of integers, exact at any size. A group is a bucket and keys; all of them fit 32 bits.
 */
export class GroupFold {
  readonly #buckets = new PairIndex();
  readonly #levels: readonly PairIndex[];
  readonly #keys: number;
  readonly #sums: readonly ExactSums[];
  readonly #numbers = new WeakMap<Int32Array, Int32Array>();
  #groups = new Int32Array(1024);
  #kept = new Int32Array(1024);

  constructor(keys: number, sums: number) {
    // Without a key a level stands for being there at all: a bucket whose rows are all left out is no group.
    this.#levels = Array.from({ length: Math.max(1, keys) }, () => new PairIndex());
    this.#keys = keys;
    this.#sums = Array.from({ length: sums }, () => new ExactSums());
  }

  /** How many groups there are. */
  get size(): number {
    return (this.#levels.at(-1) as PairIndex).size;
  }

  /**
   * Adds rows to their groups.
   *
   * @returns the group of each row that counts, until more rows are added
   */
  add({ rows, bucket, keys, filters, sums }: FoldedColumns): Int32Array {
    if (rows > this.#groups.length) {
      this.#groups = new Int32Array(rows * 2);
      this.#kept = new Int32Array(rows * 2);
    }
    const groups = this.#groups;
    const count = keptRows(filters, rows, this.#kept);
    if (count === 0) return groups.subarray(0, 0);
    // Without a list of rows, all count.
    const kept = count < rows ? this.#kept : undefined;
    this.#start(groups, count, bucket, kept);
    for (const [i, level] of this.#levels.entries()) index(level, groups, count, keys[i] ?? ZERO, kept);
    for (const [i, values] of sums.entries()) {
      if (values !== undefined) (this.#sums[i] as ExactSums).add(groups, count, values, this.size, kept);
    }
    return groups.subarray(0, count);
  }

  #start(groups: Int32Array, rows: number, bucket: FoldedColumns['bucket'], kept: Int32Array | undefined): void {
    if (typeof bucket === 'number') {
      groups.fill(this.#buckets.of(bucket, 0), 0, rows);
      return;
    }
    const { values, buckets } = bucket;
    const numbers = this.#numbersOf(buckets);
    if (values === undefined) groups.fill(numbers[0] ?? -1, 0, rows);
    else {
      for (let i = 0; i < rows; i += 1) {
        const row = kept === undefined ? i : (kept[i] as number);
        groups[i] = numbers[values[row] as number] ?? -1;
      }
    }
  }

  /** Numbers of buckets; those of a week come with every day. */
  #numbersOf(buckets: Int32Array): Int32Array {
    let numbers = this.#numbers.get(buckets);
    if (numbers) return numbers;
    numbers = new Int32Array(buckets.length);
    for (let i = 0; i < buckets.length; i += 1) {
      const bucket = buckets[i] as number;
      numbers[i] = bucket === SKIPPED ? -1 : this.#buckets.of(bucket, 0);
    }
    this.#numbers.set(buckets, numbers);
    return numbers;
  }

  /** Adds to one group. */
  addGroup(bucket: number, keys: readonly number[], sums: readonly bigint[]): void {
    let group = this.#buckets.of(bucket, 0);
    for (const [i, level] of this.#levels.entries()) group = level.of(group, keys[i] ?? 0);
    for (const [i, sum] of sums.entries()) if (sum !== 0n) (this.#sums[i] as ExactSums).addOne(group, sum, this.size);
  }

  /** Sums of all groups. */
  exactSums(sum: number): bigint[] {
    return (this.#sums[sum] as ExactSums).exactColumn(this.size);
  }

  /** Keys of all groups, the bucket first. */
  keyColumns(): Int32Array[] {
    const columns = Array.from({ length: this.#keys + 1 }, () => new Int32Array(this.size));
    for (let group = 0; group < this.size; group += 1) {
      let of = group;
      for (let level = this.#levels.length - 1; level >= 0; level -= 1) {
        const pairs = this.#levels[level] as PairIndex;
        if (level < this.#keys) (columns[level + 1] as Int32Array)[group] = pairs.second(of);
        of = pairs.first(of);
      }
      (columns[0] as Int32Array)[group] = this.#buckets.first(of);
    }
    return columns;
  }

  /**
   * Groups of each bucket as columns, keys first, in the order of their keys; buckets in their own order.
   *
   * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
   */
  *columns(): Generator<BucketColumns> {
    const keys = this.keyColumns();
    const [buckets] = keys as [Int32Array];
    const order = orderOf(keys, this.size);
    for (let from = 0; from < order.length;) {
      const bucket = buckets[order[from] as number] as number;
      let to = from + 1;
      while (to < order.length && buckets[order[to] as number] === bucket) to += 1;
      const groups = order.subarray(from, to);
      const columns = [
        ...keys.slice(1).map((column) => picked(column, groups)),
        ...this.#sums.map((sums) => sums.columnOf(groups)),
      ];
      yield { bucket, rows: groups.length, columns };
      from = to;
    }
  }
}

/**
 * Finds the rows that all filters keep.
 *
 * @param kept takes their numbers, ascending; where all are kept, it may stay as it was
 * @param listed how many rows `kept` has already, which are the only ones that are looked at; all when absent
 * @returns how many they are
 */
export function keptRows(filters: readonly RowFilter[], rows: number, kept: Int32Array, listed?: number): number {
  let count = listed ?? rows;
  let isListed = listed !== undefined;
  for (const { values, keeps, keepsOthers } of filters) {
    const others = keepsOthers ? 1 : 0;
    if (values === undefined) {
      if ((keeps[0] ?? others) === 0) return 0;
      continue;
    }
    // A row is listed, and its place is taken again unless it is kept: without a jump for each row.
    const known = keeps.length;
    let next = 0;
    for (let i = 0; i < count; i += 1) {
      const row = isListed ? (kept[i] as number) : i;
      const value = values[row] as number;
      kept[next] = row;
      next += value < known ? (keeps[value] as number) : others;
    }
    count = next;
    isListed = true;
  }
  return count;
}

/** Numbers groups by one more key. Neighbours often are of one group. */
function index(
  level: PairIndex,
  groups: Int32Array,
  rows: number,
  { values, map }: KeyColumn,
  kept: Int32Array | undefined,
): void {
  let [lastGroup, lastKey, lastIndex] = [-1, 0, 0];
  for (let i = 0; i < rows; i += 1) {
    const group = groups[i] as number;
    if (group < 0) continue;
    const value = values === undefined ? 0 : (values[kept === undefined ? i : (kept[i] as number)] as number);
    const key = map === undefined ? value : (map[value] ?? 0);
    if (group !== lastGroup || key !== lastKey) {
      lastIndex = level.of(group, key);
      lastGroup = group;
      lastKey = key;
    }
    groups[i] = lastIndex;
  }
}
