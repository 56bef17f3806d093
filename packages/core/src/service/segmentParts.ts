import type { RollupBucket, ZoneSegment } from '../model/Rollup.ts';
import { DAY_MS, SLOT_MS } from '../model/timeSlot.ts';

/** Separate parts beyond which segments are taken whole: each costs a question. */
const MAX_PARTS = 50;

/** Stretches of segments between instants, each with its first instant. */
export function stretches(
  segments: readonly ZoneSegment[],
  instants: readonly number[],
): { fromMs: number; segments: ZoneSegment[] }[] {
  const edges = [Number.NEGATIVE_INFINITY, ...instants, Number.POSITIVE_INFINITY];
  return edges.slice(0, -1).flatMap((fromMs, i) => {
    const toMs = edges[i + 1] ?? Number.POSITIVE_INFINITY;
    const within = segments
      .map((s) => ({ ...s, startMs: Math.max(s.startMs, fromMs), endMs: Math.min(s.endMs, toMs) }))
      .filter((s) => s.startMs < s.endMs);
    const [first] = within;
    return first ? [{ fromMs: first.startMs, segments: within }] : [];
  });
}

/** Parts of segments that have all of the buckets and little else. Totals and hours of the week lie all over them. */
export function segmentsAround(
  segments: readonly ZoneSegment[],
  bucket: RollupBucket,
  buckets: ReadonlySet<number>,
): readonly ZoneSegment[] {
  if (bucket !== 'day' && bucket !== 'slot') return segments;
  const length = bucket === 'day' ? DAY_MS : SLOT_MS;
  const ascending = [...buckets].toSorted((a, b) => a - b);
  const parts: ZoneSegment[] = [];
  for (const segment of segments) {
    const offsetMs = bucket === 'day' ? segment.offsetSlots * SLOT_MS : 0;
    for (const of of ascending) {
      const startMs = Math.max(segment.startMs, of * length - offsetMs);
      const endMs = Math.min(segment.endMs, (of + 1) * length - offsetMs);
      const last = parts.at(-1);
      if (startMs >= endMs) continue;
      if (last?.endMs === startMs && last.offsetSlots === segment.offsetSlots) last.endMs = endMs;
      else parts.push({ ...segment, startMs, endMs });
    }
  }
  return parts.length > MAX_PARTS ? segments : parts;
}
