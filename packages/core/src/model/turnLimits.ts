import { DAY_MS, MINUTE_MS } from './timeSlot.ts';

/** Longest time without a line that counts as work, ms. */
export const GAP_CAP_MS = 5 * MINUTE_MS;

/** Longest time that a turn can say it took, ms. */
export const MAX_TURN_MS = 30 * DAY_MS;
