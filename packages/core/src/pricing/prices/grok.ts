import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

const page = (model: string): string => `https://docs.x.ai/developers/models/${model}`;
/** Rates of prompts from 200,000 tokens on. */
const from200k = (rates: string, more: TableRow): TableRow => ({ ...more, from: [[200_000, rates]] });

/** Names of Grok 4.20 by the pages of its three models, which cost the same. */
const GROK_4_20 = [
  'grok-4.20 grok-4.20-0309 grok-4.20-reasoning grok-4.20-reasoning-gv2',
  'grok-4.20-beta grok-4.20-beta-0309 grok-4.20-beta-reasoning grok-4.20-beta-0309-reasoning grok-4.20-beta-latest-reasoning',
  'grok-4.20-experimental-beta-0304 grok-4.20-experimental-beta-0304-reasoning',
  'grok-4.20-experimental-beta-latest grok-4.20-experimental-beta-reasoning-latest',
  'grok-4.20-non-reasoning grok-4.20-0309-non-reasoning grok-4.20-beta-0309-non-reasoning',
  'grok-4.20-multi-agent grok-4.20-multi-agent-0309 grok-4.20-multi-agent-beta-0309',
].join(' ');
const grok420 = (since: string, rates: string, more: TableRow): Row => [
  'grok-4.20-0309-reasoning',
  since,
  rates,
  { names: GROK_4_20, since, ...more },
];

/** Grok 4.20 by the days on which its price changed. At its launch the accounts of long prompts differ. */
export const grok: PriceTable = {
  provider: 'xai',
  source: page('grok-4.20-0309'),
  rows: [
    grok420('2026-03-08', '2 6 0.2', from200k('-', { source: 'https://docs.apiyi.com/en/news/grok-4-20-beta-launch' })),
    // Still dearer than Grok 4.3 when that came out, and at its price in the middle of May.
    grok420('2026-05-01', '-', {}),
    grok420('2026-05-18', '1.25 2.5 0.2', from200k('2.5 5 0.4', {})),
  ],
};
