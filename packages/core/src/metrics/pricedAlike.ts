import type { RequestRecord } from '../model/RequestRecord.ts';
import type { Joined } from './Ledger.ts';

/**
 * Whether two states of one request are priced alike: everything that a price can depend on is the same. Where a join changes nothing but the session, the
 * quality or the reasoning share, a request keeps the amount that it was first written with, whatever the prices are by now.
 *
 * @example
 * const of = { source: 's', key: 'k', session: 'a', order: 0n, attribution: '', claim: 0, atMs: 0, provider: '', model: 'm', serviceTier: '', speed: '',
 *   residency: '', grain: 'request', quality: 'final', requestCount: 1, webSearchRequests: 0, kind: 'main', inputTokens: 1, cacheReadTokens: 0,
 *   cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 1, reasoningTokens: 0 };
 * pricedAlike(of, { ...of, session: 'b', reasoningTokens: 1 }) // => true
 * pricedAlike(of, { ...of, outputTokens: 2 }) // => false
 * pricedAlike(of, { ...of, speed: 'fast' }) // => false
 */
export function pricedAlike(a: Joined<RequestRecord>, b: Joined<RequestRecord>): boolean {
  return (
    a.attribution === b.attribution &&
    a.serviceTier === b.serviceTier &&
    a.speed === b.speed &&
    a.residency === b.residency &&
    a.atMs === b.atMs &&
    a.webSearchRequests === b.webSearchRequests &&
    a.inputTokens === b.inputTokens &&
    a.cacheReadTokens === b.cacheReadTokens &&
    a.cacheWrite5mTokens === b.cacheWrite5mTokens &&
    a.cacheWrite1hTokens === b.cacheWrite1hTokens &&
    a.outputTokens === b.outputTokens &&
    a.recordedNanoUsd === b.recordedNanoUsd
  );
}
