import type { CostQuery } from './costOf.ts';

/** A standard request of nothing at the start of 2026-10-15 UTC, with the given fields instead. For tests. */
export function costQuery(fields: Partial<CostQuery> & { model: string }): CostQuery {
  return {
    atMs: Date.UTC(2026, 9, 15),
    provider: '',
    serviceTier: '',
    speed: '',
    residency: '',
    grain: 'request',
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    webSearchRequests: 0,
    ...fields,
  };
}
