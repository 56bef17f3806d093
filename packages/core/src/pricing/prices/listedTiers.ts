import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

const SOURCE = 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json';
/** The day of the list that these were read from. */
const KNOWN = '2026-07-24';

const tier = (name: string, model: string, rates: string, more: TableRow = {}): Row => [
  model,
  KNOWN,
  rates,
  { ...more, tier: name },
];
const priority = (model: string, rates: string, more?: TableRow): Row => tier('priority', model, rates, more);
const batch = (model: string, rates: string, more?: TableRow): Row => tier('batch', model, rates, more);
const flex = (model: string, rates: string, more?: TableRow): Row => tier('flex', model, rates, more);
/** The list has no price of the tier for longer prompts: those stay unpriced. */
const upTo = (tokens: number): TableRow => ({ over: [[tokens, '-']] });

/** Service tiers of OpenAI's models that are on none of its lists that we hold. */
export const openaiListedTiers: PriceTable = {
  provider: 'openai',
  source: SOURCE,
  rows: [
    priority('gpt-4o', '4.25 17 2.125'),
    priority('gpt-4o-2024-05-13', '8.75 26.25'),
    priority('gpt-4o-mini', '0.25 1 0.125'),
    priority('gpt-4.1-mini', '0.7 2.8 0.175'),
    priority('gpt-4.1-nano', '0.2 0.8 0.05'),
    priority('o3', '3.5 14 0.875'),
    priority('o4-mini', '2 8 0.5'),
    priority('gpt-5.1-codex-mini', '0.45 3.6 0.045'),
    priority('gpt-5.3', '3.5 28 0.35', { names: 'gpt-5.3-chat gpt-5.3-codex' }),
    batch('gpt-4o-2024-05-13', '2.5 7.5'),
    batch('o1-pro', '75 300'),
    batch('o3-deep-research', '5 20'),
    batch('o4-mini-deep-research', '1 4'),
    batch('gpt-5.4-mini', '0.375 2.25'),
    batch('gpt-5.4-nano', '0.1 0.625'),
    batch('gpt-5.5-pro', '15 90', upTo(272_000)),
    flex('gpt-5.4-mini', '0.375 2.25 0.0375'),
    flex('gpt-5.4-nano', '0.1 0.625 0.01'),
    flex('gpt-5.5-pro', '15 90', upTo(272_000)),
  ],
};

/** Service tiers of Google's models, likewise. */
export const googleListedTiers: PriceTable = {
  provider: 'google',
  source: SOURCE,
  rows: [
    priority('gemini-3-flash-preview', '0.9 5.4 0.09'),
    priority('gemini-3-pro-preview', '3.6 21.6 0.36', { over: [[200_000, '7.2 32.4 0.72']] }),
    priority('gemini-3.1-pro-preview', '3.6 21.6 0.36', { over: [[200_000, '7.2 32.4 0.72']] }),
    priority('gemini-3.1-flash-lite', '0.45 2.7 0.045'),
    priority('gemini-3.5-flash', '2.7 16.2 0.27'),
    priority('gemini-3.5-flash-lite', '0.54 4.5 0.05'),
    batch('gemini-3.1-pro-preview', '1 6', upTo(200_000)),
    batch('gemini-3.1-flash-lite', '0.125 0.75'),
    flex('gemini-3.1-flash-lite', '0.125 0.75 0.0125'),
    flex('gemini-3.5-flash-lite', '0.15 1.25 0.02'),
  ],
};

/** Dated names of Grok 4.20, which are listed by themselves. */
export const xaiListed: PriceTable = {
  provider: 'xai',
  source: 'https://docs.x.ai/developers/models',
  rows: [
    [
      'grok-4.20-0309-reasoning',
      KNOWN,
      '1.25 2.5 0.2',
      {
        names: 'grok-4.20-reasoning grok-4.20-0309-non-reasoning grok-4.20-non-reasoning',
        from: [[200_000, '2.5 5 0.4']],
      },
    ],
  ],
};
