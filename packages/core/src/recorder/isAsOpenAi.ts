/**
 * Whether a usage object in the body of a response is as OpenAI's, of its chat API or of Responses, with cached tokens in the input: servers that speak so may add Anthropic's words for them.
 *
 * @example
 * isAsOpenAi({ input_tokens: 100, input_tokens_details: { cached_tokens: 70 } }) // => true
 * isAsOpenAi({ input_tokens: 30, cache_read_input_tokens: 70 }) // => false
 */
export function isAsOpenAi(usage: Record<string, unknown>): boolean {
  return 'prompt_tokens' in usage || 'input_tokens_details' in usage;
}
