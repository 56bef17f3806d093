import { UsageError } from '../errors.ts';
import { COST_MODES, type CostMode, type CostPrices } from '../model/CostMode.ts';
import type { RollupMeasures, RollupQuery, RollupRow } from '../model/Rollup.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import type { StoreReads, UsageStore } from '../storage/UsageStore.ts';
import { betweenWrites } from './betweenWrites.ts';
import { ModeRollup } from './ModeRollup.ts';

/** A rollup with the prices its amounts are at. */
export type PricedRollupQuery = RollupQuery & {
  /** `billed` when absent. */
  costs?: CostMode;
};

/** Its answer. */
export interface PricedRollup {
  rows: RollupRow[];
  /** Absent for amounts as billed. */
  prices?: CostPrices;
}

/** Prices to answer by. */
export interface ModePrices {
  /** A function is called only when prices are needed. */
  book: PriceBook | (() => PriceBook);
  /** The instant whose prices `today` takes, ms. */
  nowMs: number;
}

const COST_MEASURES: readonly (keyof RollupMeasures)[] = ['costPico', 'unpricedRequests', 'unpricedTokens'];

/**
 * A rollup whose amounts are at the prices of a mode: `billed` as they are stored, else computed from the sums of each price key, split at the instants where a price
 * changes, and from requests one by one where sums cannot tell. Exact; of sealed time the smallest sums are asked there, the same ones for every question, and what they cannot tell is counted as unpriced and said (`prices`). Recorded amounts (of what a
 * subscription covers: of sums where the mode's price would be assumed or there is none) and the basis `subscription` stay in every mode, and all words of the price key are those that were stored, but for `sumPrice`, which is that of the mode's price: where requests are
 * known by sums, all of one key within a quarter of an hour count as one sum, so that never less is `assumed` than is.
 *
 * @throws UsageError `invalid_argument` for an unknown mode, or amounts of the family `sessions`, which are kept as billed only
 */
export async function rollupInMode(
  store: StoreReads & Pick<UsageStore, 'snapshot'>,
  { costs = 'billed', ...query }: PricedRollupQuery,
  { book, nowMs }: ModePrices,
): Promise<PricedRollup> {
  if (!COST_MODES.includes(costs)) {
    throw new UsageError('invalid_argument', `'${String(costs)}' is no mode of costs: ${COST_MODES.join(', ')}`);
  }
  if (costs === 'billed' || query.family === 'tools') return { rows: await store.rollup(query) };
  if (query.family === 'sessions') {
    if (query.measures && !query.measures.some((name) => COST_MEASURES.includes(name))) {
      return { rows: await store.rollup(query) };
    }
    throw new UsageError(
      'invalid_argument',
      'life-time amounts of sessions are kept as billed: ask for other measures',
    );
  }
  const prices = typeof book === 'function' ? book() : book;
  return betweenWrites(store, async ({ sealedBeforeMs }, view) => {
    const priced = new ModeRollup(view, query, prices, costs === 'today' ? { priceAtMs: nowMs } : {}, {
      sealedBeforeMs,
    });
    const rows = await priced.read();
    return {
      rows,
      prices: {
        mode: costs,
        bookId: prices.id,
        at: costs === 'today' ? new Date(nowMs).toISOString() : null,
        undecidedRequests: Number(priced.undecidedRequests),
        undecidedTokens: Number(priced.undecidedTokens),
      },
    };
  });
}
