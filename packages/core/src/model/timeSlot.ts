/** Length of a time slot, in ms: every IANA offset since 1990 is a whole number of these. */
export const SLOT_MS = 900_000;

/** Slots in one hour. */
export const SLOTS_PER_HOUR = 4;

/** Slots in one day of 24 hours. */
export const SLOTS_PER_DAY = 96;

/** Length of a minute, in ms. */
export const MINUTE_MS = 60_000;

/** Length of an hour, in ms. */
export const HOUR_MS = 3_600_000;

/** Length of a day of 24 hours, in ms: that of days of UTC, and of local days without a change of the clock. */
export const DAY_MS = 86_400_000;

/**
 * The 15-minute UTC slot that an instant falls into, counted from 1970-01-01T00:00Z.
 *
 * @example
 * timeSlot(Date.UTC(1970, 0, 1, 1, 14, 59)) // => 4
 */
export function timeSlot(atMs: number): number {
  return Math.floor(atMs / SLOT_MS);
}
