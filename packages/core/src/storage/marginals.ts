import type { StoredDimension } from './dimsets.ts';
import type { BucketColumns } from './packed/GroupFold.ts';
import { DAYS, type DayFamily, width } from './packed/layouts.ts';
import { emptyRows, packRows } from './packed/packedRows.ts';

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
  /** Id of the name `model`: sessions and tool calls are kept by model as well. */
  model: number;
}

/** A day by one dimension as bytes. */
export interface DayMarginal {
  family: DayFamily;
  dimension: number;
  day: number;
  data: Uint8Array;
}

/** Values up to which a dimension has marginals of tools and of hours: with more, they would hardly be fewer rows than what they sum up. */
const FINE_VALUES = 50;

/** Whether tools, and hours of sessions, are kept by a dimension. */
export function isFine({ valueCount }: Pick<StoredDimension, 'valueCount'>): boolean {
  return valueCount <= FINE_VALUES;
}

/** Bytes of each day of groups by day, empty ones included. */
export function packedDays(
  folded: Iterable<BucketColumns>,
  family: DayFamily,
  dimension: number,
  { fromDay, toDay }: DayStretch,
): DayMarginal[] {
  const packed = new Map<number, Uint8Array>();
  for (const { bucket, rows, columns } of folded) packed.set(bucket, packRows(columns, rows));
  return Array.from({ length: toDay - fromDay }, (_, i) => ({
    family,
    dimension,
    day: fromDay + i,
    data: packed.get(fromDay + i) ?? emptyRows(width(DAYS[family])),
  }));
}
