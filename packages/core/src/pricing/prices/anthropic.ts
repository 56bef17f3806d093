import type { PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { listedRates } from './listedRates.ts';

const PRICING = 'https://platform.claude.com/docs/en/about-claude/pricing';
const OVERVIEW = 'https://platform.claude.com/docs/en/models';
/** The web search tool is billed per search on all models that have it. */
const WEB_SEARCH = { webSearch: '10' };
/** Up to Opus 4.1 and Sonnet 4, Bedrock's regional endpoints have no surcharge. */
const EVERYWHERE = ['', 'global', 'not_available', 'regional'];

const first = (model: string, knownFrom: string, source = PRICING) => ({
  id: `anthropic/${model}`,
  provider: 'anthropic',
  model,
  validFrom: BEGINNING,
  knownFrom,
  source,
});
const changed = (model: string, validFrom: string, source: string, knownFrom = validFrom) => ({
  ...first(model, knownFrom, source),
  id: `anthropic/${model}@${validFrom}${knownFrom === validFrom ? '' : `/${knownFrom}`}`,
  validFrom,
});

const OPUS_3 = listedRates('15', '75', '1.5', '18.75', '30');
const SONNET_3 = listedRates('3', '15', '0.3', '3.75', '6');
const SONNET_OVER_200K = {
  promptOver: 200_000,
  rates: listedRates('6', '22.5', '0.6', '7.5', '12'),
};
const OPUS_5 = listedRates('5', '25', '0.5', '6.25', '10');
const FABLE_5 = listedRates('10', '50', '1', '12.5', '20');
const FABLE_5_1 = listedRates('10', '50', '0.25', '12.5', '20');

/**
 * Standard prices of Anthropic's models on its own API, and on clouds where they are the same. Append rows, never edit them.
 * Prompts over 200,000 tokens: the 1M-token beta of Sonnet 4 and 4.5, and Opus and Sonnet 4.6 until 2026-03-13.
 */
export const anthropic: readonly PriceRow[] = [
  {
    ...first('claude-haiku-3', '2024-03-13'),
    residency: EVERYWHERE,
    rates: listedRates('0.25', '1.25', '0.03', '0.3', '0.5'),
  },
  { ...first('claude-sonnet-3', '2024-03-04'), residency: EVERYWHERE, rates: SONNET_3 },
  { ...first('claude-opus-3', '2024-03-04'), residency: EVERYWHERE, rates: OPUS_3 },
  { ...first('claude-sonnet-3-5', '2024-06-20'), residency: EVERYWHERE, rates: SONNET_3, fees: WEB_SEARCH },
  {
    ...first('claude-haiku-3-5', '2024-12-03'),
    residency: EVERYWHERE,
    rates: listedRates('0.8', '4', '0.08', '1', '1.6'),
    fees: WEB_SEARCH,
  },
  { ...first('claude-sonnet-3-7', '2025-02-24'), residency: EVERYWHERE, rates: SONNET_3, fees: WEB_SEARCH },
  { ...first('claude-opus-4', '2025-05-22'), residency: EVERYWHERE, rates: OPUS_3, fees: WEB_SEARCH },
  {
    ...first('claude-sonnet-4', '2025-05-22'),
    residency: EVERYWHERE,
    rates: SONNET_3,
    tiers: [SONNET_OVER_200K],
    fees: WEB_SEARCH,
  },
  { ...first('claude-opus-4-1', '2025-08-05'), residency: EVERYWHERE, rates: OPUS_3, fees: WEB_SEARCH },
  { ...first('claude-sonnet-4-5', '2025-09-29'), rates: SONNET_3, tiers: [SONNET_OVER_200K], fees: WEB_SEARCH },
  { ...first('claude-haiku-4-5', '2025-10-15'), rates: listedRates('1', '5', '0.1', '1.25', '2'), fees: WEB_SEARCH },
  { ...first('claude-opus-4-5', '2025-11-24'), rates: OPUS_5, fees: WEB_SEARCH },
  {
    ...first('claude-opus-4-6', '2026-02-05'),
    rates: OPUS_5,
    tiers: [{ promptOver: 200_000, rates: listedRates('10', '37.5', '1', '12.5', '20') }],
    fees: WEB_SEARCH,
  },
  { ...changed('claude-opus-4-6', '2026-03-13', PRICING), rates: OPUS_5, fees: WEB_SEARCH },
  { ...first('claude-sonnet-4-6', '2026-02-17'), rates: SONNET_3, tiers: [SONNET_OVER_200K], fees: WEB_SEARCH },
  { ...changed('claude-sonnet-4-6', '2026-03-13', PRICING), rates: SONNET_3, fees: WEB_SEARCH },
  { ...first('claude-opus-4-7', '2026-04-16'), rates: OPUS_5, fees: WEB_SEARCH },
  { ...first('claude-opus-4-8', '2026-05-28'), rates: OPUS_5, fees: WEB_SEARCH },
  { ...first('claude-fable-5', '2026-06-09', `${OVERVIEW}/fable-5/overview`), rates: FABLE_5, fees: WEB_SEARCH },
  { ...first('claude-mythos-5', '2026-06-09', `${OVERVIEW}/mythos-5/overview`), rates: FABLE_5, fees: WEB_SEARCH },
  { ...first('claude-sonnet-5', '2026-06-30'), rates: listedRates('2', '10', '0.2', '2.5', '4'), fees: WEB_SEARCH },
  // Announced at launch for 2026-09-01 and called off on 2026-08-10: the two rows that follow have the same validFrom.
  { ...changed('claude-sonnet-5', '2026-09-01', PRICING, '2026-06-30'), rates: SONNET_3, fees: WEB_SEARCH },
  {
    ...changed('claude-sonnet-5', '2026-09-01', PRICING, '2026-08-10'),
    rates: listedRates('2', '10', '0.2', '2.5', '4'),
    fees: WEB_SEARCH,
  },
  { ...first('claude-opus-5', '2026-07-24', `${OVERVIEW}/opus-5/overview`), rates: OPUS_5, fees: WEB_SEARCH },
  { ...first('claude-fable-5-1', '2026-09-01', `${OVERVIEW}/fable-5-1/overview`), rates: FABLE_5_1, fees: WEB_SEARCH },
  { ...first('claude-mythos-5-1', '2026-09-01'), rates: FABLE_5_1, fees: WEB_SEARCH },
  {
    ...first('claude-opus-5-5', '2026-09-23', `${OVERVIEW}/opus-5-5/overview`),
    rates: listedRates('4', '20', '0.2', '5', '8'),
    fees: WEB_SEARCH,
  },
  {
    ...first('claude-sonnet-5-5', '2026-09-28', `${OVERVIEW}/sonnet-5-5/overview`),
    rates: listedRates('2', '10', '0.2', '2.5', '4'),
    fees: WEB_SEARCH,
  },
  {
    ...changed('claude-sonnet-5-5', '2026-10-07', PRICING),
    rates: listedRates('2', '10', '0.1', '2.5', '4'),
    fees: WEB_SEARCH,
  },
  {
    ...first('claude-haiku-5-5', '2026-10-07', `${OVERVIEW}/haiku-5-5/overview`),
    rates: listedRates('0.1', '0.5', '0.01', '0.125', '0.2'),
    tiers: [{ promptOver: 100_000, rates: listedRates('0.5', '2.5', '0.05', '0.625', '1') }],
    fees: WEB_SEARCH,
  },
  { ...first('claude-fable-5-2', '2026-11-09'), rates: listedRates('8', '40', '0.2', '10', '16'), fees: WEB_SEARCH },
];
