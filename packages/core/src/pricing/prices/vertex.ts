import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

const FLASH = 'gemini-2.0-flash-0';
const LITE = 'gemini-2.0-flash-lite-0 gemini-2.0-flash-lite-preview';

const row = (model: string, known: string, rates: string, more: TableRow): Row => [model, known, rates, more];

/** Gemini 2.0 as Vertex AI sells it, where Flash costs more than on the Gemini API. Cache reads by Batch are on no list. */
export const vertex: PriceTable = {
  provider: 'vertex',
  source: 'https://cloud.google.com/vertex-ai/generative-ai/pricing',
  rows: [
    row('gemini-2.0-flash', '2025-02-05', '0.15 0.6 0.0375', { begins: FLASH }),
    row('gemini-2.0-flash', '2025-02-05', '0.075 0.3', { begins: FLASH, tier: 'batch' }),
    row('gemini-2.0-flash-lite', '2025-02-25', '0.075 0.3', { begins: LITE }),
    row('gemini-2.0-flash-lite', '2025-02-25', '0.0375 0.15', { begins: LITE, tier: 'batch' }),
  ],
};
