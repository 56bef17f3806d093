import { UsageError } from '../errors.ts';
import type { Joined } from '../metrics/Ledger.ts';
import { checkedCost } from '../metrics/checkedCost.ts';
import { PRICED_FIELDS } from '../metrics/pricedAlike.ts';
import { priceKeyValues } from '../metrics/priceKeyValues.ts';
import type { PricedAnew } from '../metrics/repricedModels.ts';
import type { DimensionValues } from '../model/Dimension.ts';
import { hash63 } from '../model/hash63.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord, UsageQuality } from '../model/RequestRecord.ts';
import { knownDimensions } from '../model/withSessions.ts';
import type { RequestPricing } from './UsageStore.ts';

const QUALITIES: readonly UsageQuality[] = ['final', 'partial', 'estimated'];

/** Content of a request as if it were of a quality; the place of the quality is that in which stored contents have it. */
const contentAs = (record: Joined<RequestRecord>, quality: UsageQuality): bigint =>
  hash63(JSON.stringify(PRICED_FIELDS.map((field) => record[field] ?? null).toSpliced(4, 0, quality)));

/** Everything of a request that a price can depend on, and its quality, as a hash: what a repricing keeps of a request that it has priced. */
export const pricedContent = (record: Joined<RequestRecord>): bigint => contentAs(record, record.quality);

/** Whether a request is still what a repricing has priced, of which it kept `content`: its quality may have changed, by which nothing is priced. */
export function isAsPriced(record: Joined<RequestRecord>, content: bigint): boolean {
  return pricedContent(record) === content || QUALITIES.some((quality) => contentAs(record, quality) === content);
}

/** Whether two costs are the same amount, on the same basis, of the same price key. */
export function isSameCost(a: RequestCost, b: RequestCost): boolean {
  return (
    a.nanoUsd === b.nanoUsd &&
    a.picoRest === b.picoRest &&
    a.basis === b.basis &&
    JSON.stringify(priceKeyValues(a.priceKey)) === JSON.stringify(priceKeyValues(b.priceKey))
  );
}

/** What prices say of a request; an amount that no store can hold is none. */
function pricedCost(
  record: Joined<RequestRecord>,
  cost: RequestCost,
  price: RequestPricing,
  ofSession: DimensionValues | undefined,
): RequestCost {
  const told = ofSession ? { ...record, dimensions: knownDimensions(ofSession, record.dimensions) } : record;
  const asked = cost.basis === 'subscription' ? ({ ...told, billing: 'subscription' } as const) : told;
  try {
    return checkedCost(price(asked), record);
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== 'unsafe_integer') throw error;
    return { ...cost, nanoUsd: null, picoRest: 0, basis: 'unpriced' };
  }
}

/**
 * What a request costs at other prices: an amount that they do not give is kept, and so is the basis `subscription`. Where nothing changes the cost stays
 * the object it was, with the book it was priced by.
 *
 * @param ofSession dimensions of its session, which prices are told of under its own
 */
export function repricedCost(
  { record, cost }: { record: Joined<RequestRecord>; cost: RequestCost },
  price: RequestPricing,
  ofSession?: DimensionValues,
): { cost: RequestCost; counted: PricedAnew } {
  const priced = pricedCost(record, cost, price, ofSession);
  const isKept = priced.nanoUsd === null && cost.nanoUsd !== null;
  const stays = isKept || isSameCost(priced, cost);
  const { model, requestCount } = record;
  return {
    cost: stays ? cost : priced,
    counted: { model, requestCount, before: cost, after: stays ? null : priced, isKept },
  };
}
