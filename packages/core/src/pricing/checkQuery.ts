import { UsageError } from '../errors.ts';
import { PRICE_KEY_TEXTS } from '../model/RequestCost.ts';
import type { CostQuery } from './costOf.ts';
import type { PriceAsOf } from './PriceMatch.ts';

const COUNTS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'webSearchRequests',
] as const;

const shown = (value: unknown): string => (typeof value === 'bigint' ? `${value}n` : String(value));

/**
 * Checks what JavaScript lets through: a price is never found by a missing name or for a count that is none.
 *
 * @throws `invalid_argument` for a text that is missing, or a time that is none
 * @throws `unsafe_integer` for a count that is not a whole number from 0 to 2^53 - 1
 * @example
 * const counts = { inputTokens: 1, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0, webSearchRequests: 0 };
 * checkQuery({ ...counts, atMs: 0, provider: '', model: 'x', serviceTier: '', speed: '', residency: '', grain: 'request' }) // => undefined
 */
export function checkQuery(query: CostQuery, asOf?: PriceAsOf): void {
  for (const name of PRICE_KEY_TEXTS) if (typeof query[name] !== 'string') throw noText(name, query[name]);
  checkTime('atMs', query.atMs);
  if (asOf !== undefined) {
    checkTime('priceAtMs', asOf.priceAtMs ?? 0);
    checkTime('knownAtMs', asOf.knownAtMs ?? 0);
  }
  for (const name of COUNTS) {
    const count = query[name];
    if (!Number.isSafeInteger(count) || count < 0) throw noCount(name, count);
  }
}

function checkTime(name: string, ms: number): void {
  if (typeof ms === 'number' && !Number.isNaN(ms)) return;
  throw new UsageError('invalid_argument', `${name} is ${shown(ms)}: it must be ms since 1970 UTC`);
}

const noText = (name: string, value: unknown): UsageError =>
  new UsageError('invalid_argument', `${name} is ${shown(value)}: it must be text, '' when it is not stated`);
const noCount = (name: string, value: unknown): UsageError =>
  new UsageError('unsafe_integer', `${name} is ${shown(value)}: it must be a whole number from 0 to 2^53 - 1`);
