import type { PriceTable } from './PriceTable.ts';

const US = { tier: 'batch', residency: 'us', search: '10' };

/**
 * Anthropic's Message Batches with US-only inference: a tenth more on all tokens, and half of that. The page says of the prompt cache's rates that they stack with both.
 */
export const anthropicBatchRegional: PriceTable = {
  provider: 'anthropic',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing#data-residency-pricing',
  rows: [
    [
      'claude-opus-4-6',
      '2026-02-05',
      '2.75 13.75 0.275 3.4375 5.5',
      { ...US, over: [[200_000, '5.5 20.625 0.55 6.875 11']] },
    ],
    ['claude-opus-4-6', '2026-03-13', '2.75 13.75 0.275 3.4375 5.5', { ...US, since: '2026-03-13' }],
    [
      'claude-sonnet-4-6',
      '2026-02-17',
      '1.65 8.25 0.165 2.0625 3.3',
      { ...US, over: [[200_000, '3.3 12.375 0.33 4.125 6.6']] },
    ],
    ['claude-sonnet-4-6', '2026-03-13', '1.65 8.25 0.165 2.0625 3.3', { ...US, since: '2026-03-13' }],
    ['claude-opus-4-7', '2026-04-16', '2.75 13.75 0.275 3.4375 5.5', US],
    ['claude-opus-4-8', '2026-05-28', '2.75 13.75 0.275 3.4375 5.5', US],
    ['claude-fable-5', '2026-06-09', '5.5 27.5 0.55 6.875 11', US],
    ['claude-sonnet-5', '2026-06-30', '1.1 5.5 0.11 1.375 2.2', US],
    ['claude-opus-5', '2026-07-24', '2.75 13.75 0.275 3.4375 5.5', US],
    ['claude-fable-5-1', '2026-09-01', '5.5 27.5 0.1375 6.875 11', US],
    ['claude-opus-5-5', '2026-09-23', '2.2 11 0.11 2.75 4.4', US],
    ['claude-sonnet-5-5', '2026-09-28', '1.1 5.5 0.11 1.375 2.2', US],
    ['claude-sonnet-5-5', '2026-10-07', '1.1 5.5 0.055 1.375 2.2', { ...US, since: '2026-10-07' }],
    [
      'claude-haiku-5-5',
      '2026-10-07',
      '0.055 0.275 0.0055 0.06875 0.11',
      { ...US, over: [[100_000, '0.275 1.375 0.0275 0.34375 0.55']] },
    ],
    ['claude-fable-5-2', '2026-11-12', '4.4 22 0.11 5.5 8.8', US],
  ],
};
