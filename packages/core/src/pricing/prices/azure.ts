import type { PriceTable } from './PriceTable.ts';

/** Models of xAI as Azure sells them, where its price is another than xAI's. It lists none for cache reads. */
export const azure: PriceTable = {
  provider: 'azure',
  source: 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json',
  rows: [['grok-3-mini', '2026-07-24', '0.25 1.27']],
};
