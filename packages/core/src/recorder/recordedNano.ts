import { UsageError } from '../errors.ts';
import { nanoOfUsd } from '../pricing/nanoOfUsd.ts';

/**
 * The sum of amounts of USD as one cost of a record, in whole nano-USD: each is read as the decimal it is written as.
 *
 * @throws UsageError `invalid_argument` for what is no amount, `unsafe_integer` for nine million USD or more
 * @example
 * recordedNano(0.1, '0.2') // => 300000000
 */
export function recordedNano(...usd: readonly (number | string)[]): number {
  const nano = usd.reduce((sum, amount) => sum + nanoOfUsd(amount), 0n);
  if (nano <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(nano);
  throw new UsageError(
    'unsafe_integer',
    'a cost of nine million USD or more does not fit one record: record less in each',
  );
}
