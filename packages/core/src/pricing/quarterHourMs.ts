import { UsageError } from '../errors.ts';
import { SLOT_MS } from '../model/timeSlot.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The instant at which a day (`2026-03-13`) begins in UTC, in ms since 1970 UTC. `what` says in the error what the text is.
 *
 * @throws `invalid_argument` for any other text, or a day that does not exist
 * @example
 * dayMs('2026-08-16', 'knownFrom') === Date.UTC(2026, 7, 16) // => true
 */
export function dayMs(text: string, what: string): number {
  if (DAY.test(text)) return quarterHourMs(text, what);
  throw new UsageError('invalid_argument', `${what} '${text}' is not a day such as '2026-03-13'`);
}

/**
 * The instant that a day (`2026-03-13`, its start in UTC) or a quarter hour (`2026-08-16T16:00Z`) names, in ms since 1970 UTC. `what` says in the
 * error what the text is.
 *
 * @throws `invalid_argument` for any other text, a day that does not exist, or a time between quarter hours
 * @example
 * quarterHourMs('2026-08-16T16:00Z', 'validFrom') === Date.UTC(2026, 7, 16, 16) // => true
 */
export function quarterHourMs(text: string, what: string): number {
  const isDay = DAY.test(text);
  const ms = Date.parse(isDay ? `${text}T00:00Z` : text);
  // Date.parse lets 31 February through.
  const isReal =
    (isDay || /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(text)) &&
    ms % SLOT_MS === 0 &&
    new Date(ms).toISOString().startsWith(text.replace('Z', ''));
  if (isReal) return ms;
  throw new UsageError(
    'invalid_argument',
    `${what} '${text}' is not a day such as '2026-03-13' or a quarter hour such as '2026-08-16T16:00Z'`,
  );
}
