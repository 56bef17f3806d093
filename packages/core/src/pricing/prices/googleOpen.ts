import type { PriceTable } from './PriceTable.ts';

/** Open models that the Gemini API serves free of charge, with no paid tier. Other hosts ask their own prices. */
export const googleOpen: PriceTable = {
  provider: 'google',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  rows: [
    ['gemma-3', '2025-03-12', '0 0', { begins: 'gemma-3-' }],
    ['gemma-3n', '2025-05-20', '0 0', { begins: 'gemma-3n-' }],
  ],
};
