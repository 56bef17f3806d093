import { scaledDecimal } from '../scaledDecimal.ts';
import { alibaba } from './alibaba.ts';
import type { PriceTable, TableRates, TableTiers } from './PriceTable.ts';

type Row = PriceTable['rows'][number];

interface CacheMode {
  tier: string;
  /** Price of reads, percent of the input's. */
  readPercent: bigint;
  /** Whether it has writes, at the price that `alibaba` has. */
  isWritten: boolean;
}

const MODES: readonly CacheMode[] = [
  { tier: 'implicit-cache', readPercent: 20n, isWritten: false },
  { tier: 'explicit-cache', readPercent: 10n, isWritten: true },
];

/** USD, exact: with 12 decimals of the price and two of the percentage. */
function percentOf(usd: string, percent: bigint): string {
  const digits = String(scaledDecimal(usd, 12).value * percent).padStart(15, '0');
  return `${digits.slice(0, -14)}.${digits.slice(-14)}`.replace(/\.?0+$/, '');
}

/** Rates of a row that has no price of reads with those of a mode: `'1 5 - 1.25'` → `'1 5 0.1 1.25'`. */
function ratesIn({ readPercent, isWritten }: CacheMode, rates: TableRates): TableRates {
  const [input = '', output = '', , write = ''] = rates.split(' ');
  return [input, output, percentOf(input, readPercent), ...(isWritten ? [write] : [])].join(' ');
}

const tiersIn = (mode: CacheMode, { over, from }: TableTiers): TableTiers => ({
  ...(over && { over: over.map(([tokens, rates]) => [tokens, ratesIn(mode, rates)] as const) }),
  ...(from && { from: from.map(([tokens, rates]) => [tokens, ratesIn(mode, rates)] as const) }),
});

/** Models that can be cached: those with a price of writes. */
const cached = alibaba.rows.filter(([, , rates]) => rates.split(' ').length === 4);

/**
 * Alibaba's prices by the mode of the cache, of which a request has one: what was marked to be cached is written at 125 % of the input and read at 10 %; what the platform caches by itself is
 * read at 20 %. Its price list has one of the two for each model: 20 % of Qwen 3 and 3.7, 10 % of Qwen 3.5 and 3.6; the other is by its rule for all models. All else is as in `alibaba`.
 */
export const alibabaCache: PriceTable = {
  provider: 'alibaba',
  source: 'https://www.alibabacloud.com/help/en/model-studio/context-cache',
  rows: MODES.flatMap((mode) =>
    cached.map(([model, knownFrom, rates, more = {}]): Row => [
      model,
      knownFrom,
      ratesIn(mode, rates),
      { ...more, ...tiersIn(mode, more), tier: mode.tier },
    ]),
  ),
};
