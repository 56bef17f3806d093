import { DAY_MS } from '../model/timeSlot.ts';

/**
 * The first day of a day's month, or of a month after it, as day numbers.
 *
 * @param months how many months later; 0 is the day's own month
 * @example
 * dayKey(monthStart(dayNumber('2026-03-08'))) // => '2026-03-01'
 * dayKey(monthStart(dayNumber('2026-12-31'), 1)) // => '2027-01-01'
 */
export function monthStart(day: number, months = 0): number {
  const date = new Date(day * DAY_MS);
  return date.setUTCMonth(date.getUTCMonth() + months, 1) / DAY_MS;
}
