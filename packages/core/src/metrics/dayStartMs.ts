import { DAY_MS, HOUR_MS } from '../model/timeSlot.ts';
import { zoneSpans } from './zoneSpans.ts';

/**
 * The first instant of a local day, ms: midnight, or the first moment after it where a zone has no midnight that day.
 * For a date the zone skipped it is the start of the next one.
 *
 * @param day day number
 * @throws `invalid_time_zone`
 * @example
 * new Date(dayStartMs(dayNumber('2026-03-08'), 'America/New_York')).toISOString() // => '2026-03-08T05:00:00.000Z'
 * new Date(dayStartMs(dayNumber('2018-11-04'), 'America/Sao_Paulo')).toISOString() // => '2018-11-04T03:00:00.000Z'
 */
export function dayStartMs(day: number, timeZone: string): number {
  const midnightMs = day * DAY_MS;
  // Offsets lie between −12 and +14 hours, and a skipped date delays the start by a day.
  for (const span of zoneSpans(midnightMs - 16 * HOUR_MS, midnightMs + 40 * HOUR_MS, timeZone)) {
    const atMs = Math.max(span.startMs, midnightMs - span.offsetMs);
    if (atMs < span.endMs) return atMs;
  }
  return midnightMs;
}
