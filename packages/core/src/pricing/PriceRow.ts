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

/**
 * A price as somebody published it, with the days it holds. Rows are appended and never edited: a change is a further row with a later
 * `validFrom`, a withdrawn announcement one with the same `validFrom` and a later `knownFrom`. For a request the row with the latest
 * `validFrom`, then the latest `knownFrom`, among those that hold at its time wins.
 */
export interface PriceRow {
  /** Unique in a book. */
  id: string;
  /** Who publishes it: `anthropic`, `openai`, `google`, … ; `''` = whoever bills the model. */
  provider: string;
  /** Canonical model id: lower case, without provider prefix, region or snapshot date (see `matchModel`). */
  model: string;
  match?: {
    /** Further canonical ids, or ids with a snapshot date that has a price of its own. */
    aliases?: readonly string[];
    /** Beginnings of canonical ids. Exact ids of any row come before them. */
    prefixes?: readonly string[];
  };
  /** Absent = the provider's standard tier. */
  serviceTier?: string;
  /** Absent = standard speed. */
  speed?: string;
  /** Residencies it is for. Absent = no surcharge: `''`, `global`, `not_available`. `regional` is a cloud's regional endpoint. */
  residency?: readonly string[];
  /** First UTC day, `YYYY-MM-DD`. */
  validFrom: string;
  /** UTC day on which it no longer holds, exclusive. */
  validTo?: string;
  /** UTC day since which it has been public. */
  knownFrom: string;
  /** Where it was published. */
  source: string;
  rates: PriceRates;
  /** Ascending by `promptOver`. */
  tiers?: readonly PriceTier[];
  /** Charges that are not per token. */
  fees?: {
    /** USD per 1,000 server-side web searches. */
    webSearch?: string;
  };
}
