import type { ZoneSegment } from '../model/Rollup.ts';
import { HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { bucketOf } from './rollup.ts';

/**
 * How often each hour of the local week occurs in a range: 168 counts, Monday 00:00 first. An hour that daylight saving
 * skips occurs once less, one that it repeats once more; an hour that the range cuts counts as one.
 *
 * @param segments the range, see `zoneSegments`
 * @example
 * weekHourOccurrences([{ startMs: 0, endMs: 7_200_000, offsetSlots: 0 }]).slice(71, 75) // => [0, 1, 1, 0]
 */
export function weekHourOccurrences(segments: readonly ZoneSegment[]): number[] {
  const occurrences = Array.from({ length: 168 }, () => 0);
  for (const { startMs, endMs, offsetSlots } of segments) {
    const offsetMs = offsetSlots * SLOT_MS;
    const firstMs = Math.floor((startMs + offsetMs) / HOUR_MS) * HOUR_MS - offsetMs;
    for (let atMs = firstMs; atMs < endMs; atMs += HOUR_MS) {
      const hour = bucketOf(atMs, offsetSlots, 'weekHour');
      occurrences[hour] = (occurrences[hour] ?? 0) + 1;
    }
  }
  return occurrences;
}
