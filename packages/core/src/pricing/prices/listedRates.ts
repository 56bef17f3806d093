import type { PriceRates } from '../PriceRow.ts';

/**
 * Rates in the order of a price list. A column that the list does not have is left out at the end or `null`.
 *
 * @example
 * listedRates('1.25', '10', '0.125') // => { input: '1.25', output: '10', cacheRead: '0.125' }
 */
export function listedRates(
  input: string,
  output: string,
  cacheRead?: string | null,
  cacheWrite5m?: string | null,
  cacheWrite1h?: string | null,
): PriceRates {
  return {
    input,
    output,
    ...(cacheRead != null && { cacheRead }),
    ...(cacheWrite5m != null && { cacheWrite5m }),
    ...(cacheWrite1h != null && { cacheWrite1h }),
  };
}
