import type { CostBasis } from './UsageAnalytics.ts';
import type { RequestRecord } from './RequestRecord.ts';

/**
 * How an amount for several requests together was found whose list price depends on what their sums do not tell: the size of each prompt, or the time of day.
 * `assumed` = the list price of short prompts outside of all time bands; `recorded` = what the source recorded, which is better than that price, or than none.
 */
export type SumPrice = 'assumed' | 'recorded';

/** What a request is billed as: its cost is linear in its token buckets within one such key. */
export interface PriceKey {
  provider: string;
  /** Model id as the source wrote it: breakdowns show the id that is in the transcript and on the invoice. */
  model: string;
  serviceTier: string;
  speed: string;
  residency: string;
  /** Index of the prompt-size tier that the whole prompt fell into: 0 = below the first threshold. */
  promptBand: number;
  /** Smallest whole prompt that falls into the tier, in tokens; absent = 0. */
  promptFrom?: number;
  /** Smallest whole prompt that is too large for the tier; absent = none is, or the sizes of the prompts are not known. */
  promptBelow?: number;
  /** Time-of-day band that it fell into: 0 = outside of all windows. */
  timeBand: number;
  /** Absent = the amount assumes nothing, and nothing had to be taken in place of an assumption or of a price that there was not. */
  sumPrice?: SumPrice;
}

/** Names of the texts of a price key, by which a price is found. */
export const PRICE_KEY_TEXTS = [
  'provider',
  'model',
  'serviceTier',
  'speed',
  'residency',
] as const satisfies readonly (keyof PriceKey)[];

/** The price of a request at the moment it was written. */
export interface RequestCost {
  /** Whole nano-USD; `null` = no price is known, which is not the same as free. */
  nanoUsd: number | null;
  /** 0 … 999: what remains below one nano-USD, in pico-USD. */
  picoRest: number;
  basis: CostBasis;
  priceKey: PriceKey;
  /** Content hash of the price book. */
  bookId: string;
}

/** A request with its price. */
export type PricedRequest = RequestRecord & { cost: RequestCost };
