import { DAY_MS } from '../model/timeSlot.ts';
import { zoneSpans } from './zoneSpans.ts';

/**
 * The local day an instant falls on, as a day number.
 *
 * @throws `invalid_time_zone`
 * @example
 * dayKey(localDay(Date.UTC(2026, 0, 1, 20), 'Asia/Kathmandu')) // => '2026-01-02'
 */
export function localDay(atMs: number, timeZone: string): number {
  const offsetMs = zoneSpans(atMs, atMs + 1, timeZone)[0]?.offsetMs ?? 0;
  return Math.floor((atMs + offsetMs) / DAY_MS);
}
