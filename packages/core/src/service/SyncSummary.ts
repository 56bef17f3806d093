import type { ImportSummary } from '../sources/importUsage.ts';
import type { FilledPrices } from './filledPrices.ts';

/** What a sync did. */
export interface SyncSummary extends ImportSummary {
  /** Requests of before whose missing price the book has now; `null` when there were none. */
  filled: FilledPrices | null;
}
