import { zoneSegments } from './zoneSegments.ts';

/** Any instant that ranges can have. */
const AT_MS = Date.UTC(2000, 0, 1);

/**
 * Checks that days of a zone can be told.
 *
 * @throws UsageError `invalid_time_zone`; `zone_off_grid` for an offset that is not a whole number of slots
 * @example
 * assertZone('Asia/Kathmandu') // => undefined
 */
export function assertZone(timeZone: string): void {
  zoneSegments({ startMs: AT_MS, endMs: AT_MS + 1 }, timeZone);
}
