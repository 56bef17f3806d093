import { UsageError } from '../errors.ts';
import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import type { ZoneSegment } from '../model/Rollup.ts';
import { SLOT_MS } from '../model/timeSlot.ts';
import { zoneSpans } from './zoneSpans.ts';

/**
 * A range of time in a zone as stretches of constant offset, counted in 15-minute slots: the form in which time zones
 * reach stores. They tile the range, ascending, neighbours differ; an empty range has none.
 *
 * @throws `invalid_time_zone`
 * @throws `zone_off_grid` when the range begins before 1990 UTC, or an offset is not a whole number of slots
 * @example
 * zoneSegments({ startMs: Date.UTC(2026, 2, 8), endMs: Date.UTC(2026, 2, 9) }, 'America/New_York').map((s) => s.offsetSlots) // => [-20, -16]
 * zoneSegments({ startMs: 1e12, endMs: 1e12 }, 'UTC') // => []
 */
export function zoneSegments(range: { startMs: number; endMs: number }, timeZone: string): ZoneSegment[] {
  // From here on every IANA offset is a whole number of 15-minute slots.
  if (range.startMs < FIRST_TIME_MS) {
    throw new UsageError(
      'zone_off_grid',
      'Ranges can begin in 1990 at the earliest: older offsets are off the 15-minute grid',
    );
  }
  return zoneSpans(range.startMs, range.endMs, timeZone).map(({ startMs, endMs, offsetMs }) => {
    const offsetSlots = offsetMs / SLOT_MS;
    if (!Number.isInteger(offsetSlots)) {
      throw new UsageError('zone_off_grid', `'${timeZone}' has an offset that is not a multiple of 15 minutes`);
    }
    return { startMs, endMs, offsetSlots };
  });
}
