import { isAsOpenAi } from './isAsOpenAi.ts';

type Fields = Record<string, unknown>;

/**
 * Cached tokens that a provider's own usage object has beside its input, by the names that the metadata of its package has for them; `undefined` where it is that of another provider, or
 * has none. Sources: `Usage` of Anthropic, which LiteLLM's words for it are part of another object, and `TokenUsage` of Bedrock.
 *
 * @param usage in the body of the response
 * @example
 * besideInput({ input_tokens: 10, cache_read_input_tokens: 7 })?.cacheReadInputTokens // => 7
 */
export function besideInput(usage: Fields): Fields | undefined {
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage;
  const isOfAnthropic = 'input_tokens' in usage && !isAsOpenAi(usage);
  if (isOfAnthropic && (read ?? written ?? undefined) !== undefined) {
    return { cacheReadInputTokens: read, cacheWriteInputTokens: written };
  }
  const isOfBedrock = 'inputTokens' in usage && ('cacheReadInputTokens' in usage || 'cacheWriteInputTokens' in usage);
  return isOfBedrock ? usage : undefined;
}
