import { UsageError } from '../errors.ts';
import type { DistributionMeasure } from '../model/CountedValue.ts';
import type { StoreReads } from './UsageStore.ts';

const MEASURES: readonly DistributionMeasure[] = ['cost', 'tokens', 'duration'];

/** What is asked of a distribution beside the sessions that it is of. */
type Asked = Pick<Parameters<StoreReads['distribution']>[0], 'measure' | 'exactUpTo' | 'dearest'>;

/**
 * Checks what is to be distributed over sessions, and how exactly.
 *
 * @throws UsageError `invalid_argument` for a measure or a number of sessions that is none
 * @example
 * assertDistribution({ measure: 'cost' }) // => undefined
 */
export function assertDistribution({ measure, exactUpTo = 0, dearest = 0 }: Asked): void {
  if (!MEASURES.includes(measure)) {
    throw new UsageError(
      'invalid_argument',
      `'${String(measure)}' is no measure of a distribution: ${MEASURES.join(', ')}`,
    );
  }
  for (const [name, value] of Object.entries({ exactUpTo, dearest })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new UsageError(
      'invalid_argument',
      `${name} must be a whole number from 0 to 2⁵³ − 1, and is ${String(value)}`,
    );
  }
}
