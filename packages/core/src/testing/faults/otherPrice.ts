import type { RequestCost } from '../../model/RequestCost.ts';
import type { RepriceOptions, RequestPricing } from '../../storage/UsageStore.ts';
import { examplePrice } from '../ledgerArbitraries.ts';

/** How a fault test reprices: few requests in a transaction, so that there are many. */
export const OTHER_PRICES: RepriceOptions = { bookId: 'other', nowMs: 0, limit: 25 };

/** Other prices than the example's: some have risen, and what had none has one. */
export const otherPrice: RequestPricing = (request): RequestCost => {
  const cost = examplePrice(request);
  const other = { ...cost, bookId: OTHER_PRICES.bookId };
  if (cost.nanoUsd === null) return { ...other, nanoUsd: 7, picoRest: 1, basis: 'list-price' };
  return request.model === 'm2' ? other : { ...other, nanoUsd: cost.nanoUsd + 1 };
};
