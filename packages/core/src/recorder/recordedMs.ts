import { UsageError } from '../errors.ts';
import { isRecordedTime } from '../model/recordedTime.ts';

/**
 * An instant that a host states, ms since 1970 UTC; `undefined` when it states none.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * recordedMs(new Date('2026-03-08T00:00:00Z')) // => 1772928000000
 */
export function recordedMs(at: unknown): number | undefined {
  if (at === undefined || at === null) return undefined;
  const ms = at instanceof Date ? at.getTime() : typeof at === 'number' ? Math.floor(at) : Number.NaN;
  if (isRecordedTime(ms)) return ms;
  throw new UsageError(
    'invalid_argument',
    `'at' is ${String(at)}: it must be a Date, or milliseconds since 1970, of the years 1990 to 2099`,
  );
}
