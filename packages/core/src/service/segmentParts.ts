import { bucketSegments } from '../metrics/bucketSegments.ts';
import type { RollupBucket, ZoneSegment } from '../model/Rollup.ts';

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
  const parts = bucketSegments(segments, bucket, buckets);
  return parts.length > MAX_PARTS ? segments : parts;
}
