import { UsageError } from '../errors.ts';
import type { StoredSessionQuery } from './UsageStore.ts';

/**
 * Checks which rows of a list are asked for, before an engine takes them in its own way.
 *
 * @throws UsageError `invalid_argument` unless both are whole numbers from 0 to 2⁵³ − 1
 */
export function assertPage({ limit, offset }: Pick<StoredSessionQuery, 'limit' | 'offset'>): void {
  for (const [name, value] of Object.entries({ limit, offset })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new UsageError(
      'invalid_argument',
      `${name} must be a whole number from 0 to 2⁵³ − 1, and is ${String(value)}`,
    );
  }
}
