import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

/** A model's page, which says of fast mode that it is twice the rates that it lists. */
const page = (model: string): string => `https://developers.openai.com/api/docs/models/${model}`;

/** The service tier `priority` and, as newer lists and agents call the same, the speed `fast`. */
const both = (model: string, known: string, rates: string, over: string, more: TableRow = {}): Row[] => {
  const shared: TableRow = { ...more, over: [[272_000, over]] };
  return [
    [model, known, rates, { ...shared, tier: 'priority' }],
    [model, known, rates, { ...shared, speed: 'fast' }],
  ];
};
const fast = (model: string, known: string, rates: string, names?: string): Row => [
  model,
  known,
  rates,
  { speed: 'fast', ...(names !== undefined && { names }) },
];

/**
 * OpenAI's fast mode: the priority tier of the models from GPT-5.6 on, which serves long prompts too, and the prices of `openaiPriority` under the
 * other name.
 */
export const openaiFast: PriceTable = {
  provider: 'openai',
  source: 'https://developers.openai.com/api/docs/pricing',
  rows: [
    fast('gpt-5', '2025-08-07', '2.5 20 0.25', 'gpt-5-codex'),
    fast('gpt-5-mini', '2025-08-07', '0.45 3.6 0.045'),
    fast('gpt-5.1', '2025-11-13', '2.5 20 0.25', 'gpt-5.1-codex'),
    fast('gpt-5.2', '2025-12-11', '3.5 28 0.35', 'gpt-5.2-codex'),
    fast('gpt-5.4', '2026-03-05', '5 30 0.5'),
    fast('gpt-5.4-mini', '2026-03-17', '1.5 9 0.15'),
    fast('gpt-5.5', '2026-04-23', '12.5 75 1.25'),
    ...both('gpt-5.6-luna', '2026-07-09', '2 12 0.2 2.5', '4 18 0.4 5'),
    ...both('gpt-5.6-luna', '2026-07-30', '0.4 2.4 0.04 0.5', '0.8 3.6 0.08 1', { since: '2026-07-30' }),
    ...both('gpt-5.6-terra', '2026-07-09', '5 30 0.5 6.25', '10 45 1 12.5'),
    ...both('gpt-5.6-terra', '2026-07-30', '4 24 0.4 5', '8 36 0.8 10', { since: '2026-07-30' }),
    ...both('gpt-5.6-sol', '2026-07-09', '10 60 1 12.5', '20 90 2 25', { names: 'gpt-5.6' }),
    ...both('gpt-5.6-sol', '2026-08-21', '8 40 0.8 10', '16 60 1.6 20', { names: 'gpt-5.6', since: '2026-08-21' }),
    ...both('gpt-6-astra', '2026-09-03', '20 100 2 25', '40 150 4 50'),
    ...both('gpt-6-sol', '2026-09-22', '4 20 0.4 5', '8 30 0.8 10', { source: page('gpt-6-sol') }),
    ...both('gpt-6-luna', '2026-09-22', '0.2 1 0.02 0.25', '0.4 1.5 0.04 0.5', { source: page('gpt-6-luna') }),
    ...both('gpt-6.1-sol', '2026-09-29', '4 20 0.2 5', '8 30 0.4 10'),
  ],
};
