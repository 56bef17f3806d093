import { UsageError } from '../errors.ts';
import { HOUR_MS } from '../model/timeSlot.ts';

/**
 * Asserts that time can be sealed up to an instant: sealing cannot be taken back, and nothing can be added to sealed time.
 *
 * @param beforeMs ms since 1970 UTC
 * @param sealedBeforeMs what is sealed already, ms
 * @throws UsageError `invalid_argument` for what is no whole UTC hour, lies before an earlier seal, or has not come yet
 */
export function assertSealable(beforeMs: number, sealedBeforeMs: number): void {
  if (!Number.isSafeInteger(beforeMs) || beforeMs % HOUR_MS !== 0 || beforeMs < sealedBeforeMs) {
    throw new UsageError(
      'invalid_argument',
      'time is sealed up to a whole UTC hour, and never up to an earlier one again',
    );
  }
  if (beforeMs <= Date.now()) return;
  throw new UsageError(
    'invalid_argument',
    'time that has not passed cannot be sealed: what happens in it would be lost',
  );
}
