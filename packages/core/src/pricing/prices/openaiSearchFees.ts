import type { PriceRow } from '../PriceRow.ts';

/**
 * OpenAI's rows with the fee of web searches in its tiers, where the model's standard price has one. Tiers have other prices of tokens («a per-token premium», «Batch API rates»); a search is
 * billed «per 1000 calls, according to the tool version and model type», by one list for all of them (https://developers.openai.com/api/docs/pricing).
 *
 * @example
 * openaiSearchFees([
 *   { id: 'openai/x', provider: 'openai', model: 'x', validFrom: '2020-01-01', knownFrom: '2025-08-07', source: 'https://openai.com', rates: { input: '2' }, fees: { webSearch: '10' } },
 *   { id: 'openai/x:flex', provider: 'openai', model: 'x', serviceTier: 'flex', validFrom: '2020-01-01', knownFrom: '2025-08-07', source: 'https://openai.com', rates: { input: '1' } },
 * ])[1]?.fees // => { webSearch: '10' }
 */
export function openaiSearchFees(rows: readonly PriceRow[]): PriceRow[] {
  const standard = rows.filter(({ serviceTier, speed }) => serviceTier === undefined && speed === undefined);
  const fees = new Map(standard.flatMap((row) => (row.fees === undefined ? [] : [[row.model, row.fees] as const])));
  return rows.map((row) => {
    const fee = fees.get(row.model);
    const isTier = row.serviceTier !== undefined || row.speed !== undefined;
    return isTier && fee !== undefined ? { ...row, fees: fee } : row;
  });
}
