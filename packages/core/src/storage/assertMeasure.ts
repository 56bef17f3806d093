import { UsageError } from '../errors.ts';
import type { DistributionMeasure } from '../model/CountedValue.ts';

const MEASURES: readonly DistributionMeasure[] = ['cost', 'tokens', 'duration'];

/**
 * Checks what is to be distributed over sessions.
 *
 * @throws UsageError `invalid_argument` for a measure there is not
 * @example
 * assertMeasure('cost') // => undefined
 */
export function assertMeasure(measure: DistributionMeasure): void {
  if (MEASURES.includes(measure)) return;
  throw new UsageError(
    'invalid_argument',
    `'${String(measure)}' is no measure of a distribution: ${MEASURES.join(', ')}`,
  );
}
