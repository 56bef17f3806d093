import type { PriceRates, PriceTimeBand } from '../PriceRow.ts';
import { decimalText } from './decimalText.ts';
import { isRecord } from './isRecord.ts';

const QUARTER = '(?:[01]\\d|2[0-3]):(?:00|15|30|45)';
const WINDOW = new RegExp(`^(${QUARTER})-(${QUARTER})$`);
const KEYS = {
  input_cost_per_token: 'input',
  output_cost_per_token: 'output',
  cache_read_input_token_cost: 'cacheRead',
} as const;

/**
 * LiteLLM's `off_peak_pricing` as time bands: none when it is absent, `null` when it says more than daily windows in UTC on quarter hours and the
 * three rates that it has. Buckets that it leaves out are left out.
 *
 * @example
 * litellmTimeBands({ hours_utc: '16:30-00:30', input_cost_per_token: 1.35e-7 })
 * // => [{ windows: [{ start: '16:30', end: '00:30' }], rates: { input: '0.135' } }]
 */
export function litellmTimeBands(offPeak: unknown): PriceTimeBand[] | null {
  if (offPeak === undefined || offPeak === null) return [];
  if (!isRecord(offPeak)) return null;
  const { hours_utc: hours, ...prices } = offPeak;
  const windows = (Array.isArray(hours) ? hours : [hours]).map((text: unknown) => {
    const [, start, end] = (typeof text === 'string' ? WINDOW.exec(text) : null) ?? [];
    return start !== undefined && end !== undefined ? { start, end } : null;
  });
  const rates: PriceRates = {};
  for (const [key, value] of Object.entries(prices)) {
    const bucket = Object.entries(KEYS).find(([name]) => name === key)?.[1];
    const usd = decimalText(value, 6);
    if (bucket === undefined || usd === null) return null;
    rates[bucket] = usd;
  }
  const known = windows.filter((window) => window !== null);
  return known.length > 0 && known.length === windows.length ? [{ windows: known, rates }] : null;
}
