import { UsageError } from '../errors.ts';

/**
 * Asserts that the rows of a list that are asked for are whole numbers from 0 on, before an engine takes them in its own way.
 *
 * @param page.limit rows of the page, `maxLimit` at most
 * @param page.offset rows in front of it, 2⁵³ − 1 at most
 * @param maxLimit 2⁵³ − 1 when absent
 * @throws UsageError `invalid_argument`
 * @example
 * assertPage({ limit: 50, offset: 0 }, 1000) // => undefined
 */
export function assertPage(
  { limit, offset }: { limit: number; offset: number },
  maxLimit = Number.MAX_SAFE_INTEGER,
): void {
  for (const [name, value, max] of [
    ['limit', limit, maxLimit],
    ['offset', offset, Number.MAX_SAFE_INTEGER],
  ] as const) {
    if (Number.isSafeInteger(value) && value >= 0 && value <= max) continue;
    const most = max === Number.MAX_SAFE_INTEGER ? '2⁵³ − 1' : max;
    throw new UsageError(
      'invalid_argument',
      `${name} must be a whole number from 0 to ${most}, and is ${String(value)}`,
    );
  }
}
