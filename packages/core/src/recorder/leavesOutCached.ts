import { isAsOpenAi } from './isAsOpenAi.ts';

type Fields = Record<string, unknown>;

/** Names of what counts as Anthropic and Bedrock do. */
const NAMES = /^(anthropic|amazon-bedrock|bedrock)\b|\banthropic\b/;

/**
 * Whether a provider of versions 4 and 5 left cached tokens out of its input: those of Anthropic and of Bedrock did, all others counted them in. Where neither the SDK nor metadata names
 * one, as in errors, the host may, unless the usage object in the body is as OpenAI's.
 * Sources: `@ai-sdk/anthropic` 1 and 2, `@ai-sdk/amazon-bedrock` 3, `@ai-sdk/openai` 2, `@ai-sdk/google` 2.
 *
 * @param provider as the SDK names it; `''` = not stated
 * @param model the response's
 * @param usage in the body of the response
 * @param named the provider as the host names it; `''` = not stated
 * @example
 * leavesOutCached({}, '', 'claude-opus-4-8', {}, 'anthropic') // => true
 */
export function leavesOutCached(
  metadata: Fields,
  provider: string,
  model: string,
  usage: Fields = {},
  named = '',
): boolean {
  const isUntold = Object.keys(metadata).length === 0;
  return (
    'anthropic' in metadata ||
    'bedrock' in metadata ||
    NAMES.test(provider) ||
    (isUntold && provider === '' && !isAsOpenAi(usage) && NAMES.test(named.toLowerCase())) ||
    (isUntold && /(^|\.)anthropic\./.test(model))
  );
}
