import type { PriceRates, PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { listedRates } from './listedRates.ts';

const first = (model: string, knownFrom: string, ...prefixes: string[]) => ({
  id: `google/${model}`,
  provider: 'google',
  model,
  ...(prefixes.length > 0 && { match: { prefixes } }),
  validFrom: BEGINNING,
  knownFrom,
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
});
const changed = (model: string, validFrom: string, ...prefixes: string[]) => ({
  ...first(model, validFrom, ...prefixes),
  id: `google/${model}@${validFrom}`,
  validFrom,
});
const INTRODUCTORY = listedRates('0.75', '3.75', '0.075');
const REGULAR = listedRates('1.5', '7.5', '0.15');
/** The introductory prices of the 3.6 to 3.8 Flash models end with 2026. */
const from2027 = (model: string, knownFrom: string) => ({
  ...changed(model, '2027-01-01'),
  knownFrom,
  rates: REGULAR,
});
const PRO_2_5_OVER_200K = { promptOver: 200_000, rates: listedRates('2.5', '15', '0.25') };
const PRO_3 = listedRates('2', '12', '0.2');
const PRO_3_OVER_200K = { promptOver: 200_000, rates: listedRates('4', '18', '0.4') };

/** Cache reads of Gemini 2.5 by the accounts of their price. */
const CACHE_2025 = 'https://github.com/pydantic/genai-prices/commits/main/prices/providers/google.yml';
type Name = readonly [model: string, prefix: string];
const PRO_2_5: Name = ['gemini-2.5-pro', 'gemini-2.5-pro-preview'];
const FLASH_2_5: Name = ['gemini-2.5-flash', 'gemini-2.5-flash-preview-09'];
const LITE_2_5: Name = ['gemini-2.5-flash-lite', 'gemini-2.5-flash-lite-preview'];
const pro2025 = (day: string, cacheRead?: string, cacheReadOver?: string) => ({
  ...changed(PRO_2_5[0], day, PRO_2_5[1]),
  source: CACHE_2025,
  rates: listedRates('1.25', '10', cacheRead),
  tiers: [{ promptOver: 200_000, rates: listedRates('2.5', '15', cacheReadOver) }],
});
/** Of the days before the first account, on which a cache read did not cost a tenth either: before 2025 there was no Gemini 2.5. */
const fromLaunch = (row: PriceRow): PriceRow => ({
  ...row,
  id: `google/${row.model}@2025-01-01/${row.knownFrom}`,
  validFrom: '2025-01-01',
});
const flash2025 = ([model, prefix]: Name, day: string, rates: PriceRates) => ({
  ...changed(model, day, prefix),
  source: CACHE_2025,
  rates,
});

/** Standard prices of Google's Gemini models for text. Keeping a cache is billed by the hour and is in no request. Append rows, never edit them, but for what `PriceRow` says of days and sources. */
export const google: readonly PriceRow[] = [
  {
    ...first('gemini-2.5-pro', '2025-04-04', 'gemini-2.5-pro-preview'),
    rates: listedRates('1.25', '10', '0.125'),
    tiers: [PRO_2_5_OVER_200K],
  },
  // Speech out: not a preview of the text model.
  { ...first('gemini-2.5-pro-preview-tts', '2025-05-20'), rates: listedRates('1', '20') },
  {
    ...first('gemini-2.5-flash', '2025-06-17', 'gemini-2.5-flash-preview-09'),
    rates: listedRates('0.3', '2.5', '0.03'),
  },
  {
    ...first('gemini-2.5-flash-lite', '2025-07-22', 'gemini-2.5-flash-lite-preview'),
    rates: listedRates('0.1', '0.4', '0.01'),
  },
  { ...first('gemini-3-pro-preview', '2025-11-18'), rates: PRO_3, tiers: [PRO_3_OVER_200K] },
  { ...first('gemini-3-flash-preview', '2025-12-17'), rates: listedRates('0.5', '3', '0.05') },
  {
    ...first('gemini-3.1-pro-preview', '2026-02-19', 'gemini-3.1-pro-preview-'),
    rates: PRO_3,
    tiers: [PRO_3_OVER_200K],
  },
  {
    ...first('gemini-3.1-flash-lite', '2026-03-03', 'gemini-3.1-flash-lite-preview'),
    rates: listedRates('0.25', '1.5', '0.025'),
  },
  { ...first('gemini-3.5-flash', '2026-05-19', 'gemini-3.5-flash-preview'), rates: listedRates('1.5', '9', '0.15') },
  { ...first('gemini-3.5-flash-lite', '2026-07-21'), rates: listedRates('0.3', '2.5', '0.03') },
  { ...first('gemini-3.6-flash', '2026-08-13'), rates: INTRODUCTORY },
  from2027('gemini-3.6-flash', '2026-08-13'),
  { ...first('gemini-3.7-flash', '2026-08-13'), rates: INTRODUCTORY },
  from2027('gemini-3.7-flash', '2026-08-13'),
  { ...first('gemini-3.8-flash', '2026-09-02'), rates: INTRODUCTORY },
  from2027('gemini-3.8-flash', '2026-09-02'),
  // Cache reads cost a quarter of the input until some day between two readings of the page, since then a tenth.
  pro2025('2025-05-08', '0.31', '0.625'),
  fromLaunch(pro2025('2025-05-08', '0.31', '0.625')),
  pro2025('2025-07-19'),
  pro2025('2025-10-31', '0.125', '0.25'),
  flash2025(FLASH_2_5, '2025-06-17', listedRates('0.3', '2.5', '0.075')),
  fromLaunch(flash2025(FLASH_2_5, '2025-06-17', listedRates('0.3', '2.5', '0.075'))),
  flash2025(FLASH_2_5, '2025-07-19', listedRates('0.3', '2.5')),
  flash2025(FLASH_2_5, '2025-10-31', listedRates('0.3', '2.5', '0.03')),
  flash2025(LITE_2_5, '2025-06-17', listedRates('0.1', '0.4', '0.025')),
  fromLaunch(flash2025(LITE_2_5, '2025-06-17', listedRates('0.1', '0.4', '0.025'))),
  flash2025(LITE_2_5, '2025-07-26', listedRates('0.1', '0.4')),
  flash2025(LITE_2_5, '2025-10-31', listedRates('0.1', '0.4', '0.01')),
  // It came out at the regular price, which the page still had on 2026-08-08; the introductory one is known since the 13th.
  {
    ...changed('gemini-3.6-flash', '2026-07-21'),
    source: 'https://github.com/openonion/connectonion/pull/745',
    rates: REGULAR,
  },
  { ...changed('gemini-3.6-flash', '2026-08-09'), rates: {} },
  {
    ...changed('gemini-3.6-flash', '2026-08-14'),
    source: 'https://github.com/theopenco/llmgateway/pull/3593',
    rates: INTRODUCTORY,
  },
];
