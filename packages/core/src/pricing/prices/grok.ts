import type { PriceTable, TableRow } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

const page = (model: string): string => `https://docs.x.ai/developers/models/${model}`;
/** Rates of prompts from 200,000 tokens on, and the fee of web searches, which is the same for all models. */
const from200k = (rates: string, more: TableRow): TableRow => ({ ...more, from: [[200_000, rates]], search: '5' });

/** Names of Grok 4.20 by the pages of its three models, which cost the same. */
const GROK_4_20 = [
  'grok-4.20 grok-4.20-0309 grok-4.20-reasoning grok-4.20-reasoning-gv2',
  'grok-4.20-beta grok-4.20-beta-0309 grok-4.20-beta-reasoning grok-4.20-beta-0309-reasoning grok-4.20-beta-latest-reasoning',
  'grok-4.20-experimental-beta-0304 grok-4.20-experimental-beta-0304-reasoning',
  'grok-4.20-experimental-beta-latest grok-4.20-experimental-beta-reasoning-latest',
  'grok-4.20-non-reasoning grok-4.20-0309-non-reasoning grok-4.20-beta-0309-non-reasoning',
  'grok-4.20-multi-agent grok-4.20-multi-agent-0309 grok-4.20-multi-agent-beta-0309',
].join(' ');
const grok420 = (known: string, rates: string, more: TableRow): Row => [
  'grok-4.20-0309-reasoning',
  known,
  rates,
  { names: GROK_4_20, since: known, ...more },
];

const grok45 = (since: string, rates: string, over: string, source = page('grok-4.5')): Row => [
  'grok-4.5',
  since,
  rates,
  from200k(over, { names: 'grok-4.5-latest', since, source }),
];
const of = (model: string, since: string, rates: string, over: string, names?: string): Row => [
  model,
  since,
  rates,
  from200k(over, { ...(names !== undefined && { names }), since, source: 'https://docs.x.ai/developers/pricing' }),
];

/**
 * xAI's models since Grok 4.20, with what the pinned list does not have: the days on which prices changed, web searches, what is younger. At the launch of 4.20 the accounts of long prompts
 * differ.
 */
export const grok: PriceTable = {
  provider: 'xai',
  source: page('grok-4.20-0309'),
  rows: [
    // Its account names no first day: before 2026 there was no Grok 4.20.
    grok420(
      '2026-03-08',
      '2 6 0.2',
      from200k('-', { since: '2026-01-01', source: 'https://docs.apiyi.com/en/news/grok-4-20-beta-launch' }),
    ),
    // Still dearer than Grok 4.3 when that came out, and at its price in the middle of May.
    grok420('2026-05-01', '-', {}),
    grok420('2026-05-18', '1.25 2.5 0.2', from200k('2.5 5 0.4', {})),
    of('grok-4.3', '2026-04-30', '1.25 2.5 0.2', '2.5 5 0.4', 'grok-4.3-latest'),
    of('grok-build-0.1', '2026-05-20', '1 2 0.2', '2 4 0.4'),
    of('grok-4.6', '2026-08-12', '2 6 0.5', '4 12 1', 'grok-4.6-latest'),
    of('grok-4.7', '2026-09-21', '2 6 0.5', '4 12 1'),
    // Its page had cheaper cache reads within two weeks.
    grok45('2026-07-08', '2 6 0.5', '4 12 1', 'https://github.com/anomalyco/models.dev/pull/3110'),
    grok45('2026-07-10', '2 6', '4 12'),
    grok45('2026-07-21', '2 6 0.3', '4 12 0.6'),
  ],
};
