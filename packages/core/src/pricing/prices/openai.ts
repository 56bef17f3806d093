import type { PriceRates, PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { listedRates } from './listedRates.ts';

const PRICING = 'https://developers.openai.com/api/docs/pricing';
const CHANGELOG = 'https://developers.openai.com/api/docs/changelog';
/**
 * Of models that reason, with whichever tool, since 2025-06-26; `openaiSearchFees` adds it to their tiers. Of the others `web_search` costs this and the tokens of what it found,
 * `web_search_preview` $25 and no such tokens: a request does not say which it was, so their searches have no price.
 */
const WEB_SEARCH = { webSearch: '10' };

const first = (model: string, knownFrom: string, ...aliases: string[]) => ({
  id: `openai/${model}`,
  provider: 'openai',
  model,
  ...(aliases.length > 0 && { match: { aliases } }),
  validFrom: BEGINNING,
  knownFrom,
  source: PRICING,
});
const changed = (model: string, validFrom: string, ...aliases: string[]) => ({
  ...first(model, validFrom, ...aliases),
  id: `openai/${model}@${validFrom}`,
  validFrom,
  source: CHANGELOG,
});
/** The model pages say «more than 272K input tokens»; the price page's «<272K» column would begin one token earlier. */
const over272k = (rates: PriceRates) => [{ promptOver: 272_000, rates }];

/** Standard prices of OpenAI's models. Cache writes have a price of their own from GPT-5.6 on; before it `openaiCacheWrites` adds it. Append rows, never edit them. */
export const openai: readonly PriceRow[] = [
  { ...first('gpt-3.5-turbo', '2024-01-25', 'gpt-35-turbo', 'gpt-3.5-turbo-0125'), rates: listedRates('0.5', '1.5') },
  { ...first('gpt-4', '2023-03-14', 'gpt-4-0314', 'gpt-4-0613'), rates: listedRates('30', '60') },
  {
    ...first('gpt-4-turbo', '2023-11-06', 'gpt-4-turbo-preview', 'gpt-4-0125-preview', 'gpt-4-1106-preview'),
    rates: listedRates('10', '30'),
  },
  { ...first('gpt-4o', '2024-08-06'), rates: listedRates('2.5', '10', '1.25') },
  { ...first('gpt-4o-2024-05-13', '2024-05-13'), rates: listedRates('5', '15') },
  { ...first('gpt-4o-mini', '2024-07-18'), rates: listedRates('0.15', '0.6', '0.075') },
  {
    ...first('gpt-4o-mini-search-preview', '2025-03-11', 'gpt-4o-mini-search-preview-2025-03-11'),
    rates: listedRates('0.15', '0.6', '0.075'),
  },
  { ...first('gpt-4.1', '2025-04-14'), rates: listedRates('2', '8', '0.5') },
  { ...first('gpt-4.1-mini', '2025-04-14'), rates: listedRates('0.4', '1.6', '0.1') },
  { ...first('gpt-4.1-nano', '2025-04-14'), rates: listedRates('0.1', '0.4', '0.025') },
  { ...first('o4-mini', '2025-04-16'), rates: listedRates('1.1', '4.4', '0.275'), fees: WEB_SEARCH },
  { ...first('codex-mini', '2025-05-16', 'codex-mini-latest'), rates: listedRates('1.5', '6', '0.375') },
  { ...first('o3', '2025-04-16'), rates: listedRates('10', '40', '2.5'), fees: WEB_SEARCH },
  { ...changed('o3', '2025-06-10'), rates: listedRates('2', '8', '0.5'), fees: WEB_SEARCH },
  {
    ...first('gpt-5', '2025-08-07', 'gpt-5-codex', 'gpt-5-chat'),
    rates: listedRates('1.25', '10', '0.125'),
    fees: WEB_SEARCH,
  },
  { ...first('gpt-5-search-api', '2025-10-14'), rates: listedRates('1.25', '10', '0.125'), fees: WEB_SEARCH },
  { ...first('gpt-5-mini', '2025-08-07'), rates: listedRates('0.25', '2', '0.025'), fees: WEB_SEARCH },
  { ...first('gpt-5-nano', '2025-08-07'), rates: listedRates('0.05', '0.4', '0.005'), fees: WEB_SEARCH },
  { ...first('gpt-5-pro', '2025-10-06'), rates: listedRates('15', '120'), fees: WEB_SEARCH },
  {
    ...first('gpt-5.1', '2025-11-13', 'gpt-5.1-codex', 'gpt-5.1-codex-max', 'gpt-5.1-chat'),
    rates: listedRates('1.25', '10', '0.125'),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.1-codex-mini', '2025-11-13', 'gpt-5.1-mini'),
    rates: listedRates('0.25', '2', '0.025'),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.2', '2025-12-11', 'gpt-5.2-codex', 'gpt-5.2-chat'),
    rates: listedRates('1.75', '14', '0.175'),
    fees: WEB_SEARCH,
  },
  { ...first('gpt-5.2-pro', '2025-12-11'), rates: listedRates('21', '168'), fees: WEB_SEARCH },
  {
    ...first('gpt-5.3', '2026-02-05', 'gpt-5.3-chat', 'gpt-5.3-codex'),
    rates: listedRates('1.75', '14', '0.175'),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.4', '2026-03-05'),
    rates: listedRates('2.5', '15', '0.25'),
    tiers: over272k(listedRates('5', '22.5', '0.5')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.4-pro', '2026-03-05'),
    rates: listedRates('30', '180'),
    tiers: over272k(listedRates('60', '270')),
    fees: WEB_SEARCH,
  },
  { ...first('gpt-5.4-mini', '2026-03-17'), rates: listedRates('0.75', '4.5', '0.075'), fees: WEB_SEARCH },
  { ...first('gpt-5.4-nano', '2026-03-17'), rates: listedRates('0.2', '1.25', '0.02'), fees: WEB_SEARCH },
  {
    ...first('gpt-5.5', '2026-04-23', 'gpt-5.5-codex', 'gpt-5.5-chat'),
    rates: listedRates('5', '30', '0.5'),
    tiers: over272k(listedRates('10', '45', '1')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.5-pro', '2026-04-23'),
    rates: listedRates('30', '180'),
    tiers: over272k(listedRates('60', '270')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.6-luna', '2026-07-09'),
    rates: listedRates('1', '6', '0.1', '1.25'),
    tiers: over272k(listedRates('2', '9', '0.2', '2.5')),
    fees: WEB_SEARCH,
  },
  {
    ...changed('gpt-5.6-luna', '2026-07-30'),
    rates: listedRates('0.2', '1.2', '0.02', '0.25'),
    tiers: over272k(listedRates('0.4', '1.8', '0.04', '0.5')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.6-terra', '2026-07-09'),
    rates: listedRates('2.5', '15', '0.25', '3.125'),
    tiers: over272k(listedRates('5', '22.5', '0.5', '6.25')),
    fees: WEB_SEARCH,
  },
  {
    ...changed('gpt-5.6-terra', '2026-07-30'),
    rates: listedRates('2', '12', '0.2', '2.5'),
    tiers: over272k(listedRates('4', '18', '0.4', '5')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-5.6-sol', '2026-07-09', 'gpt-5.6'),
    rates: listedRates('5', '30', '0.5', '6.25'),
    tiers: over272k(listedRates('10', '45', '1', '12.5')),
    fees: WEB_SEARCH,
  },
  // Promised «at least through 2026-11-21»; no end has been announced.
  {
    ...changed('gpt-5.6-sol', '2026-08-21', 'gpt-5.6'),
    rates: listedRates('4', '20', '0.4', '5'),
    tiers: over272k(listedRates('8', '30', '0.8', '10')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-6-astra', '2026-09-03'),
    rates: listedRates('10', '50', '1', '12.5'),
    tiers: over272k(listedRates('20', '75', '2', '25')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-6-sol', '2026-09-22'),
    rates: listedRates('2', '10', '0.2', '2.5'),
    tiers: over272k(listedRates('4', '15', '0.4', '5')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-6-luna', '2026-09-22'),
    rates: listedRates('0.1', '0.5', '0.01', '0.125'),
    tiers: over272k(listedRates('0.2', '0.75', '0.02', '0.25')),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-6.1-sol', '2026-09-29'),
    rates: listedRates('2', '10', '0.1', '2.5'),
    tiers: over272k(listedRates('4', '15', '0.2', '5')),
    fees: WEB_SEARCH,
  },
  // Their long prompts cost more: how much is in no list that is read here.
  {
    ...first('gpt-6.2-astra', '2026-11-17'),
    rates: listedRates('8', '40', '0.4', '10'),
    tiers: over272k({}),
    fees: WEB_SEARCH,
  },
  {
    ...first('gpt-6.2-sol', '2026-11-17'),
    rates: listedRates('2', '10', '0.1', '2.5'),
    tiers: over272k({}),
    fees: WEB_SEARCH,
  },
];
