import type { ZoneSegment } from '../model/Rollup.ts';
import { DAY_MS, SLOT_MS } from '../model/timeSlot.ts';

/**
 * The parts of segments that lie in some local days, neighbouring days in one.
 *
 * @param days numbers of local days, in any order
 * @example
 * segmentsOfDays([{ startMs: 0, endMs: 9 * 86_400_000, offsetSlots: 0 }], [3, 2]) // => [{ startMs: 172_800_000, endMs: 345_600_000, offsetSlots: 0 }]
 */
export function segmentsOfDays(segments: readonly ZoneSegment[], days: Iterable<number>): ZoneSegment[] {
  const sorted = [...new Set(days)].toSorted((a, b) => a - b);
  const parts: ZoneSegment[] = [];
  for (const { startMs, endMs, offsetSlots } of segments) {
    let last: ZoneSegment | undefined;
    for (const day of sorted) {
      const from = Math.max(startMs, day * DAY_MS - offsetSlots * SLOT_MS);
      const to = Math.min(endMs, (day + 1) * DAY_MS - offsetSlots * SLOT_MS);
      if (to <= from) continue;
      if (last?.endMs === from) last.endMs = to;
      else parts.push((last = { startMs: from, endMs: to, offsetSlots }));
    }
  }
  return parts;
}
