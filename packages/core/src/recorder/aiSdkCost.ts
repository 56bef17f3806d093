import { fieldsOf } from './eventFields.ts';
import { recordedNano } from './recordedNano.ts';

type Fields = Record<string, unknown>;
type Usd = number | string;

const isPositive = (usd: unknown): usd is Usd => Number(usd) > 0;

/** The first value that is there. */
const given = (...values: readonly unknown[]): unknown => values.find((value) => value !== undefined && value !== null);

/** One amount, or none. */
const amounts = (usd: unknown): Usd[] => (usd === undefined ? [] : [usd as Usd]);

/**
 * OpenRouter's charge. With a key of one's own for the provider it is a fee beside what that one charges, so that it is no cost alone. Where nothing says whose key it was, and the
 * provider charges more than OpenRouter, it may be such a fee or a discount: neither is taken for the cost.
 */
function ofOpenRouter(usage: Fields, raw: Fields): Usd[] {
  const cost = given(usage['cost'], raw['cost']);
  const upstream = given(
    fieldsOf(usage['costDetails'])['upstreamInferenceCost'],
    fieldsOf(raw['cost_details'])['upstream_inference_cost'],
  );
  const isOwnKey =
    given(raw['is_byok']) ?? (isPositive(upstream) && Number(upstream) > Number(cost) ? undefined : false);
  if (cost === undefined || isOwnKey === undefined) return [];
  if (isOwnKey !== true) return amounts(cost);
  return isPositive(upstream) ? [cost as Usd, upstream] : [];
}

/** The gateway's charge; none for a key of one's own, which the provider charges. */
function ofGateway({ cost, marketCost }: Fields): Usd[] {
  return isPositive(marketCost) && Number(cost) === 0 ? [] : amounts(given(cost));
}

/**
 * What the provider of an AI SDK step says it charged, nano-USD; `undefined` when it says nothing, or not all of it. Sources: `usage.cost` and `cost_details` of OpenRouter in USD;
 * `cost_in_usd_ticks` of xAI, of which ten thousand million are a USD; `cost.total_cost` of Perplexity, "total cost for the request in USD"; `cost` of Vercel's AI Gateway, USD as text.
 * The provider's own usage object is read only where the provider is known to be that one: elsewhere such fields may mean anything.
 *
 * @param metadata the step's `providerMetadata`
 * @param raw the provider's own usage object
 * @param provider as the SDK names it; `''` = not stated
 * @param named as the host names it; `''` = not stated
 * @throws UsageError `invalid_argument` for what is no amount, `unsafe_integer` for nine million USD or more
 * @example
 * aiSdkCost({ openrouter: { usage: { cost: 0.0123 } } }, {}) // => 12300000
 * @example
 * aiSdkCost({}, { cost_in_usd_ticks: 37756000 }, 'xai.chat') // => 3775600
 */
export function aiSdkCost(metadata: Fields, raw: Fields, provider = '', named = ''): number | undefined {
  const sellers = [provider, named].map((name) => name.toLowerCase().split('.')[0] ?? '');
  const of = (name: string): Fields => fieldsOf(metadata[name]);
  const rawOf = (name: string): Fields => (sellers.includes(name) || (provider === '' && name in metadata) ? raw : {});
  const ticks = given(of('xai')['costInUsdTicks'], rawOf('xai')['cost_in_usd_ticks']);
  const perplexity = given(
    fieldsOf(of('perplexity')['cost'])['totalCost'],
    fieldsOf(rawOf('perplexity')['cost'])['total_cost'],
  );
  const [usd] = [
    ofOpenRouter(fieldsOf(of('openrouter')['usage']), rawOf('openrouter')),
    ofGateway(of('gateway')),
    ticks === undefined ? [] : [`${String(ticks)}e-10`],
    amounts(perplexity),
  ].filter((stated) => stated.length > 0);
  return usd && recordedNano(...usd);
}
