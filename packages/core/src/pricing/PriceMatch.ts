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

/** The price that holds for a request, or why there is none. */
export interface PriceMatch {
  /** `null` when nothing in the book holds for the request. */
  row: PriceRow | null;
  /** Rates of the tier that the whole prompt falls into. */
  rates: PicoRates | null;
  /** 0 = below the first threshold. */
  promptBand: number;
  /** Pico-USD per web search; `null` when none is listed. */
  webSearchPico: bigint | null;
  /** How the answer was found, one step a line, for people. */
  trace: string[];
}
