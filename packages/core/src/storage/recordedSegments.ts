import type { ZoneSegment } from '../model/Rollup.ts';
import { END_OF_TIME_MS, FIRST_TIME_MS } from '../model/recordedTime.ts';

/**
 * The parts of segments that records can be of. Outside of them there is nothing to answer with, nothing to be sealed, and hours are more than a column holds.
 *
 * @example
 * recordedSegments([{ startMs: -1, endMs: Date.UTC(1990, 0, 2), offsetSlots: 0 }]) // => [{ startMs: Date.UTC(1990, 0, 1), endMs: Date.UTC(1990, 0, 2), offsetSlots: 0 }]
 */
export function recordedSegments(segments: readonly ZoneSegment[]): readonly ZoneSegment[] {
  if (segments.every(({ startMs, endMs }) => startMs >= FIRST_TIME_MS && endMs <= END_OF_TIME_MS)) return segments;
  return segments
    .map((of) => ({
      ...of,
      startMs: Math.max(of.startMs, FIRST_TIME_MS),
      endMs: Math.min(of.endMs, END_OF_TIME_MS),
    }))
    .filter(({ startMs, endMs }) => startMs < endMs);
}
