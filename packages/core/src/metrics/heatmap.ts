import type { RollupRow, ZoneSegment } from '../model/Rollup.ts';
import type { HeatmapCell } from '../model/UsageAnalytics.ts';
import { measuresBy } from './measuresBy.ts';
import { safeNumber } from './safeNumber.ts';
import { weekHourOccurrences } from './weekHourOccurrences.ts';

/**
 * The local week as 168 cells, Monday 00:00 first: sessions that started in each hour, and how often the hour occurred
 * in the range.
 *
 * @param rows sessions by hour of the week
 * @param segments the range
 * @example
 * heatmap([{ bucket: 25, key: [], measures: { sessions: 2n } }], [])[25] // => { weekday: 2, hour: 1, sessions: 2, occurrences: 0 }
 */
export function heatmap(rows: readonly RollupRow[], segments: readonly ZoneSegment[]): HeatmapCell[] {
  const sums = measuresBy(rows, (row) => row.bucket);
  return weekHourOccurrences(segments).map((occurrences, i) => ({
    weekday: Math.floor(i / 24) + 1,
    hour: i % 24,
    sessions: safeNumber(sums.get(i)?.sessions ?? 0n),
    occurrences,
  }));
}
