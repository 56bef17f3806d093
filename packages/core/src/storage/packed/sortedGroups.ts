import { SKIPPED } from './GroupFold.ts';
import { picked } from './groupOrder.ts';
import { type PackedRows, SumTooLarge } from './packedRows.ts';
import { addKey, type RowClasses } from './rowClasses.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** A column of values; `undefined` where every row has 0. All are of one kind: loops over them are read by one machine code. */
export type Values = Float64Array | undefined;

/** What is kept of a column's values: the value that stands for each, itself where there is none. */
export interface SortedKey {
  values: Values;
  /** Value by id; ids beyond its end have 0. */
  map?: Int32Array | undefined;
}

/** Rows to be added up by their groups, all of them at once. Keys fit 32 bits. */
export interface SortedRows {
  rows: number;
  /** The group's first integer: the same for all rows, or by row; `SKIPPED` leaves rows out. */
  bucket: number | Int32Array;
  keys: readonly SortedKey[];
  sums: readonly Values[];
}

/** Groups in the order of their buckets and keys. */
export interface SortedGroups {
  rows: number;
  /** The bucket of each group. */
  buckets: Int32Array;
  /** Keys first. */
  columns: Float64Array[];
}

/**
 * The groups of rows that are all there: what `GroupFold` makes of them, without looking each group up. Where there are nearly as many groups as rows, and they
 * are wanted in order, that takes a fraction of the time.
 *
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export function sortedGroups(of: SortedRows): SortedGroups {
  const { rows, bucket, keys, sums } = withoutSkipped(of);
  const columns = keys.map((key) => keyValues(key, rows));
  let classes: RowClasses = { ofRow: new Int32Array(rows), count: rows === 0 ? 0 : 1 };
  if (typeof bucket !== 'number') classes = addKey(classes, bucket);
  for (const column of columns) if (column !== undefined) classes = addKey(classes, column);
  const { ofRow, count } = classes;
  const some = someRows(classes);
  const buckets = new Int32Array(count);
  if (typeof bucket === 'number') buckets.fill(bucket);
  else for (let i = 0; i < count; i += 1) buckets[i] = bucket[some[i] as number] as number;
  return {
    rows: count,
    buckets,
    columns: [
      ...columns.map((column) => valuesAt(column, some)),
      ...sums.map((values) => sumsOf(values, ofRow, count)),
    ],
  };
}

/** Rows that count. */
function withoutSkipped(of: SortedRows): SortedRows {
  const { rows, bucket, keys, sums } = of;
  if (typeof bucket === 'number' || !bucket.includes(SKIPPED)) return of;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const counted = all.filter((row) => bucket[row] !== SKIPPED);
  const pick = (values: Values): Values => values && picked(values, counted);
  return {
    rows: counted.length,
    bucket: counted.map((row) => bucket[row] as number),
    keys: keys.map(({ values, map }) => ({ values: pick(values), map })),
    sums: sums.map(pick),
  };
}

/** A row of each class. */
function someRows({ ofRow, count }: RowClasses): Int32Array {
  const some = new Int32Array(count);
  for (let row = 0; row < ofRow.length; row += 1) some[ofRow[row] as number] = row;
  return some;
}

/** Numbers of the combinations of a bucket and the first keys of groups, in their order, and what they stand for. */
export interface Leading {
  /** The number of each group's combination. */
  ofRow: Int32Array;
  buckets: Int32Array;
  keys: Float64Array[];
}

/** Numbers the combinations of buckets and first keys: what is added up by all of them has one key in place of them. */
export function leadingOf({ rows, buckets, columns }: SortedGroups, keys: number): Leading {
  const own = columns.slice(0, keys);
  const ofRow = new Int32Array(rows);
  const firsts = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    let isNew = row === 0 || buckets[row] !== buckets[row - 1];
    for (let i = 0; !isNew && i < keys; i += 1) {
      const column = own[i] as Float64Array;
      isNew = column[row] !== column[row - 1];
    }
    if (isNew) firsts[count++] = row;
    ofRow[row] = count - 1;
  }
  const at = firsts.subarray(0, count);
  return { ofRow, buckets: at.map((row) => buckets[row] as number), keys: own.map((column) => picked(column, at)) };
}

/** Groups whose buckets are numbers of combinations, with what those stand for. */
export function withLeading({ rows, buckets, columns }: SortedGroups, of: Leading): SortedGroups {
  const found = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) found[row] = of.buckets[buckets[row] as number] as number;
  return { rows, buckets: found, columns: [...of.keys.map((column) => picked(column, buckets)), ...columns] };
}

/** The groups of a bucket: some rows of all groups, one after the other. */
export interface OneBucket {
  bucket: number;
  from: number;
  rows: number;
}

/** The groups of each bucket; buckets in their own order. */
export function byBucket({ rows, buckets }: SortedGroups): OneBucket[] {
  const found: OneBucket[] = [];
  for (let from = 0; from < rows;) {
    const bucket = buckets[from] as number;
    let to = from + 1;
    while (to < rows && buckets[to] === bucket) to += 1;
    found.push({ bucket, from, rows: to - from });
    from = to;
  }
  return found;
}

/** The values of a column of several parts, one after the other; `undefined` where all have 0. */
export function joinedColumn(parts: readonly { packed: PackedRows }[], rows: number, index: number): Values {
  let joined: Values;
  let from = 0;
  for (let i = 0; i < parts.length; i += 1) {
    const { packed } = parts[i] as { packed: PackedRows };
    if (packed.has(index)) {
      joined ??= new Float64Array(rows);
      packed.copyTo(index, joined, from);
    }
    from += packed.rows;
  }
  return joined;
}

function keyValues({ values, map }: SortedKey, rows: number): Int32Array | undefined {
  if (values === undefined) {
    const fixed = map?.[0] ?? 0;
    return fixed === 0 ? undefined : new Int32Array(rows).fill(fixed);
  }
  const keys = new Int32Array(rows);
  if (map === undefined) for (let row = 0; row < rows; row += 1) keys[row] = values[row] as number;
  else for (let row = 0; row < rows; row += 1) keys[row] = map[values[row] as number] ?? 0;
  return keys;
}

function valuesAt(column: Int32Array | undefined, rows: Int32Array): Float64Array {
  const found = new Float64Array(rows.length);
  if (column === undefined) return found;
  for (let i = 0; i < rows.length; i += 1) found[i] = column[rows[i] as number] as number;
  return found;
}

function sumsOf(values: Values, groupOf: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  if (values === undefined) return sums;
  const rows = groupOf.length;
  let largest = 0;
  for (let row = 0; row < rows; row += 1) {
    const value = values[row] as number;
    if (value > largest) largest = value;
    else if (-value > largest) largest = -value;
    const group = groupOf[row] as number;
    sums[group] = (sums[group] as number) + value;
  }
  // Where no sum can have been too large on its way, all are exact.
  if (largest * rows > MAX) exactSums(values, groupOf, sums);
  return sums;
}

function exactSums(values: Float64Array, groupOf: Int32Array, to: Float64Array): void {
  const sums: bigint[] = Array.from(to, () => 0n);
  for (let row = 0; row < groupOf.length; row += 1) {
    const group = groupOf[row] as number;
    sums[group] = (sums[group] as bigint) + BigInt(values[row] as number);
  }
  for (const [group, sum] of sums.entries()) {
    if (sum > MAX || sum < -MAX) throw new SumTooLarge();
    to[group] = Number(sum);
  }
}
