import type { PriceTable } from './PriceTable.ts';

/**
 * Gemini models of which no price can be said. Of the previews of 2.5 Flash in spring 2025 Google listed $0.60 for answers without thinking and $3.50 for those with it, and a request does not say
 * which it was. Experimental models were offered without charge and without a list price: what the released model costs is no price of theirs.
 */
export const googleUnpriced: PriceTable = {
  provider: 'google',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  rows: [
    [
      'gemini-2.5-flash-preview',
      '2025-04-17',
      '-',
      {
        names:
          'gemini-2.5-flash-preview:thinking gemini-2.5-flash-preview-04-17:thinking gemini-2.5-flash-preview-05-20:thinking',
        begins: 'gemini-2.5-flash-preview-04 gemini-2.5-flash-preview-05',
      },
    ],
    [
      'gemini-exp',
      '2024-08-01',
      '-',
      {
        begins:
          'gemini-exp- gemini-1.5-pro-exp gemini-1.5-flash-exp gemini-1.5-flash-8b-exp gemini-2.0-pro-exp gemini-2.0-flash-exp gemini-2.0-flash-lite-exp gemini-2.0-flash-thinking gemini-2.5-pro-exp',
      },
    ],
  ],
};
