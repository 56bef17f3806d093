import type { RequestRecord } from '../model/RequestRecord.ts';
import type { Joined } from './Ledger.ts';

/** Everything of a request that a price can depend on: neither its session, nor its quality, nor the reasoning share. */
export const PRICED_FIELDS = [
  'attribution',
  'serviceTier',
  'speed',
  'residency',
  'atMs',
  'webSearchRequests',
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'recordedNanoUsd',
] as const satisfies readonly (keyof Joined<RequestRecord>)[];

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
  for (const field of PRICED_FIELDS) if (a[field] !== b[field]) return false;
  return true;
}
