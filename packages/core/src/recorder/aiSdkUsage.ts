import type { UsageError } from '../errors.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { aiSdkCost } from './aiSdkCost.ts';
import { aiSdkInput } from './aiSdkInput.ts';
import { type AiSdkIterations, aiSdkIterations } from './aiSdkIterations.ts';
import { aiSdkModality } from './aiSdkModality.ts';
import { aiSdkOutput } from './aiSdkOutput.ts';
import { aiSdkTotal } from './aiSdkTotal.ts';
import { aiSdkVariant } from './aiSdkVariant.ts';
import { besideInput } from './besideInput.ts';
import { fieldsOf, itemsOf } from './eventFields.ts';
import { leavesOutCached } from './leavesOutCached.ts';
import { type OptionalCounts, optionalCounts } from './optionalCounts.ts';
import { reportedCount } from './reportedCount.ts';
import type { UsageCounts } from './usageCounts.ts';

/** What an AI SDK step says of its usage. */
export interface AiSdkUsage
  extends Pick<RequestRecord, 'quality' | 'serviceTier' | 'speed' | 'residency'>, Omit<AiSdkIterations, 'own'> {
  counts: UsageCounts;
  /** What was stated beside input and output, but is no count: left out, so that the counts are `partial`. */
  faults: UsageError[];
  /** What of it is not priced as text: `audio`, `image`, … ; `''` = nothing. */
  modality: string;
}

type Fields = Record<string, unknown>;

/** Objects that a provider's metadata may hold counts in. */
const metadataObjects = (metadata: Fields): Fields[] =>
  Object.values(metadata).flatMap((of) => {
    const usage = fieldsOf(fieldsOf(of)['usage']);
    return [of, usage, usage['promptTokensDetails'], usage['completionTokensDetails']].map((object) =>
      fieldsOf(object),
    );
  });

/** Reasoning that a package does not pass on, by the word of OpenAI's chat API and its like. Source: `@ai-sdk/groq` 1 and 2. */
const rawReasoning = (raw: Fields): Fields => ({
  reasoningTokens: fieldsOf(raw['completion_tokens_details'])['reasoning_tokens'],
});

/** Cache writes that live an hour: in Anthropic's usage object by lifetime, which LiteLLM passes on, in Bedrock's, and its metadata, a list of them. */
const hourWrites = (anthropic: Fields, objects: readonly Fields[], optional: OptionalCounts): number => {
  const proxied = fieldsOf(fieldsOf(anthropic['prompt_tokens_details'])['cache_creation_token_details']);
  const split = optional.first([fieldsOf(anthropic['cache_creation']), proxied], 'ephemeral_1h_input_tokens');
  if (split !== undefined) return split;
  const lists = [anthropic, ...objects].map((of) => itemsOf(of['cacheDetails']));
  const hours = lists.find((list) => list.length > 0)?.filter((write) => write['ttl'] === '1h') ?? [];
  return hours.reduce((sum, write) => sum + (optional.count('cacheDetails', write['inputTokens']) ?? 0), 0);
};

/**
 * Whether the counts are those of Google's own API, whose total has everything in it: prompts, prompts of tools, candidates and thoughts; known by its usage object, or the metadata of its
 * packages. A server that speaks as OpenAI's does is none, whatever it is called. Sources: `UsageMetadata` of the Gemini API, `Usage` of the Interactions API.
 */
const isOfGoogle = (raw: Fields, metadata: Fields): boolean =>
  'totalTokenCount' in raw ||
  'total_input_tokens' in raw ||
  Object.values(metadata).some((of) => 'groundingMetadata' in fieldsOf(of));

/**
 * The usage object of the Vercel AI SDK in disjoint buckets. Version 4: `promptTokens`, `completionTokens`, with the cache in the provider's metadata; version 5: `inputTokens`,
 * `outputTokens`, `cachedInputTokens`, `reasoningTokens`; from 6 on `inputTokenDetails` and `outputTokenDetails`, where the input is all of it with every provider, except a provider of
 * version 5 under a later SDK, which is known by the missing `noCacheTokens`. Cohere's are those it bills. Input and output that a provider did not report are 0, and the quality
 * `partial`; so is it where another count is broken, or the provider's total is more than all that is known of.
 *
 * @param metadata the step's `providerMetadata`
 * @param provider as the SDK names it; `''` = not stated
 * @param model the response's
 * @param body of the response, where the step has it
 * @param named the provider as the host names it; `''` = not stated
 * @throws UsageError `invalid_argument` for an input or an output that is no count
 * @example
 * aiSdkUsage({ inputTokens: 100, inputTokenDetails: { noCacheTokens: 20, cacheReadTokens: 70, cacheWriteTokens: 10 }, outputTokens: 5 }).counts.inputTokens // => 20
 */
export function aiSdkUsage(
  usage: unknown,
  metadata: unknown = {},
  provider = '',
  model = '',
  body: unknown = {},
  named = '',
): AiSdkUsage {
  const stepUsage = fieldsOf(usage);
  const response = fieldsOf(body);
  const ofGoogle = fieldsOf(response['usageMetadata']);
  // The provider's own usage object, which steps of versions 4 and 5 have in the body alone.
  const raw = { ...ofGoogle, ...fieldsOf(response['usage']), ...fieldsOf(stepUsage['raw']) };
  const billed = fieldsOf(raw['billed_units']);
  const given: Fields = {
    // Google's package for version 4 passes on neither of them.
    cachedInputTokens: ofGoogle['cachedContentTokenCount'],
    reasoningTokens: ofGoogle['thoughtsTokenCount'],
    ...stepUsage,
    inputTokens: billed['input_tokens'] ?? stepUsage['inputTokens'] ?? stepUsage['promptTokens'],
    outputTokens: billed['output_tokens'] ?? stepUsage['outputTokens'] ?? stepUsage['completionTokens'],
  };
  const ofProvider = fieldsOf(metadata);
  const objects = metadataObjects(ofProvider);
  // Anthropic's own usage object, which the metadata has with version 5, of streams too.
  const anthropic: Fields = { ...fieldsOf(fieldsOf(ofProvider['anthropic'])['usage']), ...raw };
  const optional = optionalCounts();
  const { own, compactions, advisors } = optional.of('iterations', () =>
    aiSdkIterations(anthropic, ofProvider['anthropic'], model),
  ) ?? { compactions: [], advisors: [] };

  const stated = reportedCount('inputTokens', given['inputTokens']);
  const isDeepInfra = provider.startsWith('deepinfra') || 'deepinfra' in ofProvider;
  // Cohere's total has what it does not bill.
  const sum = 'billed_units' in raw ? 0 : (aiSdkTotal(given, response, isDeepInfra, optional) ?? 0);
  const beyondInput = sum - (stated ?? 0);
  const isGoogle = isOfGoogle(raw, ofProvider);
  const output = aiSdkOutput(
    given,
    [...objects, rawReasoning(raw)],
    // A server's sum tells that it counts reasoning beside the output. Google's package of version 5 leaves thoughts out of the output, and prompts of tools out of the input; xAI's of
    // version 4 leaves reasoning out, and sums up itself.
    (out, reasoning, isSplit) =>
      (!(isGoogle && isSplit) && beyondInput === out + reasoning) ||
      (isGoogle && !isSplit && beyondInput > out + reasoning) ||
      ('xai' in ofProvider && 'completionTokens' in given),
    optional,
  );
  const toolPrompts = isGoogle ? Math.max(0, beyondInput - output.outputTokens) : 0;
  const total = toolPrompts > 0 ? (stated ?? 0) + toolPrompts : stated;
  const ofBody = fieldsOf(response['usage']);
  const beside = besideInput(ofBody);
  const isBeside = beside !== undefined || leavesOutCached(ofProvider, provider, model, ofBody, named);
  const cached = beside ? [...objects, beside] : objects;
  const input = aiSdkInput(given, total, cached, response, isBeside, optional);
  const prompt = input.inputTokens + input.cacheReadTokens + input.cacheWriteTokens;
  // No call has a prompt of no tokens: packages say 0 where a stream broke off before its usage came.
  const isReported = input.isReported && prompt > 0 && output.isReported;
  const unknown = isReported ? Math.max(0, sum - prompt - output.outputTokens) : 0;
  // Google's endpoint for OpenAI's clients has thoughts in its total alone.
  const thoughts = /gemini/i.test(model) && !isGoogle ? unknown : 0;
  const outputTokens = output.outputTokens + thoughts;
  const reasoningTokens = output.reasoningTokens + thoughts;
  const cacheWrite1hTokens = Math.min(hourWrites(anthropic, objects, optional), input.cacheWriteTokens);
  const searches = optional.count('web_search_requests', fieldsOf(anthropic['server_tool_use'])['web_search_requests']);
  const recordedNanoUsd = optional.of('cost', () => aiSdkCost(ofProvider, raw, provider, named));

  return {
    counts: {
      inputTokens: own?.inputTokens ?? input.inputTokens,
      cacheReadTokens: input.cacheReadTokens,
      cacheWrite5mTokens: input.cacheWriteTokens - cacheWrite1hTokens,
      cacheWrite1hTokens,
      outputTokens: own ? Math.max(reasoningTokens, own.outputTokens) : outputTokens,
      reasoningTokens,
      webSearchRequests: searches ?? 0,
      ...(recordedNanoUsd !== undefined && { recordedNanoUsd }),
    },
    compactions,
    advisors,
    faults: [...optional.faults.values()],
    quality: optional.faults.size === 0 && isReported && unknown === thoughts ? 'final' : 'partial',
    ...aiSdkVariant(anthropic, objects, response),
    modality: aiSdkModality([raw, ...objects, ...objects.map((of) => fieldsOf(of['usageMetadata']))]),
  };
}
