import type { RateBucket } from '../picoRates.ts';
import type { PriceRates } from '../PriceRow.ts';
import { decimalText } from './decimalText.ts';
import { isRecord } from './isRecord.ts';
import { jsonText } from './jsonText.ts';

const BUCKETS: Readonly<Record<string, RateBucket>> = {
  input_cost_per_token: 'input',
  output_cost_per_token: 'output',
  cache_read_input_token_cost: 'cacheRead',
  cache_creation_input_token_cost: 'cacheWrite5m',
  cache_creation_input_token_cost_above_1hr: 'cacheWrite1h',
};
const TIERS: Readonly<Record<string, string>> = { batches: 'batch', flex: 'flex', priority: 'priority', '': '' };
const KEY = new RegExp(
  `^(${Object.keys(BUCKETS).toSorted().toReversed().join('|')})(?:_above_([1-9]\\d*)([km])_tokens)?(?:_(batches|flex|priority))?$`,
);
const THINKING = /^output_cost_per_reasoning_token(?=_|$)/;
/** Keys that hold factors on the other prices, by speed and by region: a row has listed rates, and none is made by a factor. */
const FACTORS = /^provider_specific_entry$|_multiplier(?:_|$)/;
const isFactor = (value: unknown): boolean =>
  typeof value === 'number' || (isRecord(value) && Object.values(value).some((it) => typeof it === 'number'));
/** Keys that hold prices of other shapes. */
const SHAPES = new Set(['off_peak_pricing', 'tiered_pricing']);
/** Charges that no request for text has: audio in, which requests are marked for, images and video in by the piece and the second, capacity by the second. */
const OF_OTHERS =
  /^(?:input_cost_per_audio_|cache_(?:read|creation)_input_audio_|input_cost_per_(?:image|video_per_second|second)(?:_above_|$)|output_cost_per_second(?:_|$))/;
/** The same charge in another unit, or by its older name. */
const AGAIN =
  /^(?:(?:in|out)put_cost_per_character(?:_above_|$)|(?:in|out)put_dbu_cost_per_token$|input_cost_per_token_cache_hit$)/;
/** Tools and storage, which are billed beside the requests. */
const TOOLS = /^(?:code_interpreter|computer_use|file_search|vector_store)_/;
/** Tokens that a request does not tell from the plain ones: at the same price they need not be told. */
const SORT = /_(?:image|video|audio)(?=_token)/;
const isBeside = (key: string): boolean => OF_OTHERS.test(key) || AGAIN.test(key) || TOOLS.test(key);
/** Nothing is charged, or the value is no amount at all. */
const isNoCharge = (value: unknown): boolean =>
  value === 0 || typeof value === 'boolean' || (typeof value === 'string' && !/[1-9]/.test(value));
/** Keys of charges. */
const CHARGE = /cost|pric|fee|charge/;

type Reject = (part: string, reason: string) => void;

/** Prices of one service tier: below the first threshold (0) and above each. */
export type LitellmSteps = Map<number, PriceRates>;

/** The prices of an entry of LiteLLM's map. */
export interface LitellmRates {
  /** By service tier, `''` = standard. */
  byTier: Map<string, LitellmSteps>;
  /** USD per 1,000 searches. */
  webSearch?: string;
}

/**
 * The prices in the keys of an entry of LiteLLM's map and in its `tiered_pricing`; `null` when one of them is none, or when they are not all that a request
 * costs: thinking or images with a price of their own, a charge for each request, a key that nobody knows. `reject` is told of each key that has no place in a row, and of the whole (`model`) when the answer is `null`.
 *
 * @example
 * litellmRates({ input_cost_per_token: 3e-6, output_cost_per_token: 1.5e-5 }, () => {})?.byTier.get('')?.get(0) // => { input: '3', output: '15' }
 */
export function litellmRates(entry: Record<string, unknown>, reject: Reject): LitellmRates | null {
  const rates = keyRates(entry, reject);
  const ranges = entry['tiered_pricing'];
  if (rates === null || ranges === undefined || ranges === null) return rates;
  const steps = rangeSteps(entry, ranges, reject);
  if (steps === null) return null;
  if ((rates.byTier.get('')?.size ?? 0) > 1) {
    reject('model', 'tiered_pricing stands beside prices above a size');
    return null;
  }
  rates.byTier.set('', steps);
  return rates;
}

const keyRates = (entry: Record<string, unknown>, reject: Reject): LitellmRates | null => {
  const byTier: LitellmRates['byTier'] = new Map();
  let webSearch: string | undefined;
  for (const [key, value] of Object.entries(entry)) {
    if (value === null) continue;
    const [, base = '', above, unit, tier = ''] = KEY.exec(key) ?? [];
    const bucket = BUCKETS[base];
    if (THINKING.test(key)) {
      const answer = decimalText(entry[key.replace(THINKING, 'output_cost_per_token')], 6);
      if (decimalText(value, 6) !== answer) {
        reject('model', 'thinking has another price than the answer');
        return null;
      }
    } else if (key === 'search_context_cost_per_query') webSearch = searchFee(entry, reject);
    else if (bucket !== undefined) {
      const usd = decimalText(value, 6);
      if (usd === null) {
        reject('model', `${key} is not a price: ${jsonText(value)}`);
        return null;
      }
      const steps = byTier.get(TIERS[tier] ?? '') ?? new Map<number, PriceRates>();
      const threshold = above === undefined ? 0 : Number(above) * (unit === 'm' ? 1_000_000 : 1000);
      steps.set(threshold, { ...steps.get(threshold), [bucket]: usd });
      byTier.set(TIERS[tier] ?? '', steps);
    } else if (FACTORS.test(key)) {
      if (isFactor(value)) reject(key, `a factor on the prices makes no row: ${jsonText(value)}`);
    } else if (!CHARGE.test(key) || SHAPES.has(key) || isNoCharge(value)) continue;
    else if (isBeside(key)) reject(key, 'a row has no such charge');
    else if (!SORT.test(key) || decimalText(value, 6) !== decimalText(entry[key.replace(SORT, '')], 6)) {
      reject('model', `${key} is a charge that a row cannot tell from the others`);
      return null;
    }
  }
  return { byTier, ...(webSearch !== undefined && { webSearch }) };
};

/** One fee a search, whatever the size of its context: USD per thousand. */
const searchFee = (entry: Record<string, unknown>, reject: Reject): string | undefined => {
  const value = entry['search_context_cost_per_query'];
  if (entry['web_search_billing_unit'] === 'per_prompt') {
    reject('search_context_cost_per_query', 'the fee is by the prompt, whatever the number of searches');
    return undefined;
  }
  const fees = isRecord(value) ? [...new Set(Object.values(value).map((usd) => decimalText(usd, 3)))] : [];
  if (fees.length === 1 && typeof fees[0] === 'string') return fees[0];
  reject('search_context_cost_per_query', 'the fee depends on the size of the search');
  return undefined;
};

/** Where a range names no price of a bucket the model's own holds, and without one that of the range below. */
const rangeSteps = (entry: Record<string, unknown>, ranges: unknown, reject: Reject): LitellmSteps | null => {
  const parts = new Map<number, Record<string, unknown>>();
  for (const part of Array.isArray(ranges) ? ranges : [null]) {
    const from: unknown = isRecord(part) && Array.isArray(part['range']) ? part['range'][0] : undefined;
    if (!isRecord(part) || typeof from !== 'number' || !Number.isSafeInteger(from) || from < 0 || parts.has(from)) {
      parts.clear();
      break;
    }
    parts.set(from, part);
  }
  if (!parts.has(0)) {
    reject('model', `tiered_pricing is not a list of ranges from 0 on: ${jsonText(ranges)}`);
    return null;
  }
  const steps: LitellmSteps = new Map();
  const own = stated(entry, (key) => Object.hasOwn(BUCKETS, key));
  let below = own;
  for (const [from, part] of [...parts].toSorted(([a], [b]) => a - b)) {
    const whole = { ...below, ...own, ...stated(part, () => true) };
    const rates = keyRates(whole, reject);
    if (rates === null) return null;
    const standard = rates.byTier.get('') ?? new Map<number, PriceRates>();
    if (rates.byTier.size > 1 || standard.size > 1 || rates.webSearch !== undefined) {
      reject('model', `a range has prices by more than its size: ${jsonText(part)}`);
      return null;
    }
    steps.set(from, standard.get(0) ?? {});
    below = stated(whole, (key) => Object.hasOwn(BUCKETS, key));
  }
  return steps;
};

const stated = (entry: Record<string, unknown>, isWanted: (key: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([key, value]) => value !== null && isWanted(key)));
