import { UsageError } from '../errors.ts';
import type { PriceKey, RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { isOneRequest } from '../model/usageGrain.ts';
import { checkQuery } from './checkQuery.ts';
import { type PicoRates, RATE_BUCKETS, type RateBucket } from './picoRates.ts';
import type { PriceBook } from './priceBook.ts';
import type { PriceAsOf, PriceQuery } from './PriceMatch.ts';
import type { PriceRow } from './PriceRow.ts';

/** What a cost depends on. */
export type CostQuery = PriceQuery &
  Pick<RequestRecord, 'outputTokens' | 'webSearchRequests' | 'recordedNanoUsd'> & {
    /** `subscription` = covered by a flat fee: worth its list price, but not billed. Absent = billed by use. */
    billing?: 'subscription';
  };

/** A request's cost with its reasons. */
export interface ExplainedCost extends RequestCost {
  /** Same as `nanoUsd`. */
  costNanoUsd: number | null;
  /** Id of the price row; `null` when no list price was applied. */
  priceId: string | null;
  /** How the amount was found, one step a line, for people. */
  ruleTrace: string[];
}

const TOKENS_OF: Readonly<Record<RateBucket, (query: CostQuery) => number>> = {
  input: (query) => query.inputTokens,
  cacheRead: (query) => query.cacheReadTokens,
  cacheWrite5m: (query) => query.cacheWrite5mTokens,
  cacheWrite1h: (query) => query.cacheWrite1hTokens,
  output: (query) => query.outputTokens,
};

const wholeCount = (name: string, value: number): bigint => {
  if (Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw new UsageError('unsafe_integer', `${name} is ${value}: it must be a whole number from 0 to 2^53 - 1`);
};

const splitPico = (pico: bigint): { nanoUsd: number; picoRest: number } => {
  const nano = pico / 1000n;
  if (nano > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new UsageError('unsafe_integer', `a cost of ${nano} nano-USD is beyond 2^53 - 1: record smaller rows`);
  }
  return { nanoUsd: Number(nano), picoRest: Number(pico % 1000n) };
};

/** The sum of tokens × rate, pico-USD, or why there is none. */
const listedPico = (
  query: CostQuery,
  row: PriceRow,
  rates: PicoRates,
  webSearchPico: bigint | null,
): bigint | string[] => {
  let pico = 0n;
  const missing: string[] = [];
  for (const bucket of RATE_BUCKETS) {
    const tokens = wholeCount(bucket, TOKENS_OF[bucket](query));
    const rate = rates[bucket];
    if (rate !== null) pico += tokens * rate;
    else if (tokens > 0n) missing.push(`'${row.id}' lists no price for ${bucket}, of which there are ${tokens} tokens`);
  }
  const searches = wholeCount('webSearchRequests', query.webSearchRequests);
  if (webSearchPico !== null) pico += searches * webSearchPico;
  else if (searches > 0n) missing.push(`'${row.id}' lists no price for web searches`);
  return missing.length > 0 ? missing : pico;
};

/**
 * The same sum in plain numbers, which is several times faster: `undefined` unless every bucket that occurs has a price and every step stays below 2^53, where
 * numbers are exact.
 */
const smallPico = (query: CostQuery, rates: PicoRates, webSearchPico: bigint | null): number | undefined => {
  const searches = query.webSearchRequests;
  let pico = searches === 0 ? 0 : webSearchPico === null ? Number.NaN : searches * Number(webSearchPico);
  let isWhole = Number.isSafeInteger(searches) && searches >= 0;
  for (const bucket of RATE_BUCKETS) {
    const tokens = TOKENS_OF[bucket](query);
    const rate = rates[bucket];
    isWhole &&= Number.isSafeInteger(tokens) && tokens >= 0;
    if (tokens !== 0) pico += rate === null ? Number.NaN : tokens * Number(rate);
  }
  return isWhole && pico < Number.MAX_SAFE_INTEGER ? pico : undefined;
};

const splitSmallPico = (pico: number): { nanoUsd: number; picoRest: number } => {
  const picoRest = pico % 1000;
  return { nanoUsd: (pico - picoRest) / 1000, picoRest };
};

/**
 * The exact cost of one request: Σ tokens × listed rate in pico-USD, floored to whole nano-USD plus the rest. The tier is chosen by the whole
 * prompt and applies to every token of the request. A cost recorded by the source is kept as it is. Without a known price, for the model, its
 * variant, the time or any bucket that occurs, the cost is `null` and the basis `unpriced`: never zero, never another model's price. Use that a
 * subscription covers costs its list price (what the source recorded only where there is none, or it would be assumed), with the basis `subscription`: it adds up to no bill.
 *
 * `asOf` asks the book for another time: `{ knownAtMs }` = as the book was known then, `{ priceAtMs }` = at the price in force then.
 *
 * @throws `invalid_argument` for a missing name, or a time that is none
 * @throws `unsafe_integer` for a count that is not a whole number, or a cost of 2^53 nano-USD (nine million USD) or more
 * @example
 * costOf({ provider: 'anthropic', model: 'claude-haiku-5-5', serviceTier: '', speed: '', residency: '', grain: 'request', atMs: Date.UTC(2026, 10, 1),
 *   inputTokens: 5000, cacheReadTokens: 115000, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 1000, webSearchRequests: 0 }, priceBook()).nanoUsd // => 10750000
 */
export function costOf(query: CostQuery, book: PriceBook, asOf?: PriceAsOf): ExplainedCost {
  checkQuery(query, asOf);
  const match = book.match(query, asOf);
  const { row, rates, promptBand, promptFrom, promptBelow, timeBand, isAssumed, webSearchPico, trace } = match;
  const { provider, model, serviceTier, speed, residency } = query;
  const prompts = { ...(promptFrom && { promptFrom }), ...(promptBelow && { promptBelow }) };
  const priceKey: PriceKey = { provider, model, serviceTier, speed, residency, promptBand, ...prompts, timeBand };
  const facts = { priceKey, bookId: book.id };
  const isCovered = query.billing === 'subscription';
  const recorded = (recordedNanoUsd: number, reasons: string[]): ExplainedCost => {
    const nanoUsd = Number(wholeCount('recordedNanoUsd', recordedNanoUsd));
    const basis = isCovered ? 'subscription' : 'recorded';
    // A list price that comes later may be an assumption, for which a sum must know that its amount was recorded.
    const isSum = isCovered && !isOneRequest(query.grain);
    const paid = { ...facts, priceKey: isSum ? { ...priceKey, sumPrice: 'recorded' as const } : priceKey };
    const ruleTrace = [...reasons, 'the source recorded the cost itself'];
    return { nanoUsd, costNanoUsd: nanoUsd, picoRest: 0, basis, ...paid, priceId: null, ruleTrace };
  };
  if (query.recordedNanoUsd !== undefined && !isCovered) return recorded(query.recordedNanoUsd, []);
  const unpriced = (reasons: string[]): ExplainedCost => {
    const ruleTrace = [...trace, ...reasons];
    if (query.recordedNanoUsd !== undefined) return recorded(query.recordedNanoUsd, ruleTrace);
    return { nanoUsd: null, costNanoUsd: null, picoRest: 0, basis: 'unpriced', ...facts, priceId: null, ruleTrace };
  };
  if (row === null || rates === null) return unpriced([]);

  const small = smallPico(query, rates, webSearchPico);
  const pico = small ?? listedPico(query, row, rates, webSearchPico);
  if (typeof pico === 'object') return unpriced(pico);
  if (isAssumed && isCovered && query.recordedNanoUsd !== undefined) {
    return recorded(query.recordedNanoUsd, trace);
  }
  const amount = typeof pico === 'number' ? splitSmallPico(pico) : splitPico(pico);
  const isMarked = isAssumed && pico > 0;
  return {
    ...amount,
    costNanoUsd: amount.nanoUsd,
    basis: isCovered ? 'subscription' : 'list-price',
    ...facts,
    priceKey: isMarked ? { ...priceKey, sumPrice: 'assumed' } : priceKey,
    priceId: row.id,
    ruleTrace: isCovered ? [...trace, 'a subscription covers it: worth this much, not billed'] : trace,
  };
}
