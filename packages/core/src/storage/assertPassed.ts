import { UsageError } from '../errors.ts';

/**
 * Sealing cannot be taken back, and nothing can be added to sealed time.
 *
 * @throws UsageError `invalid_argument` for an instant that has not come yet
 */
export function assertPassed(beforeMs: number): void {
  if (beforeMs <= Date.now()) return;
  throw new UsageError(
    'invalid_argument',
    'time that has not passed cannot be sealed: what happens in it would be lost',
  );
}
