import type { SampleRandom } from './sampleRandom.ts';

/** How the prompt of the next request is billed. */
export interface PromptTokens {
  cacheRead: number;
  cacheWrite: number;
  /** The history was summarised before this request, because it had outgrown the context window. */
  isCompacted: boolean;
}

/** A conversation's prompt: each request reads what the ones before it have cached and writes what is new. */
export interface PromptCache {
  /** Tokens of the history, which the next request sends again. */
  size(): number;
  next(atMs: number): PromptTokens;
}

/**
 * The cache of one conversation.
 *
 * @param options.openingTokens median tokens that are loaded at the start: instructions and the files at hand
 * @param options.growthTokens median tokens that a request adds: tool results and what the model wrote before
 * @param options.windowTokens the history is summarised before it exceeds this
 * @param options.lifetimeMs time without requests after which everything is written anew
 */
export function promptCache(
  random: SampleRandom,
  options: { openingTokens: number; growthTokens: number; windowTokens: number; lifetimeMs: number },
): PromptCache {
  const systemTokens = random.whole(14_000, 21_000);
  let cached = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    size: () => cached,
    next: (atMs) => {
      const isFirst = cached === 0;
      const median = isFirst ? options.openingTokens : options.growthTokens;
      const growth = Math.round(Math.min(options.windowTokens * 0.6, Math.max(250, random.logNormal(median, 0.8))));
      const isCompacted = cached + growth > options.windowTokens;
      if (isCompacted) cached = systemTokens + random.whole(4000, 9000);
      const isCold = !isFirst && (isCompacted || atMs - lastMs > options.lifetimeMs);
      lastMs = atMs;
      const before = isFirst ? systemTokens : cached;
      cached = before + growth;
      // Other sessions keep the system prompt warm most of the time.
      const isSystemWarm = isFirst && random.chance(0.8);
      return isCold || (isFirst && !isSystemWarm)
        ? { cacheRead: 0, cacheWrite: cached, isCompacted }
        : { cacheRead: before, cacheWrite: growth, isCompacted };
    },
  };
}
