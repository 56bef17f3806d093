import { UsageError } from '../errors.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RequestPricing } from '../storage/UsageStore.ts';

/** How a request is paid for: `api` = by use, at list price; `subscription` = covered by a flat fee: worth its list price, but not billed. */
export type Billing = 'api' | 'subscription';

/** The same for all requests, or told of each. A function must be pure: it is asked again when a request is priced anew. */
export type BillingOption = Billing | ((request: RequestRecord) => Billing);

/**
 * Prices by how requests are paid for: what a subscription covers has the basis `subscription`. A request that was stored with that basis keeps it.
 *
 * @throws `invalid_argument` for another word, at once or from the function
 * @example
 * billedPricing(price, ({ provider }) => (provider === 'anthropic' ? 'subscription' : 'api'))
 */
export function billedPricing(price: RequestPricing, billing: BillingOption): RequestPricing {
  if (typeof billing !== 'function') {
    if (checked(billing) === 'api') return price;
    return (request) => price({ ...request, billing: 'subscription' });
  }
  return (request) => price(checked(billing(request)) === 'api' ? request : { ...request, billing: 'subscription' });
}

const checked = (billing: Billing): Billing => {
  if (billing === 'api' || billing === 'subscription') return billing;
  throw new UsageError('invalid_argument', `billing is ${JSON.stringify(billing)}: it must be 'api' or 'subscription'`);
};
