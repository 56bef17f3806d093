import type { PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { listedRates } from './listedRates.ts';

const fast = (model: string, knownFrom: string) => ({
  id: `anthropic/${model}:fast`,
  provider: 'anthropic',
  model,
  speed: 'fast',
  validFrom: BEGINNING,
  knownFrom,
  source: 'https://platform.claude.com/docs/en/build-with-claude/fast-mode',
  fees: { webSearch: '10' },
});

/** Google's page of the model, as a partner of its cloud has it: twice the standard rates of all tokens, and searches cost the same. */
export const FABLE_5_2_FAST =
  'https://documentation.s3ns.fr/gemini-enterprise-agent-platform/models/partner-models/claude/fable-5-2';

const SIXFOLD = listedRates('30', '150', '3', '37.5', '60');
const DOUBLE = listedRates('10', '50', '1', '12.5', '20');

/** Anthropic's fast mode, for the models that have it. */
export const anthropicFast: readonly PriceRow[] = [
  {
    ...fast('claude-opus-4-6', '2026-02-07'),
    rates: SIXFOLD,
    tiers: [{ promptOver: 200_000, rates: listedRates('60', '225', '6', '75', '120') }],
  },
  {
    ...fast('claude-opus-4-6', '2026-03-13'),
    id: 'anthropic/claude-opus-4-6:fast@2026-03-13',
    validFrom: '2026-03-13',
    rates: SIXFOLD,
  },
  { ...fast('claude-opus-4-7', '2026-04-16'), rates: SIXFOLD },
  { ...fast('claude-opus-4-8', '2026-05-28'), rates: DOUBLE },
  { ...fast('claude-opus-5', '2026-07-24'), rates: DOUBLE },
  { ...fast('claude-opus-5-5', '2026-09-23'), rates: listedRates('8', '40', '0.4', '10', '16') },
  {
    ...fast('claude-fable-5-2', '2026-11-12'),
    source: FABLE_5_2_FAST,
    rates: listedRates('16', '80', '0.4', '20', '32'),
  },
];
