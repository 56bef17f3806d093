import type { PriceTable } from './PriceTable.ts';

/**
 * Gemini models before 2.5 by the names of their versions (`-001`, `-002`). The list has them by words that may stand anywhere in a name, which other models' names have, too:
 * `gemini-1.5-flash` is in `gemini-1.5-flash-8b`.
 */
export const googleVersions: PriceTable = {
  provider: 'google',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  rows: [
    ['gemini-1.5-pro-001', '2026-09-23', '1.25 5', { begins: 'gemini-1.5-pro-0', over: [[128_000, '2.5 10']] }],
    [
      'gemini-1.5-flash-001',
      '2026-09-23',
      '0.075 0.3 0.01875',
      { begins: 'gemini-1.5-flash-0', over: [[128_000, '0.15 0.6 0.0375']] },
    ],
    [
      'gemini-1.5-flash-8b',
      '2026-09-23',
      '0.0375 0.15 0.01',
      { begins: 'gemini-1.5-flash-8b-0', over: [[128_000, '0.075 0.3 0.02']] },
    ],
    [
      'gemini-2.0-flash-lite-001',
      '2026-09-23',
      '0.075 0.3',
      { begins: 'gemini-2.0-flash-lite-0 gemini-2.0-flash-lite-preview' },
    ],
  ],
};
