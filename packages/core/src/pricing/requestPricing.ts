import type { PriceKey, RequestCost } from '../model/RequestCost.ts';
import { isOneRequest } from '../model/usageGrain.ts';
import { checkQuery } from './checkQuery.ts';
import { costOf, type CostQuery } from './costOf.ts';
import type { PriceBook } from './priceBook.ts';

/** A price that holds for all requests of one price key, from one instant to another. */
interface HeldPrice {
  priceKey: PriceKey;
  fromMs: number;
  toMs: number;
  promptFrom: number;
  promptBelow: number;
  /** Pico-USD a token, and a web search; NaN = none is listed. */
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
  webSearch: number;
}

/** Prices that are remembered of one model, and models. */
const [MAX_PRICES, MAX_MODELS] = [64, 1024];

const numberOf = (rate: bigint | null): number => (rate === null ? Number.NaN : Number(rate));

/**
 * The price that holds for a request of one call; `undefined` when there is none, or it depends on the time of day.
 *
 * @throws as {@link checkQuery}: what is found for no time would hold for all times
 */
function heldPrice(query: CostQuery, book: PriceBook): HeldPrice | undefined {
  checkQuery(query);
  const { row, rates, promptBand, promptFrom, promptBelow, timeBand, webSearchPico } = book.match(query);
  if (row === null || rates === null || row.timeBands !== undefined) return undefined;
  const { provider, model, serviceTier, speed, residency } = query;
  const prompts = { ...(promptFrom && { promptFrom }), ...(promptBelow && { promptBelow }) };
  const changes = book.changes(query);
  return {
    priceKey: Object.freeze({ provider, model, serviceTier, speed, residency, promptBand, ...prompts, timeBand }),
    fromMs: changes.findLast((ms) => ms <= query.atMs) ?? Number.NEGATIVE_INFINITY,
    toMs: changes.find((ms) => ms > query.atMs) ?? Number.POSITIVE_INFINITY,
    promptFrom: promptFrom ?? 0,
    promptBelow: promptBelow ?? Number.POSITIVE_INFINITY,
    input: numberOf(rates.input),
    cacheRead: numberOf(rates.cacheRead),
    cacheWrite5m: numberOf(rates.cacheWrite5m),
    cacheWrite1h: numberOf(rates.cacheWrite1h),
    output: numberOf(rates.output),
    webSearch: numberOf(webSearchPico),
  };
}

function holds(price: HeldPrice, query: CostQuery, prompt: number): boolean {
  const { priceKey } = price;
  return (
    query.atMs >= price.fromMs &&
    query.atMs < price.toMs &&
    prompt >= price.promptFrom &&
    prompt < price.promptBelow &&
    query.model === priceKey.model &&
    query.provider === priceKey.provider &&
    query.serviceTier === priceKey.serviceTier &&
    query.speed === priceKey.speed &&
    query.residency === priceKey.residency
  );
}

/** Tokens × rate; NaN when the count is none, or there is no rate for what occurs. */
const amount = (count: number, rate: number): number =>
  count === 0 ? 0 : Number.isSafeInteger(count) && count > 0 ? count * rate : Number.NaN;

/**
 * What `costOf` says of requests, less its reasons, for many requests of few prices: a price that was found is remembered with the time and the prompts for
 * which it holds. Costs of one price share their price key, which is frozen.
 *
 * @param book asked for with the first request
 * @example
 * requestPricing(priceBook)({ provider: 'anthropic', model: 'claude-haiku-5-5', serviceTier: '', speed: '', residency: '', grain: 'request', atMs: Date.UTC(2026, 10, 1),
 *   inputTokens: 5000, cacheReadTokens: 115000, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 1000, webSearchRequests: 0 }).nanoUsd // => 10750000
 */
export function requestPricing(book: () => PriceBook): (query: CostQuery) => RequestCost {
  const prices = new Map<string, HeldPrice[]>();
  let last: HeldPrice | undefined;
  const found = (query: CostQuery, prompt: number): HeldPrice | undefined => {
    if (last && holds(last, query, prompt)) return last;
    const known = prices.get(query.model) ?? [];
    last = known.find((price) => holds(price, query, prompt));
    if (last) return last;
    last = heldPrice(query, book());
    if (!last) return undefined;
    if (prices.size >= MAX_MODELS) prices.clear();
    prices.set(query.model, [...known.slice(1 - MAX_PRICES), last]);
    return last;
  };
  return (query) => {
    const isPlain = isOneRequest(query.grain) && query.recordedNanoUsd === undefined;
    const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } = query;
    const prompt = inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens;
    const price = isPlain ? found(query, prompt) : undefined;
    if (!price) return costOf(query, book());
    const pico =
      amount(inputTokens, price.input) +
      amount(cacheReadTokens, price.cacheRead) +
      amount(cacheWrite5mTokens, price.cacheWrite5m) +
      amount(cacheWrite1hTokens, price.cacheWrite1h) +
      amount(outputTokens, price.output) +
      amount(query.webSearchRequests, price.webSearch);
    // Below 2^53 every step was exact.
    if (!(pico < Number.MAX_SAFE_INTEGER)) return costOf(query, book());
    const picoRest = pico % 1000;
    return {
      nanoUsd: (pico - picoRest) / 1000,
      picoRest,
      basis: query.billing === 'subscription' ? 'subscription' : 'list-price',
      priceKey: price.priceKey,
      bookId: book().id,
    };
  };
}
