import type { PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { listedRates } from './listedRates.ts';

const batch = (model: string, knownFrom: string) => ({
  id: `anthropic/${model}:batch`,
  provider: 'anthropic',
  model,
  serviceTier: 'batch',
  validFrom: BEGINNING,
  knownFrom,
  source: 'https://platform.claude.com/docs/en/build-with-claude/batch-processing',
  fees: { webSearch: '10' },
});

const OPUS_4 = listedRates('7.5', '37.5', '0.75', '9.375', '15');
const SONNET_4 = listedRates('1.5', '7.5', '0.15', '1.875', '3');
const OPUS_5 = listedRates('2.5', '12.5', '0.25', '3.125', '5');
const SONNET_5 = listedRates('1', '5', '0.1', '1.25', '2');
const OVER_200K = { promptOver: 200_000, rates: listedRates('3', '11.25', '0.3', '3.75', '6') };

/** Anthropic's Message Batches. The discount and the prompt cache's rates add up, so cache rates are listed at half as well. */
export const anthropicBatch: readonly PriceRow[] = [
  { ...batch('claude-haiku-3', '2024-10-08'), rates: listedRates('0.125', '0.625', '0.015', '0.15', '0.25') },
  { ...batch('claude-opus-3', '2024-10-08'), rates: OPUS_4 },
  { ...batch('claude-sonnet-3-5', '2024-10-08'), rates: SONNET_4 },
  { ...batch('claude-haiku-3-5', '2024-12-03'), rates: listedRates('0.4', '2', '0.04', '0.5', '0.8') },
  { ...batch('claude-sonnet-3-7', '2025-02-24'), rates: SONNET_4 },
  { ...batch('claude-opus-4', '2025-05-22'), rates: OPUS_4 },
  { ...batch('claude-sonnet-4', '2025-05-22'), rates: SONNET_4, tiers: [OVER_200K] },
  { ...batch('claude-opus-4-1', '2025-08-05'), rates: OPUS_4 },
  { ...batch('claude-sonnet-4-5', '2025-09-29'), rates: SONNET_4, tiers: [OVER_200K] },
  { ...batch('claude-haiku-4-5', '2025-10-15'), rates: listedRates('0.5', '2.5', '0.05', '0.625', '1') },
  { ...batch('claude-opus-4-5', '2025-11-24'), rates: OPUS_5 },
  {
    ...batch('claude-opus-4-6', '2026-02-05'),
    rates: OPUS_5,
    tiers: [{ promptOver: 200_000, rates: listedRates('5', '18.75', '0.5', '6.25', '10') }],
  },
  {
    ...batch('claude-opus-4-6', '2026-03-13'),
    id: 'anthropic/claude-opus-4-6:batch@2026-03-13',
    validFrom: '2026-03-13',
    rates: OPUS_5,
  },
  { ...batch('claude-sonnet-4-6', '2026-02-17'), rates: SONNET_4, tiers: [OVER_200K] },
  {
    ...batch('claude-sonnet-4-6', '2026-03-13'),
    id: 'anthropic/claude-sonnet-4-6:batch@2026-03-13',
    validFrom: '2026-03-13',
    rates: SONNET_4,
  },
  { ...batch('claude-opus-4-7', '2026-04-16'), rates: OPUS_5 },
  { ...batch('claude-opus-4-8', '2026-05-28'), rates: OPUS_5 },
  { ...batch('claude-fable-5', '2026-06-09'), rates: listedRates('5', '25', '0.5', '6.25', '10') },
  { ...batch('claude-sonnet-5', '2026-06-30'), rates: SONNET_5 },
  { ...batch('claude-opus-5', '2026-07-24'), rates: OPUS_5 },
  { ...batch('claude-fable-5-1', '2026-09-01'), rates: listedRates('5', '25', '0.125', '6.25', '10') },
  { ...batch('claude-opus-5-5', '2026-09-23'), rates: listedRates('2', '10', '0.1', '2.5', '4') },
  { ...batch('claude-sonnet-5-5', '2026-09-28'), rates: SONNET_5 },
  {
    ...batch('claude-sonnet-5-5', '2026-10-07'),
    id: 'anthropic/claude-sonnet-5-5:batch@2026-10-07',
    validFrom: '2026-10-07',
    rates: listedRates('1', '5', '0.05', '1.25', '2'),
  },
  {
    ...batch('claude-haiku-5-5', '2026-10-07'),
    rates: listedRates('0.05', '0.25', '0.005', '0.0625', '0.1'),
    tiers: [{ promptOver: 100_000, rates: listedRates('0.25', '1.25', '0.025', '0.3125', '0.5') }],
  },
  { ...batch('claude-fable-5-2', '2026-11-12'), rates: listedRates('4', '20', '0.1', '5', '8') },
];
