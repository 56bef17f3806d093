import { platformNamed } from './platformNamed.ts';

/** Publishers whose models have one list price on all platforms; open models cost what each platform asks. */
const SAME_EVERYWHERE = new Set(['', 'anthropic', 'openai', 'google', 'xai']);

/**
 * Whether prices of a `PriceRow.provider` are those of a request that `provider` bills through `platform` (either may be `''`, not stated). On a
 * platform open models have its own prices only; where no platform is named, a platform's prices are nobody's.
 *
 * @example
 * isBilledBy('alibaba', { provider: 'alibaba', platform: 'openrouter' }) // => false
 */
export function isBilledBy(
  rowProvider: string,
  { provider, platform }: { provider: string; platform: string },
): boolean {
  if (rowProvider === '') return true;
  const rowPlatform = platformNamed(rowProvider);
  if (rowPlatform !== undefined) return rowPlatform === platform;
  if (platform !== '' && !SAME_EVERYWHERE.has(rowProvider)) return false;
  return provider === '' || rowProvider === provider;
}
