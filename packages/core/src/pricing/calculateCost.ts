import { assertNames } from '../model/assertNames.ts';
import { assertPriceBook } from './assertPriceBook.ts';
import { costOf } from './costOf.ts';
import { type PriceBook, priceBook } from './priceBook.ts';
import { BEGINNING } from './prices/BEGINNING.ts';

/** What `calculateCost` may be told besides the counts. */
export interface CalculateCostOptions {
  /** Prices to use instead of the shipped ones. */
  book?: PriceBook;
  /** Time of use, ms since 1970 UTC; absent = the day the book was last brought up to date. */
  atMs?: number;
}

/** An amount that may have been computed at another model's price. */
export interface AssumedCost {
  /** `null` when not even the fallback has a price. */
  usd: number | null;
  /** The model whose price was taken instead; `null` when the model's own price is known. */
  assumedModel: string | null;
}

let shippedBook: PriceBook | undefined;

/**
 * USD of an amount of tokens at list price; `null` for an unknown model. The exact amount is rounded half even to six decimals: one computed in binary
 * floating point and rounded there may differ by $0.000001. Cache writes count as five-minute writes, and the tokens as those of many requests: prices for
 * long prompts do not apply. For single requests use `costOf`.
 *
 * With `fallback`, a model without a price is computed at the fallback's, and the result names the model whose price was assumed.
 *
 * @throws UsageError `invalid_argument` for a model that is no text, a time or options that are none; `unsafe_integer` for a count that is not a whole number from 0 to 2^53 - 1
 * @example
 * calculateCost(1_000_000, 100_000, 0, 0, 'claude-sonnet-4-20250514') // => 4.5
 * @example
 * calculateCost(1_000_000, 0, 0, 0, 'acme-router-v2') // => null
 */
export function calculateCost(
  inputTokens: number,
  outputTokens: number,
  cacheReadTokens: number,
  cacheCreationTokens: number,
  model: string,
  options?: CalculateCostOptions,
): number | null;
export function calculateCost(
  inputTokens: number,
  outputTokens: number,
  cacheReadTokens: number,
  cacheCreationTokens: number,
  model: string,
  options: CalculateCostOptions & { fallback: string },
): AssumedCost;
export function calculateCost(
  inputTokens: number,
  outputTokens: number,
  cacheReadTokens: number,
  cacheCreationTokens: number,
  model: string,
  options: CalculateCostOptions & { fallback?: string } = {},
): number | null | AssumedCost {
  assertNames('calculateCost', options, ['book', 'atMs', 'fallback']);
  if (options.book !== undefined) assertPriceBook('calculateCost', 'book', options.book);
  const book = options.book ?? (shippedBook ??= priceBook());
  const atMs = options.atMs ?? Date.parse(`${book.knownUntil || BEGINNING}T00:00:00Z`);
  const usdAtPriceOf = (name: string): number | null => {
    const { nanoUsd, picoRest } = costOf(
      {
        atMs,
        provider: '',
        model: name,
        serviceTier: '',
        speed: '',
        residency: '',
        grain: 'session',
        inputTokens,
        outputTokens,
        cacheReadTokens,
        cacheWrite5mTokens: cacheCreationTokens,
        cacheWrite1hTokens: 0,
        webSearchRequests: 0,
      },
      book,
    );
    return nanoUsd === null ? null : microUsd(BigInt(nanoUsd) * 1000n + BigInt(picoRest)) / 1e6;
  };
  const usd = usdAtPriceOf(model);
  if (options.fallback === undefined) return usd;
  return usd === null
    ? { usd: usdAtPriceOf(options.fallback), assumedModel: options.fallback }
    : { usd, assumedModel: null };
}

/** Pico-USD in whole micro-USD, half even. */
const microUsd = (pico: bigint): number => {
  const whole = pico / 1_000_000n;
  const rest = pico % 1_000_000n;
  const isUp = rest > 500_000n || (rest === 500_000n && whole % 2n === 1n);
  return Number(isUp ? whole + 1n : whole);
};
