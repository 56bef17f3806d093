import { UsageError } from '../errors.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { TokenCounts } from '../model/TokenCounts.ts';
import type { RecordedUsage } from './RecordedUsage.ts';
import { recordedNano } from './recordedNano.ts';
import { wholeCount } from './wholeCount.ts';

/** What a request's record says of its usage. */
export type UsageCounts = TokenCounts & Pick<RequestRecord, 'webSearchRequests' | 'recordedNanoUsd'>;

/**
 * Stated usage in the buckets of the ledger.
 *
 * @throws UsageError `invalid_argument` for a count or an amount that is none, and for a part that is more than its whole
 * @example
 * usageCounts({ cacheWriteTokens: 10, cacheWrite1hTokens: 4 }).cacheWrite5mTokens // => 6
 */
export function usageCounts(usage: RecordedUsage): UsageCounts {
  const of = (name: keyof RecordedUsage): number | undefined => wholeCount(name, usage[name]);
  const { totalCostUsd } = usage;
  const hour = of('cacheWrite1hTokens') ?? 0;
  const written = of('cacheWriteTokens') ?? hour;
  const reasoning = of('reasoningTokens') ?? 0;
  const output = of('outputTokens') ?? reasoning;
  if (hour > written) {
    throw new UsageError('invalid_argument', `cacheWrite1hTokens is ${hour}, of ${written} cacheWriteTokens in all`);
  }
  if (reasoning > output) {
    throw new UsageError('invalid_argument', `reasoningTokens is ${reasoning}, of ${output} outputTokens in all`);
  }
  return {
    inputTokens: of('inputTokens') ?? 0,
    cacheReadTokens: of('cacheReadTokens') ?? 0,
    cacheWrite5mTokens: written - hour,
    cacheWrite1hTokens: hour,
    outputTokens: output,
    reasoningTokens: reasoning,
    webSearchRequests: of('webSearchRequests') ?? 0,
    ...(totalCostUsd !== undefined && totalCostUsd !== null && { recordedNanoUsd: recordedNano(totalCostUsd) }),
  };
}
