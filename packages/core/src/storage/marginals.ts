import type { StoredDimension } from './dimsets.ts';
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
  /** Id of the dimension `project`, by which usage and sessions of each other one are kept as well; `undefined` = it is not in the rollups. */
  project: number | undefined;
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

/** The groups of each day of a fold, as its columns. */
export type FoldedDays = readonly { bucket: number; rows: number; columns: ArrayLike<number>[] }[];

/** Bytes of each day of a fold, empty ones included. */
export function packedDays(
  folded: FoldedDays,
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
