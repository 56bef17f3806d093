import { UsageError } from '../errors.ts';
import { listedPrice } from './listedPrice.ts';
import { type PicoRates, picoRates, type RoundedRate } from './picoRates.ts';
import type { PriceRates, PriceRow, PriceTier } from './PriceRow.ts';
import { type CompiledWindow, timeWindows } from './timeWindows.ts';

/** Rates by size of the prompt. */
export interface CompiledRates {
  rates: PicoRates;
  /** `fromPrompt` is the smallest whole prompt, in tokens, that falls into the tier. */
  tiers: readonly { fromPrompt: number; rates: PicoRates }[];
}

/** A price row with its texts parsed. */
export interface CompiledRow extends CompiledRates {
  row: PriceRow;
  timeBands: readonly (CompiledRates & { windows: readonly CompiledWindow[] })[];
  /** Pico-USD per web search; `null` when none is listed. */
  webSearchPico: bigint | null;
}

type Report = (bucket: RoundedRate['bucket'], usd: string, pico: bigint) => void;

const wrongRow = ({ id }: PriceRow, why: string): UsageError =>
  new UsageError('invalid_argument', `price row '${id}': ${why}`);
/** What `read` gives, an error of it with the row's id. */
const namingRow = <T>(row: PriceRow, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof UsageError ? wrongRow(row, error.message) : error;
  }
};
const thresholdsOf = ({ tiers }: CompiledRates): string => tiers.map(({ fromPrompt }) => fromPrompt).join();
const NO_TIERS: CompiledRates['tiers'] = [];

const firstPrompt = (tier: PriceTier): number => (tier.inclusive ? tier.promptOver : tier.promptOver + 1);

const compiledRates = (
  row: PriceRow,
  of: { rates: PriceRates; tiers?: readonly PriceTier[] },
  report: Report,
): CompiledRates => {
  const rates = picoRates(of.rates, report);
  if (!of.tiers) return { rates, tiers: NO_TIERS };
  const tiers = of.tiers.map((tier) => ({ fromPrompt: firstPrompt(tier), rates: picoRates(tier.rates, report) }));
  if (tiers.some((tier, i) => tier.fromPrompt <= (tiers[i - 1]?.fromPrompt ?? 0))) {
    throw new UsageError('invalid_argument', 'tiers must ascend by promptOver');
  }
  return { rates, tiers };
};

/**
 * A row's prices parsed and checked. Rates finer than a pico-USD are appended to `rounded`.
 *
 * @throws `invalid_argument` for a malformed price or window, tiers out of order, or time bands whose thresholds differ
 */
export function compiledRow(row: PriceRow, rounded: RoundedRate[]): CompiledRow {
  const report: Report = (bucket, usd, pico) => {
    rounded.push({ rowId: row.id, bucket, usd, pico });
  };
  const own = namingRow(row, () => compiledRates(row, row, report));
  const timeBands = (row.timeBands ?? []).map((band) => {
    const rates = namingRow(row, () => compiledRates(row, band, report));
    if (thresholdsOf(rates) !== thresholdsOf(own))
      throw wrongRow(row, 'time bands must have the thresholds of the row');
    return { ...rates, windows: timeWindows(band.windows, `price row '${row.id}'`) };
  });
  const fee = row.fees?.webSearch ?? null;
  // USD per thousand searches: 10⁹ pico-USD a search for each dollar.
  const search = fee === null ? null : namingRow(row, () => listedPrice(fee, 9));
  if (fee !== null && search !== null && !search.exact) report('webSearch', fee, search.value);
  return { row, ...own, timeBands, webSearchPico: search?.value ?? null };
}
