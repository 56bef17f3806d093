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

/** Cache writes that only the usage object of an OpenAI-compatible server has, because its package does not read them. Sources: `Usage` of LiteLLM, OpenRouter and OpenAI. */
function rawWrites(raw: Fields, optional: OptionalCounts): number | undefined {
  const objects = [raw, fieldsOf(raw['prompt_tokens_details']), fieldsOf(raw['input_tokens_details'])];
  return optional.first(objects, 'cache_creation_input_tokens', 'cache_creation_tokens', 'cache_write_tokens');
}

/**
 * Cache reads that only the usage object of an OpenAI-compatible server has, in words of its own, and those that a package drops but the body of the response has (Mistral's of versions 4
 * and 5, and OpenAI's, which passes on no words it does not know). Sources: `cached_tokens` of Moonshot, `prompt_cache_hit_tokens` of DeepSeek, `num_cached_tokens` of Mistral,
 * `cache_read_input_tokens` of LiteLLM. Cohere's `cached_tokens` are no part of what it bills, which is its input here.
 */
function rawReads(raw: Fields, body: Fields, optional: OptionalCounts): number | undefined {
  const usage = fieldsOf(body['usage']);
  if ('billed_units' in raw || 'billed_units' in usage) return undefined;
  const words = ['cached_tokens', 'prompt_cache_hit_tokens', 'num_cached_tokens'];
  return (
    optional.first([raw], ...words, 'cache_read_input_tokens') ??
    optional.first([usage, fieldsOf(usage['prompt_tokens_details'])], ...words)
  );
}

/**
 * The input of an AI SDK step. Where the input has the cache in it, the parts add up to it: the uncached part is what reads and writes leave over, not `noCacheTokens`, because packages
 * differ in whether that has the writes in it (OpenRouter's 3 takes only the reads out).
 *
 * @param given the step's usage
 * @param total all input that the provider stated; `undefined` when it stated none
 * @param objects what the provider's metadata may hold counts in
 * @param body of the response, where the step has it
 * @param leavesOutCached whether a provider of versions 4 and 5 is known to count the cache beside its input
 * @param optional reads what may be missing
 * @example
 * aiSdkInput({ inputTokenDetails: { noCacheTokens: 30, cacheReadTokens: 70, cacheWriteTokens: 10 } }, 100, [], {}, false).inputTokens // => 20
 */
export function aiSdkInput(
  given: Fields,
  total: number | undefined,
  objects: readonly Fields[],
  body: Fields,
  leavesOutCached: boolean,
  optional: OptionalCounts = optionalCounts(),
): AiSdkInput {
  const details = fieldsOf(given['inputTokenDetails']);
  // With `noCacheTokens` the details are whole; without it the provider speaks an earlier version.
  const isWhole = (details['noCacheTokens'] ?? undefined) !== undefined;
  const others = isWhole ? [] : objects;
  const told =
    optional.first([details, given], 'cacheReadTokens', 'cachedInputTokens') ??
    optional.first(others, 'cacheReadInputTokens', 'cachedPromptTokens', 'promptCacheHitTokens', 'cachedTokens') ??
    0;
  // A package that does not know the server's word for it says 0.
  const read = told > 0 ? told : (rawReads(fieldsOf(given['raw']), body, optional) ?? 0);
  const known =
    optional.count('cacheWriteTokens', details['cacheWriteTokens']) ??
    optional.first(others, 'cacheCreationInputTokens', 'cacheWriteInputTokens', 'cacheWriteTokens');
  const unknown = known === undefined ? rawWrites(fieldsOf(given['raw']), optional) : undefined;
  const written = known ?? unknown ?? 0;
  const all = total ?? 0;
  const uncached = optional.of('noCacheTokens', () =>
    restCount('noCacheTokens', details['noCacheTokens'], all, read, read + written),
  );
  const isMore = read + written > all;
  const isBeside = isWhole ? uncached === 'beside' || (unknown !== undefined && isMore) : leavesOutCached || isMore;
  if (total === undefined || isBeside) {
    const rest = typeof uncached === 'number' ? uncached : undefined;
    return {
      inputTokens: rest ?? all,
      cacheReadTokens: read,
      cacheWriteTokens: written,
      isReported: total !== undefined || rest !== undefined,
    };
  }
  const cacheReadTokens = Math.min(read, all);
  const cacheWriteTokens = Math.min(written, all - cacheReadTokens);
  return { inputTokens: all - cacheReadTokens - cacheWriteTokens, cacheReadTokens, cacheWriteTokens, isReported: true };
}
