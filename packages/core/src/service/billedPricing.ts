import { UsageError } from '../errors.ts';
import type { DimensionValues } from '../model/Dimension.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RequestPricing } from '../storage/UsageStore.ts';

/** How a request is paid for: `api` = by use, at list price; `subscription` = covered by a flat fee: worth its list price, but not billed. */
export type Billing = 'api' | 'subscription';

/** A request as a billing function is told of it. */
export interface BilledRequest extends RequestRecord {
  /**
   * Its own dimensions, and under them those of its session where they are written together: by `recorder.request` and `recorder.start`, the other recorders, and
   * `tableSource`. Those that a source states later, or that another call stated, are absent then; where requests are priced anew (`reprice`, and the filling of
   * missing prices) all that the store has are there. A function that must be told of them at once needs a dimension of grain `request`.
   */
  dimensions: DimensionValues;
}

/** The same for all requests, or told of each. A function must be pure: it is asked again when a request is priced anew. */
export type BillingOption = Billing | ((request: BilledRequest) => Billing);

/**
 * Prices by how requests are paid for: what a subscription covers has the basis `subscription`. A request that was stored with that basis keeps it.
 *
 * @throws `invalid_argument` for another word, at once or from the function
 * @example
 * const billed = billedPricing(({ billing = 'api' }) => billing, ({ provider }) => (provider === 'anthropic' ? 'subscription' : 'api'));
 * [billed({ provider: 'anthropic' }), billed({ provider: 'openai' })] // => ['subscription', 'api']
 */
export function billedPricing(price: RequestPricing, billing: BillingOption): RequestPricing {
  if (typeof billing !== 'function') {
    if (checked(billing) === 'api') return price;
    return (request) => price({ ...request, billing: 'subscription' });
  }
  return (request) => {
    const asked = { ...request, dimensions: request.dimensions ?? {} };
    return price(checked(billing(asked)) === 'api' ? request : { ...request, billing: 'subscription' });
  };
}

const checked = (billing: Billing): Billing => {
  if (billing === 'api' || billing === 'subscription') return billing;
  throw new UsageError('invalid_argument', `billing is ${JSON.stringify(billing)}: it must be 'api' or 'subscription'`);
};
