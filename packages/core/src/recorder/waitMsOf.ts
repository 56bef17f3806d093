import { UsageError } from '../errors.ts';
import { isTimerMs } from '../model/isTimerMs.ts';
import { timerFault } from '../model/timerFault.ts';

/**
 * How long a stream waits for a write, ms; 2,000 when options say nothing of it.
 *
 * @throws UsageError `invalid_argument` unless it is a number from 0 to 2³¹ − 1: any other, a timer takes for no time at all
 */
export function waitMsOf({ waitMs = 2_000 }: { waitMs?: number | undefined }): number {
  if (isTimerMs(waitMs)) return waitMs;
  throw new UsageError('invalid_argument', timerFault('waitMs', waitMs));
}
