import { UsageError } from '../errors.ts';
import { dayNumber } from './dayNumber.ts';

const ISO_INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;
/** Days are named with four-digit years; a day of margin for offsets. */
const MIN_MS = Date.parse('0000-01-02T00:00:00Z');
const MAX_MS = Date.parse('9999-12-30T00:00:00Z');

/**
 * The ms since 1970 UTC of an instant written as a `Date`, as ms or as ISO 8601 text with an offset. Fractions of a ms
 * are dropped.
 *
 * @param name what it is called in the message of an error
 * @throws `invalid_date_range` for anything else: text without offset could mean any zone
 * @example
 * instantMs('2026-03-08T12:00:00+05:45', 'start') // => Date.UTC(2026, 2, 8, 6, 15)
 */
export function instantMs(value: unknown, name: string): number {
  let ms = NaN;
  if (typeof value === 'number') ms = Math.floor(value);
  else if (value instanceof Date) ms = value.getTime();
  else if (typeof value === 'string') {
    const day = ISO_INSTANT.exec(value)?.[1];
    // Date.parse rolls impossible dates over; dayNumber refuses them.
    if (day !== undefined && Number.isInteger(dayNumber(day))) ms = Date.parse(value.replace(',', '.'));
  }
  if (ms >= MIN_MS && ms <= MAX_MS) return ms;
  const shown = value instanceof Date ? 'an invalid Date' : `'${String(value)}'`;
  throw new UsageError(
    'invalid_date_range',
    `${name} ${shown} is not a time: write a date (YYYY-MM-DD), ISO 8601 text with an offset, a Date or ms since 1970`,
  );
}
