import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

const LITELLM = 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json';
/** A model's page, which says of Batch and flex that they are half of the rates that it lists. */
const page = (model: string): string => `https://developers.openai.com/api/docs/models/${model}`;

/** The same list for Batch and for flex processing. */
const both = (model: string, known: string, rates: string, more: TableRow = {}): Row[] => [
  [model, known, rates, { ...more, tier: 'batch' }],
  [model, known, rates, { ...more, tier: 'flex' }],
];
const batch = (model: string, known: string, rates: string): Row => [model, known, rates, { tier: 'batch' }];
const flex = (model: string, known: string, rates: string, more: TableRow = {}): Row => [
  model,
  known,
  rates,
  { ...more, tier: 'flex' },
];
const over272k = (rates: string, more: TableRow = {}): TableRow => ({ ...more, over: [[272_000, rates]] });

/** OpenAI's Batch and flex prices, for the models on these lists. Where a list has no price for cache reads, requests with any stay unpriced. */
export const openaiDiscounts: PriceTable = {
  provider: 'openai',
  source: 'https://developers.openai.com/api/docs/pricing',
  rows: [
    batch('gpt-4o', '2024-08-06', '1.25 5'),
    batch('gpt-4o-mini', '2024-07-18', '0.075 0.3'),
    batch('o1', '2024-12-17', '7.5 30'),
    batch('o3-mini', '2025-01-31', '0.55 2.2'),
    batch('gpt-4.1', '2025-04-14', '1 4'),
    batch('gpt-4.1-mini', '2025-04-14', '0.2 0.8'),
    batch('gpt-4.1-nano', '2025-04-14', '0.05 0.2'),
    batch('o4-mini', '2025-04-16', '0.55 2.2'),
    flex('o4-mini', '2025-04-17', '0.55 2.2'),
    ['o3', '2025-06-10', '1 4', { tier: 'batch', since: '2025-06-10' }],
    flex('o3', '2025-06-10', '1 4', { since: '2025-06-10' }),
    // OpenAI's own list had no cache reads of these two by flex.
    flex('o4-mini', '2025-09-23', '0.55 2.2 0.1375', { source: LITELLM }),
    flex('o3', '2025-09-23', '1 4 0.25', { since: '2025-06-10', source: LITELLM }),
    batch('o3-pro', '2025-06-10', '10 40'),
    ...both('gpt-5', '2025-08-07', '0.625 5 0.0625'),
    ...both('gpt-5-mini', '2025-08-07', '0.125 1 0.0125'),
    ...both('gpt-5-nano', '2025-08-07', '0.025 0.2 0.0025'),
    batch('gpt-5-pro', '2025-10-06', '7.5 60'),
    ...both('gpt-5.1', '2025-11-13', '0.625 5 0.0625'),
    ...both('gpt-5.2', '2025-12-11', '0.875 7 0.0875'),
    batch('gpt-5.2-pro', '2025-12-11', '10.5 84'),
    ...both('gpt-5.4', '2026-03-05', '1.25 7.5 0.125', over272k('2.5 11.25 0.25')),
    ...both('gpt-5.4-pro', '2026-03-05', '15 90', over272k('30 135')),
    ...both('gpt-5.5', '2026-04-23', '2.5 15 0.25', over272k('5 22.5 0.5')),
    ...both('gpt-5.6-luna', '2026-07-09', '0.5 3 0.05 0.625', over272k('1 4.5 0.1 1.25')),
    ...both('gpt-5.6-luna', '2026-07-30', '0.1 0.6 0.01 0.125', over272k('0.2 0.9 0.02 0.25', { since: '2026-07-30' })),
    ...both('gpt-5.6-terra', '2026-07-09', '1.25 7.5 0.125 1.5625', over272k('2.5 11.25 0.25 3.125')),
    ...both('gpt-5.6-terra', '2026-07-30', '1 6 0.1 1.25', over272k('2 9 0.2 2.5', { since: '2026-07-30' })),
    ...both('gpt-5.6-sol', '2026-07-09', '2.5 15 0.25 3.125', over272k('5 22.5 0.5 6.25', { names: 'gpt-5.6' })),
    ...both(
      'gpt-5.6-sol',
      '2026-08-21',
      '2 10 0.2 2.5',
      over272k('4 15 0.4 5', { names: 'gpt-5.6', since: '2026-08-21' }),
    ),
    ...both('gpt-6-astra', '2026-09-03', '5 25 0.5 6.25', over272k('10 37.5 1 12.5')),
    ...both('gpt-6-sol', '2026-09-22', '1 5 0.1 1.25', over272k('2 7.5 0.2 2.5', { source: page('gpt-6-sol') })),
    ...both(
      'gpt-6-luna',
      '2026-09-22',
      '0.05 0.25 0.005 0.0625',
      over272k('0.1 0.375 0.01 0.125', { source: page('gpt-6-luna') }),
    ),
    flex('gpt-6.1-sol', '2026-09-29', '1 5 0.05 1.25', over272k('2 7.5 0.1 2.5')),
    [
      'gpt-6.1-sol',
      '2026-09-29',
      '1 5 0.05 1.25',
      over272k('2 7.5 0.1 2.5', { tier: 'batch', source: page('gpt-6.1-sol') }),
    ],
  ],
};
