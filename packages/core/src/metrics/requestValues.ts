import type { TokenCounts } from '../model/TokenCounts.ts';

/** What a price is made of in a request that has it, and where the request says so. Their order is that of the bits of stored masks. */
export const USED_COUNTERS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'webSearches'] as const;

/**
 * Names of what tells one request from another of the same price key, which usage can be grouped and filtered by; no dimension can be called so. Only the ledger itself
 * has them, not its rollups. Usage that is known by sums has the prompt and the counters of its sum.
 */
export const REQUEST_NAMES = ['request.promptTokens', 'request.usedCounters'] as const;

/** Prompts of more tokens count as of so many: the largest 32-bit integer. */
export const MAX_PROMPT_TOKENS = 2 ** 31 - 1;

/** The counters that are above 0, as one text. */
export const counterText = (isUsed: (counter: (typeof USED_COUNTERS)[number], at: number) => boolean): string =>
  USED_COUNTERS.filter(isUsed).join(' ');

/**
 * The size of a request's prompt and which of its counters are above 0, as the texts that usage is grouped by.
 *
 * @example
 * requestValues({ inputTokens: 5, cacheReadTokens: 20, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 1, reasoningTokens: 0, webSearchRequests: 0 }) // => { 'request.promptTokens': '25', 'request.usedCounters': 'input cacheRead output' }
 */
export function requestValues(
  request: TokenCounts & { webSearchRequests: number },
): Record<(typeof REQUEST_NAMES)[number], string> {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } = request;
  const prompt = inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens;
  const counts = [
    inputTokens,
    cacheReadTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    outputTokens,
    request.webSearchRequests,
  ];
  return {
    'request.promptTokens': String(Math.min(prompt, MAX_PROMPT_TOKENS)),
    'request.usedCounters': counterText((_, at) => (counts[at] ?? 0) > 0),
  };
}
