import type { PriceKey } from '../model/RequestCost.ts';
import type { UsageGrain } from '../model/RequestRecord.ts';
import { isOneRequest } from '../model/usageGrain.ts';
import { RATE_BUCKETS, type RateBucket } from './picoRates.ts';
import type { PriceBook } from './priceBook.ts';
import type { PriceAsOf, PriceQuery } from './PriceMatch.ts';

/** Sums over requests of one price key. */
export interface KeySums {
  requests: bigint;
  input: bigint;
  cacheRead: bigint;
  cacheWrite5m: bigint;
  cacheWrite1h: bigint;
  output: bigint;
  webSearches: bigint;
  /** All of them have prompts of so many tokens, and above 0 what the sums have above 0: each has the price that all have. Else nothing is known of each. */
  promptOfEach?: number;
}

/** What sums cost. */
export interface SumsCost {
  /** `null` = no price is known. */
  pico: bigint | null;
  /** The sums do not tell what the requests cost one by one: they may lie in several tiers, or only some of them have no price. Then `pico` is `null`. */
  undecided: boolean;
  /** The sums are of several requests whose price depends on what is not known of each, see `sumPrice` of the price key; the amount may be 0. */
  isAssumed?: true;
}

const UNPRICED: SumsCost = { pico: null, undecided: false };
const UNDECIDED: SumsCost = { pico: null, undecided: true };

const promptOf = (sums: KeySums): bigint => sums.input + sums.cacheRead + sums.cacheWrite5m + sums.cacheWrite1h;

/** The smallest and largest prompt that any of the requests can have. */
function promptBounds(key: PriceKey, sums: KeySums): [smallest: number, largest: number] {
  const prompt = promptOf(sums);
  if (sums.promptOfEach !== undefined) return [sums.promptOfEach, sums.promptOfEach];
  if (sums.requests === 1n) return [Number(prompt), Number(prompt)];
  const { promptFrom = 0, promptBelow = Number.POSITIVE_INFINITY } = key;
  const others = sums.requests > 1n ? (sums.requests - 1n) * BigInt(promptFrom) : 0n;
  return [promptFrom, Math.min(promptBelow - 1, Number(prompt - others))];
}

/**
 * The exact cost of the sums of requests that have one price key, one price and one time band: what `costOf` of each of them adds up to. Where that cannot be
 * told from sums, it says so. Usage of several requests counts as one sum: the amount is the same, and assumed where one of those sums may be.
 *
 * @param atMs an instant at which each of them has the price it has
 * @example
 * const key = { provider: '', model: 'gpt-5', serviceTier: '', speed: '', residency: '', promptBand: 0, timeBand: 0, grain: 'request' };
 * const sums = { requests: 2n, input: 10n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 1n, webSearches: 0n };
 * costOfSums(key, sums, Date.UTC(2026, 0, 1), priceBook()) // => { pico: 22500000n, undecided: false }
 */
export function costOfSums(
  key: PriceKey & { grain: UsageGrain },
  sums: KeySums,
  atMs: number,
  book: PriceBook,
  asOf?: PriceAsOf,
): SumsCost {
  const [smallest, largest] = promptBounds(key, sums);
  const query = (inputTokens: number): PriceQuery => ({
    ...key,
    atMs,
    inputTokens,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
  });
  const { row, rates, promptBand, isAssumed, webSearchPico } = book.match(query(largest), asOf);
  if (row === null || rates === null) return UNPRICED;
  if (smallest !== largest && book.match(query(smallest), asOf).promptBand !== promptBand) return UNDECIDED;
  let pico = 0n;
  const priced = (count: bigint, rate: bigint | null): boolean => {
    if (rate !== null) pico += count * rate;
    return rate !== null || count === 0n;
  };
  const all = RATE_BUCKETS.map((bucket: RateBucket) => priced(sums[bucket], rates[bucket]));
  all.push(priced(sums.webSearches, webSearchPico));
  if (all.every(Boolean)) return { pico, undecided: false, ...(isAssumed && { isAssumed }) };
  // A sum of one request may have others beside it that say of none that they are of.
  const isOne = sums.promptOfEach !== undefined || (isOneRequest(key.grain) && sums.requests === 1n);
  return isOne ? UNPRICED : UNDECIDED;
}
