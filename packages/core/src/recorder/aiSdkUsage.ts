import type { UsageError } from '../errors.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { type AiSdkIterations, aiSdkIterations } from './aiSdkIterations.ts';
import { fieldsOf, firstText } from './eventFields.ts';
import { optionalCounts } from './optionalCounts.ts';
import { reportedCount } from './reportedCount.ts';
import type { UsageCounts } from './usageCounts.ts';

/** What an AI SDK step says of its usage. */
export interface AiSdkUsage
  extends Pick<RequestRecord, 'quality' | 'serviceTier' | 'speed' | 'residency'>, Omit<AiSdkIterations, 'own'> {
  counts: UsageCounts;
  /** What was stated beside input and output, but is no count: left out, so that the counts are `partial`. */
  faults: UsageError[];
}

type Fields = Record<string, unknown>;

/** Objects that a provider's metadata may hold counts in. */
const metadataObjects = (metadata: Fields): Fields[] =>
  Object.values(metadata).flatMap((of) => [fieldsOf(of), fieldsOf(fieldsOf(of)['usage'])]);

/**
 * What a provider's package computed as all of a count less a part of it (`noCacheTokens`, `textTokens`); `'beside'` when that is less than nothing, because the server
 * counts the part beside it. Source: packages for OpenAI-compatible servers, which subtract cached and reasoning tokens whether or not the server counts them in.
 */
const rest = (name: string, value: unknown, all: number, ...parts: readonly number[]): number | 'beside' | undefined =>
  (value as number) < 0 && parts.some((part) => all - part === value) ? 'beside' : reportedCount(name, value);

/**
 * An input that has the cache in it, in parts that add up to it. The uncached part is what the total leaves over, not `noCacheTokens`: packages differ in whether that has cache writes in it
 * (OpenRouter's 3 takes only reads out).
 */
const partsOf = (all: number, read: number, written: number) => {
  const cacheRead = Math.min(read, all);
  const writes = Math.min(written, all - cacheRead);
  return { inputTokens: all - cacheRead - writes, cacheRead, writes };
};

const nonstandard = (value: unknown, ...standard: readonly string[]): string => {
  const text = firstText(value);
  return standard.includes(text) ? '' : text;
};

/**
 * Whether a provider of versions 4 and 5 left cached tokens out of its input: those of Anthropic and of Bedrock did, all others counted them in.
 * Sources: `@ai-sdk/anthropic` 1 and 2, `@ai-sdk/amazon-bedrock` 3, `@ai-sdk/openai` 2, `@ai-sdk/google` 2.
 */
const leavesOutCached = (metadata: Fields, provider: string, model: string): boolean =>
  'anthropic' in metadata ||
  'bedrock' in metadata ||
  /^(anthropic|amazon-bedrock|bedrock)\b|\banthropic\b/.test(provider) ||
  (/(^|\.)anthropic\./.test(model) && Object.keys(metadata).length === 0);

/**
 * The usage object of the Vercel AI SDK in disjoint buckets. Version 4: `promptTokens`, `completionTokens`, with the cache in the provider's metadata; version 5: `inputTokens`,
 * `outputTokens`, `cachedInputTokens`, `reasoningTokens`; from 6 on `inputTokenDetails` and `outputTokenDetails`, where the input is all of it with every provider, except a provider of
 * version 5 under a later SDK, which is known by the missing `noCacheTokens`. Input and output that a provider did not report are 0, and the quality `partial`; so is it where
 * another count is broken.
 *
 * @param metadata the step's `providerMetadata`
 * @param provider as the SDK names it; `''` = not stated
 * @param model the response's
 * @throws UsageError `invalid_argument` for an input or an output that is no count
 * @example
 * aiSdkUsage({ inputTokens: 100, inputTokenDetails: { noCacheTokens: 20, cacheReadTokens: 70, cacheWriteTokens: 10 }, outputTokens: 5 }).counts.inputTokens // => 20
 */
export function aiSdkUsage(usage: unknown, metadata: unknown = {}, provider = '', model = ''): AiSdkUsage {
  const given = fieldsOf(usage);
  const read = fieldsOf(given['inputTokenDetails']);
  const written = fieldsOf(given['outputTokenDetails']);
  const raw = fieldsOf(given['raw']);
  const ofProvider = fieldsOf(metadata);
  const objects = metadataObjects(ofProvider);
  // Anthropic's own usage object: in the metadata with version 5, as `raw` from 6 on.
  const anthropic: Fields = { ...fieldsOf(fieldsOf(ofProvider['anthropic'])['usage']), ...raw };
  const optional = optionalCounts();
  const { own, compactions, advisors } = optional.of('iterations', () =>
    aiSdkIterations(anthropic, ofProvider['anthropic'], model),
  ) ?? { compactions: [], advisors: [] };

  const total = reportedCount('inputTokens', given['inputTokens'] ?? given['promptTokens']);
  const cached = optional.first([read, given], 'cacheReadTokens', 'cachedInputTokens');
  const cacheWrite = optional.count('cacheWriteTokens', read['cacheWriteTokens']);
  // With `noCacheTokens` the details are whole; without it the provider speaks an earlier version.
  const isWhole = (read['noCacheTokens'] ?? undefined) !== undefined;
  const cacheRead =
    cached ??
    (isWhole
      ? undefined
      : optional.first(objects, 'cacheReadInputTokens', 'cachedPromptTokens', 'promptCacheHitTokens')) ??
    0;
  const writes =
    cacheWrite ??
    (isWhole
      ? undefined
      : optional.first(objects, 'cacheCreationInputTokens', 'cacheWriteInputTokens', 'cacheWriteTokens')) ??
    0;
  const hour = optional.count(
    'ephemeral_1h_input_tokens',
    fieldsOf(anthropic['cache_creation'])['ephemeral_1h_input_tokens'],
  );
  const all = total ?? 0;
  const uncached = optional.of('noCacheTokens', () =>
    rest('noCacheTokens', read['noCacheTokens'], all, cacheRead, cacheRead + writes),
  );
  const isLeftOut = isWhole
    ? uncached === 'beside'
    : leavesOutCached(ofProvider, provider, model) || cacheRead + writes > all;
  const stands = { inputTokens: typeof uncached === 'number' ? uncached : all, cacheRead, writes };
  const input = total === undefined || isLeftOut ? stands : partsOf(all, cacheRead, writes);
  const cacheWrite1hTokens = Math.min(hour ?? 0, input.writes);

  const reasoningTokens =
    optional.first([written, given], 'reasoningTokens') ??
    (isWhole ? undefined : optional.first(objects, 'reasoningTokens')) ??
    0;
  const stated = reportedCount('outputTokens', given['outputTokens'] ?? given['completionTokens']);
  const text = optional.of('textTokens', () => rest('textTokens', written['textTokens'], stated ?? 0, reasoningTokens));
  const output = stated ?? (typeof text === 'number' ? text + reasoningTokens : undefined);
  // Google's provider of version 5 counts thoughts beside the output; its total shows it.
  const sum = optional.count('totalTokens', raw['totalTokens'] ?? given['totalTokens']);
  const isBeside =
    text === 'beside' || (text === undefined && reasoningTokens > 0 && sum === all + (output ?? 0) + reasoningTokens);
  const outputTokens = Math.max(reasoningTokens, (output ?? 0) + (isBeside ? reasoningTokens : 0));

  const searches = optional.count('web_search_requests', fieldsOf(anthropic['server_tool_use'])['web_search_requests']);
  const isWholly = optional.faults.size === 0 && (total !== undefined || typeof uncached === 'number');
  return {
    counts: {
      inputTokens: own?.inputTokens ?? input.inputTokens,
      cacheReadTokens: input.cacheRead,
      cacheWrite5mTokens: input.writes - cacheWrite1hTokens,
      cacheWrite1hTokens,
      outputTokens: own ? Math.max(reasoningTokens, own.outputTokens) : outputTokens,
      reasoningTokens,
      webSearchRequests: searches ?? 0,
    },
    compactions,
    advisors,
    faults: [...optional.faults.values()],
    quality: isWholly && output !== undefined ? 'final' : 'partial',
    serviceTier: nonstandard(
      firstText(anthropic['service_tier'], ...objects.map((of) => of['serviceTier'])),
      'standard',
      'default',
      'auto',
    ),
    speed: nonstandard(anthropic['speed'], 'standard'),
    residency: nonstandard(anthropic['inference_geo'], 'not_available', 'global'),
  };
}
