import { publisherNamed } from '../pricing/publisherNamed.ts';
import { fieldsOf } from './eventFields.ts';

type Fields = Record<string, unknown>;

const isStated = (value: unknown): boolean => value !== undefined && value !== null;

/**
 * The mode of Alibaba's cache, as a service tier: `explicit-cache` for prompts that were marked to be cached, `implicit-cache` for what the platform cached by itself, which costs twice as much
 * to read. `''` with others, without cached tokens, and where nothing of Alibaba's own usage object says it. Source: `prompt_tokens_details` of Model Studio, where explicit caches have a
 * `cache_type` and counts of what was created.
 *
 * @param provider whose price it is, by any of its names; `''` = not known
 * @param usages what may be the provider's own usage object
 * @param cachedTokens read from the cache or written to it
 * @example
 * aiSdkCacheMode('alibaba.chat', [{ prompt_tokens_details: { cached_tokens: 9, cache_type: 'ephemeral' } }], 9) // => 'explicit-cache'
 */
export function aiSdkCacheMode(provider: string, usages: readonly Fields[], cachedTokens: number): string {
  if (cachedTokens === 0 || publisherNamed(provider.toLowerCase())?.id !== 'alibaba') return '';
  const details = usages
    .map((usage) => fieldsOf(usage['prompt_tokens_details']))
    .find((of) => isStated(of['cached_tokens']) || isStated(of['cache_type']));
  if (details === undefined) return '';
  const isExplicit = ['cache_type', 'cache_creation', 'cache_creation_input_tokens'].some((name) =>
    isStated(details[name]),
  );
  return isExplicit ? 'explicit-cache' : 'implicit-cache';
}
