import type { RateBucket } from '../picoRates.ts';
import type { PriceRates, PriceRow, PriceTier } from '../PriceRow.ts';
import { decimalText } from './decimalText.ts';
import { isRecord } from './isRecord.ts';
import { jsonText } from './jsonText.ts';

const BUCKETS: ReadonlyMap<string, RateBucket> = new Map([
  ['input_mtok', 'input'],
  ['output_mtok', 'output'],
  ['cache_read_mtok', 'cacheRead'],
  ['cache_write_mtok', 'cacheWrite5m'],
  ['cache_write_1h_mtok', 'cacheWrite1h'],
]);

/** Charges that no request for text has: audio in, which requests are marked for, and searches of stored files, which are billed beside them. */
const BESIDE = new Set(['input_audio_mtok', 'cache_audio_read_mtok', 'storage_searches_kcount']);
/** Tokens that a request does not tell from the plain ones: at the same price they need not be told. */
const SORT = /_(?:audio|image|reasoning|video)(?=_)/;

/** A tier that starts above 271,999 is OpenAI's «more than 272K input tokens» written one token low. */
const thresholdOf = (start: number): Pick<PriceTier, 'promptOver' | 'inclusive'> => {
  if (start === 271_999) return { promptOver: 272_000 };
  // «above 199,999» is how the list writes «from 200,000 on».
  return start % 1000 === 999 ? { promptOver: start + 1, inclusive: true } : { promptOver: start };
};

const tiersOf = (price: unknown): unknown[] => {
  const tiers: unknown = isRecord(price) ? (price['tiers'] ?? []) : [];
  return Array.isArray(tiers) ? tiers : [null];
};

/**
 * A genai-prices model price as rates, tiers and fees; `null` when there is no price for text, or it is not all that a request costs: images out with a price of
 * their own, a charge for each request, a key that nobody knows. `reject` is told of each key that has no place in a row, and of the whole (`model`) when the
 * answer is `null`. A model without a price of output, as embeddings are, has none in its row.
 *
 * @example
 * genaiRates({ input_mtok: { base: 2, tiers: [{ start: 199999, price: 4 }] }, output_mtok: 6 }, false, () => {})?.tiers
 * // => [{ promptOver: 200000, inclusive: true, rates: { input: '4', output: '6' } }]
 */
export function genaiRates(
  prices: unknown,
  isFree: boolean,
  reject: (part: string, reason: string) => void,
): Pick<PriceRow, 'rates' | 'tiers' | 'fees'> | null {
  if (!isRecord(prices)) {
    reject('model', 'it has no prices');
    return null;
  }
  if (Object.keys(prices).length === 0 && isFree) return { rates: { input: '0', output: '0' } };
  const rates: PriceRates = {};
  const steps = new Map<number, PriceRates>();
  let webSearch: string | undefined;
  for (const [key, value] of Object.entries(prices)) {
    const bucket = BUCKETS.get(key);
    const base = decimalText(isRecord(value) ? value['base'] : value);
    if (base === null) {
      reject('model', `${key} is not a price: ${jsonText(value)}`);
      return null;
    }
    const plain = key.replace(SORT, '');
    if (key === 'web_searches_kcount') webSearch = base;
    else if (BESIDE.has(key)) reject(key, 'a row has no such charge');
    else if (plain !== key && jsonText(value) === jsonText(prices[plain])) continue;
    else if (bucket === undefined) {
      reject('model', `${key} is a charge that a row cannot tell from the others`);
      return null;
    } else {
      rates[bucket] = base;
      for (const tier of tiersOf(value)) {
        const price = decimalText(isRecord(tier) ? tier['price'] : undefined);
        const start: unknown = isRecord(tier) ? tier['start'] : undefined;
        if (price === null || typeof start !== 'number' || !Number.isSafeInteger(start)) {
          reject('model', `${key} has a tier that is none: ${jsonText(tier)}`);
          return null;
        }
        if (steps.get(start)?.[bucket] !== undefined) {
          reject('model', `${key} has two tiers that start at ${start}`);
          return null;
        }
        steps.set(start, { ...steps.get(start), [bucket]: price });
      }
    }
  }
  if (rates.input === undefined) {
    reject('model', 'it has no price for text in');
    return null;
  }
  // A bucket without a tier at a threshold keeps the price it had below it.
  let below = rates;
  const tiers = [...steps]
    .toSorted(([a], [b]) => a - b)
    .map(([start, changed]) => ({ ...thresholdOf(start), rates: (below = { ...below, ...changed }) }));
  return { rates, ...(tiers.length > 0 && { tiers }), ...(webSearch !== undefined && { fees: { webSearch } }) };
}
