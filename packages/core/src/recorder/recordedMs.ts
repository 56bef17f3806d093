import { UsageError } from '../errors.ts';

/**
 * An instant that a host states, ms since 1970 UTC; `undefined` when it states none.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * recordedMs(new Date(5)) // => 5
 */
export function recordedMs(at: unknown): number | undefined {
  if (at === undefined || at === null) return undefined;
  const ms = at instanceof Date ? at.getTime() : typeof at === 'number' ? Math.floor(at) : Number.NaN;
  if (Number.isSafeInteger(ms) && ms >= 0) return ms;
  throw new UsageError('invalid_argument', "'at' must be a Date, or ms since 1970");
}
