import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { dayStartMs } from './dayStartMs.ts';

/**
 * The first instant of a local day that a record can be of, ms: its start, and for the day that 1990 begins in (UTC) that beginning, before which ranges cannot
 * begin (`zoneSegments`).
 *
 * @param day day number
 * @throws `invalid_time_zone`
 * @example
 * new Date(recordedDayStartMs(dayNumber('1990-01-01'), 'Asia/Tokyo')).toISOString() // => '1990-01-01T00:00:00.000Z'
 * new Date(recordedDayStartMs(dayNumber('1990-01-02'), 'Asia/Tokyo')).toISOString() // => '1990-01-01T15:00:00.000Z'
 */
export function recordedDayStartMs(day: number, timeZone: string): number {
  const startMs = dayStartMs(day, timeZone);
  if (startMs >= FIRST_TIME_MS || dayStartMs(day + 1, timeZone) <= FIRST_TIME_MS) return startMs;
  return FIRST_TIME_MS;
}
