import type { PriceRow } from '../PriceRow.ts';

/** Something in another price list that a price row cannot say. */
export interface RejectedPrice {
  /** As in the other list, with its provider: `openai/whisper-1`. */
  model: string;
  /** `model` = no row was made of it; else the key that was left out of its rows. */
  part: string;
  reason: string;
}

/** What became of another price list: every price is either in a row or listed as rejected. */
export interface ImportedPrices {
  rows: PriceRow[];
  rejected: RejectedPrice[];
}
