/**
 * Tokens of one model request, in disjoint buckets: no token is in two of them, except that `reasoningTokens` is the part
 * of `outputTokens` that was thinking. Sources whose input includes cached tokens subtract them first.
 */
export interface TokenCounts {
  /** Uncached input. */
  inputTokens: number;
  cacheReadTokens: number;
  /** Written to a cache that lives five minutes; also every write whose lifetime is not stated. */
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  /** Reasoning included. */
  outputTokens: number;
  /** Informational: already part of `outputTokens`. */
  reasoningTokens: number;
}

/** Names of all of them. */
export const TOKEN_COUNTS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'reasoningTokens',
] as const satisfies readonly (keyof TokenCounts)[];
