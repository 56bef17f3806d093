import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

const CARDS = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-openai-';

/** Longer prompts it does not take there by any list: they have no price. */
const UP_TO_272K: TableRow = { residency: 'regional', over: [[272_000, '-']] };

/** By Bedrock's model card of a GPT-5.6 model, with its rates above 272,000 tokens, none while it took no more. */
const of56 = (model: string, known: string, rates: string, over?: string, since?: string): Row => [
  `gpt-5.6-${model}`,
  known,
  rates,
  {
    residency: 'regional',
    source: `${CARDS}gpt-56-${model}.html`,
    ...(over !== undefined && { over: [[272_000, over]] }),
    ...(since !== undefined && { since }),
  },
];

/** OpenAI's models with inference kept in one region by Bedrock (`openai.…`, `us.openai.…`): a tenth dearer than `global.openai.…`, which has OpenAI's own list price. */
export const openaiRegional: PriceTable = {
  provider: 'openai',
  source: 'https://aws.amazon.com/bedrock/pricing/',
  rows: [
    ['gpt-5.4', '2026-09-23', '2.75 16.5 0.275', { residency: 'regional' }],
    ['gpt-5.4', '2026-09-23', '2.75 16.5 0.275', UP_TO_272K],
    ['gpt-5.5', '2026-09-23', '5.5 33 0.55', { residency: 'regional' }],
    ['gpt-5.5', '2026-09-23', '5.5 33 0.55', UP_TO_272K],
    of56('luna', '2026-07-13', '1.1 6.6 0.11 1.375'),
    of56('luna', '2026-07-13', '1.1 6.6 0.11 1.375', '-'),
    of56('luna', '2026-07-30', '0.22 1.32 0.022 0.275', '0.44 1.98 0.044 0.55', '2026-07-30'),
    of56('terra', '2026-07-13', '2.75 16.5 0.275 3.4375'),
    of56('terra', '2026-07-13', '2.75 16.5 0.275 3.4375', '-'),
    of56('terra', '2026-07-30', '2.2 13.2 0.22 2.75', '4.4 19.8 0.44 5.5', '2026-07-30'),
    of56('sol', '2026-07-13', '5.5 33 0.55 6.875', '11 49.5 1.1 13.75'),
    of56('sol', '2026-08-21', '4.4 22 0.44 5.5', '8.8 33 0.88 11', '2026-08-21'),
  ],
};
