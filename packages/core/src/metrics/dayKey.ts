import { DAY_MS } from '../model/timeSlot.ts';

/**
 * The name of a day, `YYYY-MM-DD`, from its number: days since 1970-01-01 in the proleptic Gregorian calendar, as
 * stores return them.
 *
 * @param day whole number, 0 = 1970-01-01; years 0000 … 9999
 * @example
 * dayKey(20_454) // => '2026-01-01'
 */
export function dayKey(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
