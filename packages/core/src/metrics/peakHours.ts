import type { RollupRow } from '../model/Rollup.ts';
import { safeNumber } from './safeNumber.ts';

/**
 * Sessions by the local hour (0 … 23) of their start; all 24 are present.
 *
 * @param rows sessions by hour of the week
 * @example
 * peakHours([{ bucket: 25, key: [], measures: { sessions: 2n } }])[1] // => 2
 */
export function peakHours(rows: readonly RollupRow[]): Record<number, number> {
  const hours: Record<number, number> = {};
  for (let hour = 0; hour < 24; hour += 1) hours[hour] = 0;
  for (const { bucket, measures } of rows) {
    hours[bucket % 24] = (hours[bucket % 24] ?? 0) + safeNumber(measures.sessions ?? 0n);
  }
  return hours;
}
