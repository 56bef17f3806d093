import type { ModelName } from './matchModel.ts';

const PUBLISHERS = new Set(['anthropic', 'openai', 'google']);
const FAMILIES = /^(?:(?:claude|gpt|codex|gemini|gemma)-|o\d)/;

/**
 * Whether a model on Bedrock is of a publisher that `bedrockName` reads: Bedrock sells these by global profiles too and asks more in its regions, so that a price
 * without a residency holds in none of them. A model of anyone else runs in some region, named or not.
 *
 * @example
 * hasGlobalProfile({ provider: '', model: 'claude-opus-5' }) // => true
 * @example
 * hasGlobalProfile({ provider: '', model: 'amazon.nova-pro-v1:0' }) // => false
 */
export function hasGlobalProfile({ provider, model }: Pick<ModelName, 'provider' | 'model'>): boolean {
  return PUBLISHERS.has(provider) || FAMILIES.test(model);
}
