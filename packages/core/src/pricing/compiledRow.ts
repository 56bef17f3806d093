import { UsageError } from '../errors.ts';
import { type PicoRates, picoRates, type RoundedRate } from './picoRates.ts';
import type { PriceRow, PriceTier } from './PriceRow.ts';
import { scaledDecimal } from './scaledDecimal.ts';

/** A price row with its texts parsed. */
export interface CompiledRow {
  row: PriceRow;
  fromMs: number;
  /** Exclusive; `Infinity` when it has no end. */
  toMs: number;
  knownMs: number;
  rates: PicoRates;
  /** `fromPrompt` is the smallest whole prompt, in tokens, that falls into the tier. */
  tiers: readonly { fromPrompt: number; rates: PicoRates }[];
  /** Pico-USD per web search; `null` when none is listed. */
  webSearchPico: bigint | null;
}

const dayMs = (row: PriceRow, name: string, day: string): number => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  // Date.parse lets 31 February through.
  const isDate = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
  if (!isDate) {
    throw new UsageError(
      'invalid_argument',
      `price row '${row.id}': ${name} '${day}' is not a date such as '2026-03-13'`,
    );
  }
  return ms;
};

const firstPrompt = (tier: PriceTier): number => (tier.inclusive ? tier.promptOver : tier.promptOver + 1);

/**
 * A row parsed and checked. Rates finer than a pico-USD are appended to `rounded`.
 *
 * @throws `invalid_argument` for a malformed price or date, an empty period, or tiers out of order
 */
export function compiledRow(row: PriceRow, rounded: RoundedRate[]): CompiledRow {
  const report = (bucket: RoundedRate['bucket'], usd: string, pico: bigint): void => {
    rounded.push({ rowId: row.id, bucket, usd, pico });
  };
  const tiers = (row.tiers ?? []).map((tier) => ({
    fromPrompt: firstPrompt(tier),
    rates: picoRates(tier.rates, report),
  }));
  if (tiers.some((tier, i) => tier.fromPrompt <= (tiers[i - 1]?.fromPrompt ?? 0))) {
    throw new UsageError('invalid_argument', `price row '${row.id}': tiers must ascend by promptOver`);
  }
  const fromMs = dayMs(row, 'validFrom', row.validFrom);
  const toMs = row.validTo === undefined ? Number.POSITIVE_INFINITY : dayMs(row, 'validTo', row.validTo);
  if (toMs <= fromMs) {
    throw new UsageError('invalid_argument', `price row '${row.id}': validTo must be after validFrom`);
  }
  const fee = row.fees?.webSearch;
  // USD per thousand searches: 10⁹ pico-USD a search for each dollar.
  const search = fee === undefined ? null : scaledDecimal(fee, 9);
  if (fee !== undefined && search !== null && !search.exact) report('webSearch', fee, search.value);
  return {
    row,
    fromMs,
    toMs,
    knownMs: dayMs(row, 'knownFrom', row.knownFrom),
    rates: picoRates(row.rates, report),
    tiers,
    webSearchPico: search?.value ?? null,
  };
}
