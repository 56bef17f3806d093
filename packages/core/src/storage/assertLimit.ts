import { UsageError } from '../errors.ts';

/**
 * Checks how much is done in one transaction at most: with none, nothing would ever be done, or be taken for done.
 *
 * @throws UsageError `invalid_argument` unless it is a whole number from 1 to 2⁵³ − 1, or absent
 * @example
 * assertLimit(2000) // => undefined
 */
export function assertLimit(limit: number = 1): void {
  if (Number.isSafeInteger(limit) && limit > 0) return;
  throw new UsageError('invalid_argument', `limit must be a whole number from 1 to 2⁵³ − 1, and is ${String(limit)}`);
}
