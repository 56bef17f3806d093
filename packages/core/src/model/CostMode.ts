/**
 * Which prices an answer is at. `billed`: the amounts as they were fixed when the requests were first written. `known-now`: each request at the price that was
 * valid when it was made, by the price book as it is now. `today`: every request at the price that is valid now. A cost that the source recorded itself is the
 * same in all three.
 */
export type CostMode = 'billed' | 'known-now' | 'today';

/** All modes. */
export const COST_MODES: readonly CostMode[] = ['billed', 'known-now', 'today'];

/** What is to be known of amounts that are not those billed. */
export interface CostPrices {
  mode: Exclude<CostMode, 'billed'>;
  /** Content hash of the price book. */
  bookId: string;
  /** The instant whose prices were taken, ISO 8601 UTC; `null` = of each request its own. */
  at: string | null;
  /**
   * Requests of sealed time whose price cannot be told from the sums of their quarter of an hour and dimensions: the book splits them into other tiers than those they were
   * stored in, or lists no price for something only some of them used. They are counted as unpriced, in every figure that they are part of.
   */
  undecidedRequests: number;
  undecidedTokens: number;
}
