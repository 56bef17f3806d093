import { UsageError } from '../errors.ts';
import { DAY_MS } from '../model/timeSlot.ts';

/**
 * The number of a day, days since 1970-01-01, from its name `YYYY-MM-DD`: the inverse of `dayKey`.
 *
 * @throws `invalid_date_range` when the text has another form, or names a day that no calendar has (2026-02-30)
 * @example
 * dayNumber('2026-01-01') // => 20454
 * dayNumber('2024-02-29') - dayNumber('2024-02-28') // => 1
 */
export function dayNumber(key: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(key) ? Date.parse(`${key}T00:00:00Z`) : NaN;
  // Date.parse rolls 2026-02-30 over to 2026-03-02, so the day has to survive the way back.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== key) {
    throw new UsageError('invalid_date_range', `'${key}' is not a date: write an existing day as YYYY-MM-DD`);
  }
  return ms / DAY_MS;
}
