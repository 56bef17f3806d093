import { PRICE_KEY_NAMES } from '../metrics/priceKeyValues.ts';
import { tokenCount } from '../metrics/tokenCount.ts';
import type { PriceKey, SumPrice } from '../model/RequestCost.ts';
import type { UsageGrain } from '../model/RequestRecord.ts';
import type { RollupMeasures } from '../model/Rollup.ts';
import type { CostBasis } from '../model/UsageAnalytics.ts';
import { costOfSums, type KeySums } from '../pricing/costOfSums.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import type { PriceAsOf } from '../pricing/PriceMatch.ts';

/** A price key with what else decides a mode's amounts. */
export type CostKey = PriceKey & { grain: UsageGrain; basis: CostBasis };

/** Names that a usage row is grouped by, so that it has one {@link CostKey}. */
export const COST_KEY_NAMES = [...PRICE_KEY_NAMES, 'grain', 'basis'] as const satisfies readonly (keyof CostKey)[];

/** The key of a row that is grouped by {@link COST_KEY_NAMES}, from its values by name. */
export function costKeyOf(valueOf: (name: string) => string): CostKey {
  const from = valueOf('promptFrom');
  const below = valueOf('promptBelow');
  const sumPrice = valueOf('sumPrice');
  return {
    provider: valueOf('provider'),
    model: valueOf('model'),
    serviceTier: valueOf('serviceTier'),
    speed: valueOf('speed'),
    residency: valueOf('residency'),
    promptBand: Number(valueOf('promptBand')),
    ...(from !== '' && { promptFrom: Number(from) }),
    ...(below !== '' && { promptBelow: Number(below) }),
    timeBand: Number(valueOf('timeBand')),
    ...(sumPrice !== '' && { sumPrice: sumPrice as SumPrice }),
    grain: valueOf('grain') as UsageGrain,
    basis: valueOf('basis') as CostBasis,
  };
}

/** A row at other prices than those it was stored with. */
export interface PricedRow {
  basis: CostBasis;
  /** `''` = nothing is assumed. */
  sumPrice: SumPrice | '';
  measures: RollupMeasures;
  undecided: boolean;
}

const sumsOf = (m: RollupMeasures): KeySums => ({
  requests: m.requests ?? 0n,
  input: m.input ?? 0n,
  cacheRead: m.cacheRead ?? 0n,
  cacheWrite5m: m.cacheWrite5m ?? 0n,
  cacheWrite1h: m.cacheWrite1h ?? 0n,
  output: m.output ?? 0n,
  webSearches: m.webSearches ?? 0n,
});

/** Prices to take for a row. */
export interface RowPrices {
  /** An instant at which each of its requests has the price it has. */
  atMs: number;
  book: PriceBook;
  asOf: PriceAsOf;
  /** See {@link KeySums}. */
  promptOfEach?: number;
  /** Nothing smaller is known: all of them count as one sum. */
  isSmallest?: boolean;
}

/**
 * Sums of one price key at the price of an instant. What was recorded stays as it is, of a covered sum where the price of each is an assumption or there is none, and so does what a
 * subscription covers where nothing of the key has a price.
 */
export function pricedRow(
  key: CostKey,
  measures: RollupMeasures,
  { atMs, book, asOf, promptOfEach, isSmallest = false }: RowPrices,
): PricedRow {
  const asStored = { basis: key.basis, sumPrice: key.sumPrice ?? '', measures, undecided: false } as const;
  if (key.basis === 'recorded') return asStored;
  const sums = { ...sumsOf(measures), ...(promptOfEach !== undefined && { promptOfEach }) };
  const { pico, undecided, isAssumed } = costOfSums(key, sums, atMs, book, asOf);
  if (key.sumPrice === 'recorded' && (undecided || isAssumed)) {
    // Several sums that reach a threshold together may be below it one by one.
    const isOneSum = isSmallest || promptOfEach !== undefined || sums.requests === 1n;
    return { ...asStored, undecided: !isOneSum };
  }
  if (pico === null) {
    if (key.basis === 'subscription' && !undecided) return asStored;
    const unpriced = { costPico: 0n, unpricedRequests: sums.requests, unpricedTokens: tokenCount(sums) };
    return { basis: 'unpriced', sumPrice: '', measures: { ...measures, ...unpriced }, undecided };
  }
  const priced = { costPico: pico, unpricedRequests: 0n, unpricedTokens: 0n };
  const basis = key.basis === 'subscription' ? 'subscription' : 'list-price';
  return { basis, sumPrice: isAssumed && pico > 0n ? 'assumed' : '', measures: { ...measures, ...priced }, undecided };
}
