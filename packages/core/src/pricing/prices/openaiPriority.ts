import type { PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { listedRates } from './listedRates.ts';

const priority = (model: string, knownFrom: string, ...aliases: string[]) => ({
  id: `openai/${model}:priority`,
  provider: 'openai',
  model,
  ...(aliases.length > 0 && { match: { aliases } }),
  serviceTier: 'priority',
  validFrom: BEGINNING,
  knownFrom,
  source: 'https://openai.com/api-priority-processing/',
});

/**
 * OpenAI's priority tier, for the models on its price list. Long prompts are not served by it, so the rows have no tiers.
 */
export const openaiPriority: readonly PriceRow[] = [
  { ...priority('gpt-4.1', '2025-06-25'), rates: listedRates('3.5', '14', '0.875') },
  { ...priority('gpt-5', '2025-08-07', 'gpt-5-codex'), rates: listedRates('2.5', '20', '0.25') },
  { ...priority('gpt-5-mini', '2025-08-07'), rates: listedRates('0.45', '3.6', '0.045') },
  { ...priority('gpt-5.1', '2025-11-13', 'gpt-5.1-codex'), rates: listedRates('2.5', '20', '0.25') },
  { ...priority('gpt-5.2', '2025-12-11', 'gpt-5.2-codex'), rates: listedRates('3.5', '28', '0.35') },
  { ...priority('gpt-5.4', '2026-03-05'), rates: listedRates('5', '30', '0.5') },
  { ...priority('gpt-5.4-mini', '2026-03-17'), rates: listedRates('1.5', '9', '0.15') },
  { ...priority('gpt-5.5', '2026-04-23'), rates: listedRates('12.5', '75', '1.25') },
];
