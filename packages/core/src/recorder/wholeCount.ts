import { UsageError } from '../errors.ts';

/**
 * A count that a host states; `undefined` when it states none (absent or `null`).
 *
 * @param max the greatest that it can be
 * @throws UsageError `invalid_argument` for anything but a whole number from 0 to `max`
 * @example
 * wholeCount('inputTokens', 12) // => 12
 * @example
 * wholeCount('inputTokens', null) // => undefined
 */
export function wholeCount(name: string, value: unknown, max = Number.MAX_SAFE_INTEGER): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max)
    return value === 0 ? 0 : value;
  const given = typeof value === 'number' ? String(value) : `a ${typeof value}`;
  const greatest = max === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : max;
  throw new UsageError('invalid_argument', `${name} is ${given}: it must be a whole number from 0 to ${greatest}`);
}
