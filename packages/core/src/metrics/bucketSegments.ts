import type { RollupBucket, ZoneSegment } from '../model/Rollup.ts';
import { DAY_MS, SLOT_MS } from '../model/timeSlot.ts';

/**
 * The parts of segments that lie in some local days, or quarters of an hour, neighbours of one offset in one part.
 *
 * @param buckets as of rollups by that bucket, in any order
 * @example
 * bucketSegments([{ startMs: 0, endMs: 9 * 86_400_000, offsetSlots: 0 }], 'day', [3, 2]) // => [{ startMs: 172_800_000, endMs: 345_600_000, offsetSlots: 0 }]
 */
export function bucketSegments(
  segments: readonly ZoneSegment[],
  bucket: Extract<RollupBucket, 'day' | 'slot'>,
  buckets: Iterable<number>,
): ZoneSegment[] {
  const lengthMs = bucket === 'day' ? DAY_MS : SLOT_MS;
  const ascending = [...new Set(buckets)].toSorted((a, b) => a - b);
  const parts: ZoneSegment[] = [];
  for (const segment of segments) {
    const offsetMs = bucket === 'day' ? segment.offsetSlots * SLOT_MS : 0;
    for (const of of ascending) {
      const startMs = Math.max(segment.startMs, of * lengthMs - offsetMs);
      const endMs = Math.min(segment.endMs, (of + 1) * lengthMs - offsetMs);
      const last = parts.at(-1);
      if (startMs >= endMs) continue;
      if (last?.endMs === startMs && last.offsetSlots === segment.offsetSlots) last.endMs = endMs;
      else parts.push({ ...segment, startMs, endMs });
    }
  }
  return parts;
}
