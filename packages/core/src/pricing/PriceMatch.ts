import type { RequestRecord } from '../model/RequestRecord.ts';
import type { PicoRates } from './picoRates.ts';
import type { PriceRow } from './PriceRow.ts';

/** What a price depends on. */
export type PriceQuery = Pick<
  RequestRecord,
  | 'atMs'
  | 'provider'
  | 'model'
  | 'serviceTier'
  | 'speed'
  | 'residency'
  | 'grain'
  | 'inputTokens'
  | 'cacheReadTokens'
  | 'cacheWrite5mTokens'
  | 'cacheWrite1hTokens'
>;

/** At which instants a book is asked. Without them: the price in force when the request was made, by everything the book knows. */
export interface PriceAsOf {
  /**
   * Take the price in force at this instant instead of the request's own, ms since 1970 UTC: what old usage would cost at today's price. Time-of-day
   * windows still follow the request's own time.
   */
  priceAtMs?: number;
  /** Leave out all prices that were not public at this instant, ms since 1970 UTC: the book as it was known then. */
  knownAtMs?: number;
}

/** The price that holds for a request, or why there is none. */
export interface PriceMatch {
  /** `null` when nothing in the book holds for the request. */
  row: PriceRow | null;
  /** Rates of the time band and of the tier that the whole prompt falls into. */
  rates: PicoRates | null;
  /** 0 = below the first threshold. */
  promptBand: number;
  /** Smallest whole prompt of the tier, and smallest one that is too large for it; absent = no bound. */
  promptFrom?: number;
  promptBelow?: number;
  /** 0 = outside of all windows, else 1 + the index in the row's `timeBands`. Changes on 15-minute slot edges only. */
  timeBand: number;
  /** The rates are those of short prompts outside of all time bands because it is usage of several requests, and the price depends on what is not known of each. */
  isAssumed?: true;
  /** Pico-USD per web search; `null` when none is listed. */
  webSearchPico: bigint | null;
  /** How the answer was found, one step a line, for people. */
  trace: string[];
}
