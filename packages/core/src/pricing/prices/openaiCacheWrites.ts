import type { PriceRates, PriceRow } from '../PriceRow.ts';

const withWrites = (rates: PriceRates): PriceRates => {
  const { input, cacheWrite5m = input } = rates;
  return cacheWrite5m === undefined ? rates : { ...rates, cacheWrite5m };
};

/**
 * OpenAI's rows with what a cache write costs: «Cache writes have no additional fee on models before the GPT-5.6 family»
 * (https://developers.openai.com/api/docs/guides/prompt-caching), so such a token costs what input costs. Models that have no prompt cache, and
 * a cloud's regional endpoints, of which nobody says the same, stay as they are.
 *
 * @example
 * openaiCacheWrites([{ id: 'openai/x', provider: 'openai', model: 'x', validFrom: '2020-01-01', knownFrom: '2025-01-01', source: 'https://openai.com',
 *   rates: { input: '2', output: '8', cacheRead: '1' } }])[0]?.rates.cacheWrite5m // => '2'
 */
export function openaiCacheWrites(rows: readonly PriceRow[]): PriceRow[] {
  const cached = new Set(rows.filter(({ rates }) => rates.cacheRead !== undefined).map(({ model }) => model));
  return rows.map((row) => {
    if (!cached.has(row.model) || row.residency !== undefined) return row;
    const tiers = row.tiers?.map((tier) => ({ ...tier, rates: withWrites(tier.rates) }));
    return { ...row, rates: withWrites(row.rates), ...(tiers && { tiers }) };
  });
}
