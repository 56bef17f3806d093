/** List prices in USD per million tokens, as decimal text. An absent bucket has no known price: it is neither free nor derived from another. */
export interface PriceRates {
  input?: string;
  output?: string;
  cacheRead?: string;
  cacheWrite5m?: string;
  cacheWrite1h?: string;
}

/** Rates that replace the row's own for a whole request, output included, once its prompt is large enough. */
export interface PriceTier {
  /** Tokens of the whole prompt: input + cache reads + cache writes. */
  promptOver: number;
  /** The tier begins at `promptOver` itself; without it, one token later. */
  inclusive?: boolean;
  /** Complete: nothing is inherited from the row. */
  rates: PriceRates;
}

/** A part of the day in UTC, on quarter hours, so that a price never changes inside a 15-minute slot. */
export interface PriceWindow {
  /** `HH:MM`, inclusive. */
  start: string;
  /** `HH:MM`, exclusive. Not after `start` = on the next day; equal to it = 24 hours. */
  end: string;
  /** Days of the week on which it starts, in UTC, 1 = Monday … 7 = Sunday. Absent = every day. */
  weekdays?: readonly number[];
  /** UTC days, `YYYY-MM-DD`, on which it does not start: public holidays. */
  exceptDays?: readonly string[];
}

/** Rates that replace the row's own for requests made at certain times of day. */
export interface PriceTimeBand {
  windows: readonly PriceWindow[];
  /** Complete: nothing is inherited from the row. */
  rates: PriceRates;
  /** Ascending by `promptOver`; the same thresholds as the row's, so that a prompt band means the same at any time. */
  tiers?: readonly PriceTier[];
}

/**
 * A price as somebody published it, with the days it holds. Rows are appended and never edited: a change is a further row with a later
 * `validFrom`, a withdrawn announcement one with the same `validFrom` and a later `knownFrom`. For a request the row of the most specific seller
 * wins: the platform's own before the publisher's before one of any provider (`''`); of one seller, among those that hold at its time, the row with
 * the latest `validFrom`, then the latest `knownFrom`, then the last `id`, so that a correction of the same day has the corrected row's id and more.
 * Corrected in place are a `knownFrom` that was wrong, and a `source`, which decide no price as it is known now: no further row could take back a day that is too early. A fee that was public and
 * lacking is added: until then the searches had no price.
 */
export interface PriceRow {
  /** Unique in a book. */
  id: string;
  /** Who publishes it: `anthropic`, `openai`, `google`, … , or a platform with prices of its own; `''` = whoever bills the model. */
  provider: string;
  /** Canonical model id: lower case, without provider prefix, region or snapshot date (see `matchModel`). */
  model: string;
  match?: {
    /** Further canonical ids, or ids with a snapshot date that has a price of its own. */
    aliases?: readonly string[];
    /**
     * Beginnings of canonical ids. Exact ids of the same seller's rows come before them; of several the longest counts. Dates and stages may follow
     * (`-2026-03-05`, `-preview`), a word that makes another model may not (`-tts`, `-image`; `-mini` unless the beginning ends in a dash).
     */
    prefixes?: readonly string[];
  };
  /**
   * Absent = the provider's standard tier. Written in any case, like the request's. `implicit-cache` and `explicit-cache` are the modes of Alibaba's cache: a request of one has the price of
   * that mode, else that of the row without a tier.
   */
  serviceTier?: string;
  /** Absent = standard speed. */
  speed?: string;
  /**
   * Residencies it is for. Absent = no surcharge: `''`, `global`, `not_available`. `regional` is a cloud's regional endpoint, `regional:us` that of one
   * geography, which comes before it, `cn` the list of a provider's platform in mainland China.
   */
  residency?: readonly string[];
  /** First UTC day, `YYYY-MM-DD`, or the quarter hour, `YYYY-MM-DDTHH:MMZ`, at which it begins to hold. */
  validFrom: string;
  /** UTC day or quarter hour at which it no longer holds, exclusive. */
  validTo?: string;
  /** UTC day since which it has been public. */
  knownFrom: string;
  /** Where it was published. */
  source: string;
  rates: PriceRates;
  /** Ascending by `promptOver`. */
  tiers?: readonly PriceTier[];
  /** Other rates at certain times of day; of several whose windows contain a time the first counts. */
  timeBands?: readonly PriceTimeBand[];
  /** Charges that are not per token. */
  fees?: {
    /** USD per 1,000 server-side web searches. */
    webSearch?: string;
  };
  /** Copied from another price list by a script: any other row that holds for the same model, variant and time comes before it. */
  origin?: 'generated';
}
