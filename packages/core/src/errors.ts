/** What went wrong, as a stable word a program can test for. */
export type UsageErrorCode =
  | 'invalid_argument'
  | 'invalid_date_range'
  | 'invalid_time_zone'
  | 'zone_off_grid'
  | 'range_not_slot_aligned'
  | 'detail_sealed'
  | 'unsafe_integer'
  | 'unknown_dimension'
  | 'store_unavailable'
  | 'store_locked'
  | 'store_foreign'
  | 'store_read_only'
  | 'store_newer';

/**
 * The one error class of the library. Wrong use or a broken environment throws it, with what to do in the message;
 * bad data never throws: it is a value (`skipped`, `cost: null`).
 *
 * @example
 * new UsageError('invalid_time_zone', "'Mars/Base' is not an IANA time zone").code // => 'invalid_time_zone'
 */
export class UsageError extends Error {
  readonly code: UsageErrorCode;

  constructor(code: UsageErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'UsageError';
    this.code = code;
  }
}
