import type { PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { listedRates } from './listedRates.ts';

const regional = (model: string, knownFrom: string) => ({
  id: `anthropic/${model}:regional`,
  provider: 'anthropic',
  model,
  validFrom: BEGINNING,
  knownFrom,
  fees: { webSearch: '10' },
});
/** Before the 4.6 models the API had no US-only inference; Bedrock's regional endpoints were a tenth dearer than its global one. */
const BEDROCK = { residency: ['regional'], source: 'https://aws.amazon.com/bedrock/pricing/' };
/** Where one-hour cache writes of the 4.5 models there are listed. */
const ONE_HOUR = 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json';
const US_OR_REGIONAL = {
  residency: ['us', 'regional'],
  source: 'https://platform.claude.com/docs/en/about-claude/pricing#data-residency-pricing',
};

const OPUS_5 = listedRates('5.5', '27.5', '0.55', '6.875', '11');
const SONNET_4_6 = listedRates('3.3', '16.5', '0.33', '4.125', '6.6');
const SONNET_OVER_200K = { promptOver: 200_000, rates: listedRates('6.6', '24.75', '0.66', '8.25', '13.2') };

/** Claude with inference kept in one region: `inference_geo: us` on Anthropic's API, or a regional endpoint of Bedrock. */
export const anthropicRegional: readonly PriceRow[] = [
  {
    id: 'anthropic/claude-2:regional',
    provider: 'anthropic',
    model: 'claude-2',
    match: { prefixes: ['claude-2'] },
    ...BEDROCK,
    validFrom: BEGINNING,
    knownFrom: '2023-11-29',
    rates: listedRates('8', '24'),
  },
  {
    ...regional('claude-sonnet-4-5', '2025-09-29'),
    ...BEDROCK,
    rates: listedRates('3.3', '16.5', '0.33', '4.125'),
    tiers: [{ promptOver: 200_000, rates: listedRates('6.6', '24.75', '0.66', '8.25') }],
  },
  { ...regional('claude-haiku-4-5', '2025-10-15'), ...BEDROCK, rates: listedRates('1.1', '5.5', '0.11', '1.375') },
  { ...regional('claude-opus-4-5', '2025-11-24'), ...BEDROCK, rates: listedRates('5.5', '27.5', '0.55', '6.875') },
  ...[
    {
      ...regional('claude-sonnet-4-5', '2026-05-01'),
      rates: SONNET_4_6,
      tiers: [SONNET_OVER_200K],
    },
    { ...regional('claude-haiku-4-5', '2026-05-01'), rates: listedRates('1.1', '5.5', '0.11', '1.375', '2.2') },
    { ...regional('claude-opus-4-5', '2026-05-01'), rates: OPUS_5 },
  ].map((row) => ({ ...row, id: `${row.id}/2026-05-01`, residency: ['regional'], source: ONE_HOUR })),
  {
    ...regional('claude-opus-4-6', '2026-02-05'),
    ...US_OR_REGIONAL,
    rates: OPUS_5,
    tiers: [{ promptOver: 200_000, rates: listedRates('11', '41.25', '1.1', '13.75', '22') }],
  },
  {
    ...regional('claude-opus-4-6', '2026-03-13'),
    id: 'anthropic/claude-opus-4-6:regional@2026-03-13',
    validFrom: '2026-03-13',
    ...US_OR_REGIONAL,
    rates: OPUS_5,
  },
  { ...regional('claude-sonnet-4-6', '2026-02-17'), ...US_OR_REGIONAL, rates: SONNET_4_6, tiers: [SONNET_OVER_200K] },
  {
    ...regional('claude-sonnet-4-6', '2026-03-13'),
    id: 'anthropic/claude-sonnet-4-6:regional@2026-03-13',
    validFrom: '2026-03-13',
    ...US_OR_REGIONAL,
    rates: SONNET_4_6,
  },
  { ...regional('claude-opus-4-7', '2026-04-16'), ...US_OR_REGIONAL, rates: OPUS_5 },
  { ...regional('claude-opus-4-8', '2026-05-28'), ...US_OR_REGIONAL, rates: OPUS_5 },
  {
    ...regional('claude-fable-5', '2026-06-09'),
    ...US_OR_REGIONAL,
    rates: listedRates('11', '55', '1.1', '13.75', '22'),
  },
  {
    ...regional('claude-sonnet-5', '2026-06-30'),
    ...US_OR_REGIONAL,
    rates: listedRates('2.2', '11', '0.22', '2.75', '4.4'),
  },
  { ...regional('claude-opus-5', '2026-07-24'), ...US_OR_REGIONAL, rates: OPUS_5 },
  {
    ...regional('claude-fable-5-1', '2026-09-01'),
    ...US_OR_REGIONAL,
    rates: listedRates('11', '55', '0.275', '13.75', '22'),
  },
  {
    ...regional('claude-opus-5-5', '2026-09-23'),
    ...US_OR_REGIONAL,
    rates: listedRates('4.4', '22', '0.22', '5.5', '8.8'),
  },
  {
    ...regional('claude-sonnet-5-5', '2026-09-28'),
    ...US_OR_REGIONAL,
    rates: listedRates('2.2', '11', '0.22', '2.75', '4.4'),
  },
  {
    ...regional('claude-sonnet-5-5', '2026-10-07'),
    id: 'anthropic/claude-sonnet-5-5:regional@2026-10-07',
    validFrom: '2026-10-07',
    ...US_OR_REGIONAL,
    rates: listedRates('2.2', '11', '0.11', '2.75', '4.4'),
  },
  {
    ...regional('claude-haiku-5-5', '2026-10-07'),
    ...US_OR_REGIONAL,
    rates: listedRates('0.11', '0.55', '0.011', '0.1375', '0.22'),
    tiers: [{ promptOver: 100_000, rates: listedRates('0.55', '2.75', '0.055', '0.6875', '1.1') }],
  },
  // Of clouds' regional endpoints no list has it yet.
  {
    ...regional('claude-fable-5-2', '2026-11-09'),
    ...US_OR_REGIONAL,
    residency: ['us'],
    rates: listedRates('8.8', '44', '0.22', '11', '17.6'),
  },
];
