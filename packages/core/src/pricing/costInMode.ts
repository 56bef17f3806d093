import type { CostMode } from '../model/CostMode.ts';
import type { PricedRequest, RequestCost } from '../model/RequestCost.ts';
import { costOf } from './costOf.ts';
import type { PriceBook } from './priceBook.ts';

/**
 * What one request costs in a mode: the definition that answers over sums must equal. A recorded cost stays as recorded; use that a subscription covers keeps
 * this basis, and what it was worth when it was billed where the mode has no price for it: what its source recorded, or an earlier list price. What
 * was recorded of a sum and taken in place of an assumption, or of a price that there was not, stays where that holds for the mode's price too. The price key stays the one that was stored, but
 * for its `sumPrice`, which is that of the mode's price.
 *
 * @param options.nowMs the instant whose prices `today` takes, ms since 1970 UTC
 * @example
 * const key = { provider: '', model: 'gpt-5', serviceTier: '', speed: '', residency: '', promptBand: 0, timeBand: 0 };
 * const cost = { nanoUsd: 7, picoRest: 0, basis: 'recorded', priceKey: key, bookId: 'x' };
 * costInMode({ ...key, atMs: 0, cost }, 'today', { book: priceBook(), nowMs: 0 }).nanoUsd // => 7
 */
export function costInMode(
  request: PricedRequest,
  mode: CostMode,
  { book, nowMs }: { book: PriceBook; nowMs: number },
): RequestCost {
  const { cost } = request;
  const { sumPrice, ...storedKey } = cost.priceKey;
  if (mode === 'billed' || cost.basis === 'recorded') return cost;
  const isCovered = cost.basis === 'subscription';
  const recorded = sumPrice === 'recorded' && cost.nanoUsd !== null && { recordedNanoUsd: cost.nanoUsd };
  const { recordedNanoUsd: _, ...usage } = request;
  const { nanoUsd, picoRest, basis, priceKey } = costOf(
    {
      ...usage,
      ...(isCovered && { billing: 'subscription' }),
      ...recorded,
    },
    book,
    mode === 'today' ? { priceAtMs: nowMs } : {},
  );
  if (isCovered && (nanoUsd === null || priceKey.sumPrice === 'recorded')) return cost;
  const assumed = priceKey.sumPrice && { sumPrice: priceKey.sumPrice };
  return { nanoUsd, picoRest, basis, priceKey: { ...storedKey, ...assumed }, bookId: book.id };
}
