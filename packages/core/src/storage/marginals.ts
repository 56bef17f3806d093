import type { StoredDimension } from './dimsets.ts';
import { picked } from './packed/groupOrder.ts';
import { DAYS, type DayFamily, width } from './packed/layouts.ts';
import { emptyRows, packRows } from './packed/packedRows.ts';
import { byBucket, type SortedGroups } from './packed/sortedGroups.ts';

/** Id under which marginals without a dimension are kept. */
export const NO_DIMENSION = 0;

/** A stretch of local days at one offset. Half-open. */
export interface DayStretch {
  offsetSlots: number;
  fromDay: number;
  toDay: number;
}

/** Dimensions that marginals are kept of. */
export interface MarginalDimensions {
  rolled: readonly StoredDimension[];
  /** Id of the dimension `project`, by which usage and sessions of each other one are kept as well; `undefined` = it is not in the rollups. */
  project: number | undefined;
  /** Id of the name `model`: sessions and tool calls are kept by model as well. */
  model: number;
}

/** Rows of a day or block beyond which they are kept in parts by value: a question of few values then reads few of them. */
const PARTED_ROWS = 500;
/** The last place of a part. */
export const PARTS = 8;
/** The place of what is not kept in parts. */
export const WHOLE = 0;
/** Stands there, of no bytes, when it is kept in parts; parts beside anything else are left from before, and count for nothing. */
const IN_PARTS = new Uint8Array(0);

/** A day by one dimension as bytes, or a part of it. */
export interface DayMarginal {
  family: DayFamily;
  dimension: number;
  day: number;
  part: number;
  data: Uint8Array;
}

/** Places at which the rows of some values are found, ascending; `undefined` = all, of all values. */
export function partsOf(values: readonly number[] | undefined): number[] | undefined {
  return values && [...new Set([WHOLE, ...values.map((value) => 1 + (value % PARTS))])].toSorted((a, b) => a - b);
}

/**
 * Rows of a day or block as bytes, in parts where they are many.
 *
 * @param value place of the column of values; −1 = there is none
 * @param first the first of the rows
 */
export function packedParts(
  columns: readonly Float64Array[],
  rows: number,
  value: number,
  first = 0,
): { part: number; data: Uint8Array }[] {
  if (value < 0 || rows <= PARTED_ROWS) return [{ part: WHOLE, data: packRows(columns, rows, first) }];
  const values = columns[value] as Float64Array;
  const ends = new Int32Array(PARTS + 1);
  for (let row = first; row < first + rows; row += 1) {
    const part = ((values[row] as number) % PARTS) + 1;
    ends[part] = (ends[part] as number) + 1;
  }
  for (let part = 1; part <= PARTS; part += 1) ends[part] = (ends[part] as number) + (ends[part - 1] as number);
  const next = ends.slice();
  const order = new Int32Array(rows);
  for (let row = first; row < first + rows; row += 1) {
    const part = (values[row] as number) % PARTS;
    const at = next[part] as number;
    order[at] = row;
    next[part] = at + 1;
  }
  const ordered = columns.map((column) => picked(column, order));
  const parts = Array.from({ length: PARTS }, (_, part) => {
    const [from, to] = [ends[part] as number, ends[part + 1] as number];
    return { part: 1 + part, data: packRows(ordered, to - from, from) };
  });
  return [{ part: WHOLE, data: IN_PARTS }, ...parts];
}

/** The place of the column of values in the rows of a day; −1 without a dimension. */
export function valuePlace(family: DayFamily, dimension: number): number {
  return dimension === NO_DIMENSION ? -1 : DAYS[family].keys.indexOf('value');
}

/** Bytes of each day of groups whose buckets are days, empty ones included. */
export function packedDays(
  groups: SortedGroups,
  family: DayFamily,
  dimension: number,
  { fromDay, toDay }: DayStretch,
): DayMarginal[] {
  const packed = new Map<number, ReturnType<typeof packedParts>>();
  const value = valuePlace(family, dimension);
  for (const { bucket, from, rows } of byBucket(groups)) {
    packed.set(bucket, packedParts(groups.columns, rows, value, from));
  }
  const none = [{ part: WHOLE, data: emptyRows(width(DAYS[family])) }];
  return Array.from({ length: toDay - fromDay }, (_, i) => fromDay + i).flatMap((day) =>
    (packed.get(day) ?? none).map((of) => ({ family, dimension, day, ...of })),
  );
}
