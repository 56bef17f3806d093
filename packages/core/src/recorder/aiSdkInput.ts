import { fieldsOf } from './eventFields.ts';
import { type OptionalCounts, optionalCounts } from './optionalCounts.ts';
import { restCount } from './restCount.ts';

type Fields = Record<string, unknown>;

/** Input of a step in disjoint buckets. */
export interface AiSdkInput {
  /** Uncached. */
  inputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  isReported: boolean;
}

/**
 * The input of an AI SDK step. Where the input has the cache in it, the parts add up to it: the uncached part is what reads and writes leave over, not `noCacheTokens`, because packages
 * differ in whether that has the writes in it (OpenRouter's 3 takes only the reads out).
 *
 * @param given the step's usage
 * @param total all input that the provider stated; `undefined` when it stated none
 * @param objects what the provider's metadata may hold counts in
 * @param leavesOutCached whether a provider of versions 4 and 5 is known to count the cache beside its input
 * @param optional reads what may be missing
 * @example
 * aiSdkInput({ inputTokenDetails: { noCacheTokens: 30, cacheReadTokens: 70, cacheWriteTokens: 10 } }, 100, [], false).inputTokens // => 20
 */
export function aiSdkInput(
  given: Fields,
  total: number | undefined,
  objects: readonly Fields[],
  leavesOutCached: boolean,
  optional: OptionalCounts = optionalCounts(),
): AiSdkInput {
  const details = fieldsOf(given['inputTokenDetails']);
  // With `noCacheTokens` the details are whole; without it the provider speaks an earlier version.
  const isWhole = (details['noCacheTokens'] ?? undefined) !== undefined;
  const others = isWhole ? [] : objects;
  const read =
    optional.first([details, given], 'cacheReadTokens', 'cachedInputTokens') ??
    optional.first(others, 'cacheReadInputTokens', 'cachedPromptTokens', 'promptCacheHitTokens') ??
    0;
  const written =
    optional.count('cacheWriteTokens', details['cacheWriteTokens']) ??
    optional.first(others, 'cacheCreationInputTokens', 'cacheWriteInputTokens', 'cacheWriteTokens') ??
    0;
  const all = total ?? 0;
  const uncached = optional.of('noCacheTokens', () =>
    restCount('noCacheTokens', details['noCacheTokens'], all, read, read + written),
  );
  const isBeside = isWhole ? uncached === 'beside' : leavesOutCached || read + written > all;
  if (total === undefined || isBeside) {
    const known = typeof uncached === 'number' ? uncached : undefined;
    return {
      inputTokens: known ?? all,
      cacheReadTokens: read,
      cacheWriteTokens: written,
      isReported: total !== undefined || known !== undefined,
    };
  }
  const cacheReadTokens = Math.min(read, all);
  const cacheWriteTokens = Math.min(written, all - cacheReadTokens);
  return { inputTokens: all - cacheReadTokens - cacheWriteTokens, cacheReadTokens, cacheWriteTokens, isReported: true };
}
