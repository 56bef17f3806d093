import { hostNamed } from './hostNamed.ts';
import type { ModelName } from './matchModel.ts';
import { platformNamed } from './platformNamed.ts';
import { publisherNamed } from './publisherNamed.ts';

/** Publishers whose closed models have one list price on all platforms. */
const SAME_EVERYWHERE = new Set(['', 'anthropic', 'openai', 'google', 'xai']);
/** Platforms that ask prices of their own even for those: their lists differ from the publishers'. */
const OF_THEIR_OWN = new Set(['github-copilot', 'quicksilverpro']);
/** Their open models, which cost what each platform asks, and a platform's own variants of a model: `gemini-2.0-flash-exp:free`. */
const SOLD_BY_ITSELF = /^(?:gemma|gpt-oss)-|^(?!ft:).*:/;

/**
 * Whether prices of a `PriceRow.provider` are those of a request that `provider` bills through `platform` (either may be `''`, not stated). On a
 * platform open models have its own prices only; where no seller is named, those of a platform, or of anyone else who sells the models of others, are nobody's.
 *
 * @example
 * isBilledBy('alibaba', { provider: 'alibaba', platform: 'openrouter', host: '', model: 'qwen3-max' }) // => false
 */
export function isBilledBy(
  rowProvider: string,
  { provider, platform, host, model }: Pick<ModelName, 'provider' | 'platform' | 'host' | 'model'>,
): boolean {
  if (rowProvider === '') return true;
  const rowPlatform = platformNamed(rowProvider);
  if (rowPlatform !== undefined) return rowPlatform === platform;
  if (publisherNamed(rowProvider) === undefined) return hostNamed(rowProvider) === host;
  const isListed = SAME_EVERYWHERE.has(rowProvider) && !OF_THEIR_OWN.has(platform) && !SOLD_BY_ITSELF.test(model);
  if (platform !== '' && !isListed) return false;
  return provider === '' || rowProvider === provider;
}
