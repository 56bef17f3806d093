import { UsageError } from '../errors.ts';
import { PRICE_KEY_TEXTS, type PriceKey, type RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { COST_BASES } from '../model/UsageAnalytics.ts';

const BASES: ReadonlySet<unknown> = new Set(COST_BASES);
const SUM_PRICES: ReadonlySet<unknown> = new Set<PriceKey['sumPrice']>([undefined, 'assumed', 'recorded']);

/** The price key that was looked at last: costs of one price share theirs. */
let lastPriceKey: PriceKey | undefined;

const isPriceKey = (key: PriceKey): boolean =>
  typeof key === 'object' &&
  key !== null &&
  PRICE_KEY_TEXTS.every((name) => typeof key[name] === 'string') &&
  SUM_PRICES.has(key.sumPrice) &&
  [key.promptBand, key.timeBand, key.promptFrom ?? 0, key.promptBelow ?? 0].every(
    (number) => Number.isSafeInteger(number) && number >= 0,
  );

/** Why a store cannot keep a cost; `undefined` when it can. */
function wrongCost({ nanoUsd, picoRest, basis, priceKey, bookId }: RequestCost): string | undefined {
  if (nanoUsd !== null && !(Number.isSafeInteger(nanoUsd) && nanoUsd >= 0)) {
    return `nanoUsd is ${String(nanoUsd)}, not null or a whole number from 0 to 2^53 - 1`;
  }
  if (!(Number.isInteger(picoRest) && picoRest >= 0 && picoRest <= 999)) {
    return `picoRest is ${String(picoRest)}, not a whole number from 0 to 999`;
  }
  // Sums of the rest are over all requests.
  if (nanoUsd === null && picoRest !== 0) return `picoRest is ${String(picoRest)}, and without a price it is 0`;
  if (!BASES.has(basis)) return `basis is ${String(basis)}, not one of ${[...BASES].join(', ')}`;
  if (typeof bookId !== 'string') return `bookId is ${String(bookId)}, not text`;
  if (priceKey === lastPriceKey) return undefined;
  if (!isPriceKey(priceKey)) return 'priceKey is none: texts of what is billed, and whole numbers of its bands';
  lastPriceKey = priceKey;
  return undefined;
}

/**
 * A cost as a host's pricing gives it, when it is one that can be kept and summed.
 *
 * @param of the request, for the message; a store keeps no keys, and has an empty one
 * @throws UsageError `invalid_argument` for an amount that is no whole number of nano-USD, or another field that is none
 */
export function checkedCost(cost: RequestCost, of: Pick<RequestRecord, 'key' | 'model' | 'atMs'>): RequestCost {
  const isCost = typeof cost === 'object' && cost !== null;
  const wrong = isCost ? wrongCost(cost) : 'there is none: a request without a price has nanoUsd null';
  if (wrong === undefined) return cost;
  const named = of.key === '' ? 'the request' : `request '${of.key}'`;
  const at = `${named} of model '${of.model}' at ${new Date(of.atMs).toISOString()}`;
  throw new UsageError('invalid_argument', `the price of ${at}: ${wrong}`);
}
