import { UsageError } from '../errors.ts';
import type { ZoneSegment } from '../model/Rollup.ts';
import { SLOTS_PER_DAY } from '../model/timeSlot.ts';

const isSegment = (of: unknown): of is ZoneSegment => {
  const { startMs, endMs, offsetSlots } = (of ?? {}) as Partial<ZoneSegment>;
  const isStretch = Number.isSafeInteger(startMs) && Number.isSafeInteger(endMs) && Number(startMs) <= Number(endMs);
  return isStretch && Number.isSafeInteger(offsetSlots) && Math.abs(Number(offsetSlots)) <= SLOTS_PER_DAY;
};

/**
 * Checks stretches of time, before an engine takes them in its own way: times are whole ms, offsets at most a day, and no segment begins before the one in front of
 * it ends.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * assertSegments([{ startMs: 0, endMs: 900_000, offsetSlots: -20 }]) // => undefined
 */
export function assertSegments(segments: unknown): asserts segments is readonly ZoneSegment[] {
  // Array.from makes holes of a list visible.
  if (!Array.isArray(segments) || !Array.from(segments as unknown[]).every(isSegment)) {
    throw new UsageError(
      'invalid_argument',
      'segments is a list of { startMs, endMs, offsetSlots }: whole ms that do not go back, and an offset of a day at most',
    );
  }
  const isInOrder = segments.every(
    (of: ZoneSegment, i) => i === 0 || of.startMs >= (segments[i - 1] as ZoneSegment).endMs,
  );
  if (!isInOrder) throw new UsageError('invalid_argument', 'segments overlap, or are not in the order of time');
}
