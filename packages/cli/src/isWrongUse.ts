import type { UsageErrorCode } from '@usagekit/core';

/** Codes of the library that mean wrong use, questions that sealed time cannot answer among them; all others mean that the work failed. */
const CODES: ReadonlySet<unknown> = new Set<UsageErrorCode>([
  'invalid_argument',
  'invalid_date_range',
  'invalid_time_zone',
  'zone_off_grid',
  'unknown_dimension',
  'range_not_slot_aligned',
  'detail_sealed',
]);

/**
 * Whether an error code of the library means wrong use: exit code 2, or status 400.
 *
 * @example
 * isWrongUse('zone_off_grid') // => true
 * isWrongUse('store_locked') // => false
 */
export const isWrongUse = (code: unknown): boolean => CODES.has(code);
