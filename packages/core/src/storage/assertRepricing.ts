import { UsageError } from '../errors.ts';
import { assertLimit } from './assertLimit.ts';
import type { RepriceOptions } from './UsageStore.ts';

/**
 * Checks what is asked of a repricing, before an engine takes it in its own way.
 *
 * @throws UsageError `invalid_argument` for a scope, book, time or limit that is none: nothing is changed then
 * @example
 * assertRepricing({ bookId: 'a', nowMs: 0 }) // => undefined
 */
export function assertRepricing(options: RepriceOptions): void {
  const { bookId, nowMs, model = '', sinceMs = 0, unpricedOnly = false, dryRun = false, limit } = options;
  assertLimit(limit);
  const wrong = [
    ...Object.entries({ bookId, model }).filter(([, value]) => typeof value !== 'string'),
    ...Object.entries({ nowMs, sinceMs }).filter(([, value]) => !Number.isSafeInteger(value)),
    ...Object.entries({ unpricedOnly, dryRun }).filter(([, value]) => typeof value !== 'boolean'),
  ];
  if (wrong.length === 0) return;
  const said = wrong.map(([name, value]) => `${name} is ${String(value)}`).join(', ');
  throw new UsageError(
    'invalid_argument',
    `${said}: a repricing takes texts bookId and model, whole ms nowMs and sinceMs, and true or false for unpricedOnly and dryRun`,
  );
}
