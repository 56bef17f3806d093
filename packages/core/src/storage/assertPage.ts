import { UsageError } from '../errors.ts';
import type { StoredSessionQuery } from './UsageStore.ts';

/**
 * Checks which rows of a list are asked for, before an engine takes them in its own way.
 *
 * @throws UsageError `invalid_argument` unless both are whole numbers from 0 to 2⁵³ − 1, and the order, where it is asked for, is one
 */
export function assertPage({
  limit,
  offset,
  sortOrder = 'asc',
}: Pick<StoredSessionQuery, 'limit' | 'offset'> & Partial<StoredSessionQuery>): void {
  for (const [name, value] of Object.entries({ limit, offset })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new UsageError(
      'invalid_argument',
      `${name} must be a whole number from 0 to 2⁵³ − 1, and is ${String(value)}`,
    );
  }
  if (['asc', 'desc'].includes(sortOrder)) return;
  throw new UsageError('invalid_argument', `sortOrder is 'asc' or 'desc', and not '${String(sortOrder)}'`);
}
