import { listedPrice } from './listedPrice.ts';
import type { PriceRates } from './PriceRow.ts';

/** The token buckets that have a rate of their own. */
export type RateBucket = keyof PriceRates;

/** All token buckets, in the order in which costs are explained. */
export const RATE_BUCKETS: readonly RateBucket[] = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'];

/** Whole pico-USD (10⁻¹² USD) per token; `null` = no known price. */
export type PicoRates = Readonly<Record<RateBucket, bigint | null>>;

/** A listed rate finer than one pico-USD per token, and what it was rounded to. */
export interface RoundedRate {
  rowId: string;
  bucket: RateBucket | 'webSearch';
  /** As listed. */
  usd: string;
  /** Pico-USD per token (per search for `webSearch`), half even. */
  pico: bigint;
}

/**
 * Listed rates as pico-USD per token. One USD per million tokens is 10⁶ pico-USD a token, so six decimals are exact; each finer rate is rounded
 * half even and reported to `onRounded`.
 *
 * @example
 * picoRates({ input: '3', output: '15' }).output // => 15000000n
 */
export function picoRates(
  rates: PriceRates,
  onRounded?: (bucket: RateBucket, usd: string, pico: bigint) => void,
): PicoRates {
  const pico = (bucket: RateBucket): bigint | null => {
    const usd = rates[bucket] ?? null;
    if (usd === null) return null;
    const { value, exact } = listedPrice(usd, 6);
    if (!exact) onRounded?.(bucket, usd, value);
    return value;
  };
  return {
    input: pico('input'),
    cacheRead: pico('cacheRead'),
    cacheWrite5m: pico('cacheWrite5m'),
    cacheWrite1h: pico('cacheWrite1h'),
    output: pico('output'),
  };
}
