import type { PriceTable, TableRow } from './PriceTable.ts';

const batch: TableRow = { tier: 'batch' };
const over200k = (rates: string): TableRow => ({ ...batch, over: [[200_000, rates]] });

/**
 * Google's Batch prices for text. The discount is half for input and output but not for cache reads, so these are listed only where their own price is
 * known; requests with cache reads of the other models stay unpriced.
 */
export const googleDiscounts: PriceTable = {
  provider: 'google',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  rows: [
    ['gemini-2.5-pro', '2025-07-07', '0.625 5', over200k('1.25 7.5')],
    ['gemini-2.5-flash', '2025-07-07', '0.15 1.25', batch],
    ['gemini-2.5-flash-lite', '2025-07-22', '0.05 0.2', batch],
    ['gemini-3-pro-preview', '2025-11-18', '1 6', over200k('2 9')],
    ['gemini-3-flash-preview', '2025-12-17', '0.25 1.5', batch],
    ['gemini-3.5-flash', '2026-05-19', '0.75 4.5', batch],
    ['gemini-3.5-flash-lite', '2026-07-21', '0.15 1.25 0.02', batch],
  ],
};
