import { fieldsOf } from './eventFields.ts';
import { recordedNano } from './recordedNano.ts';

type Fields = Record<string, unknown>;
type Usd = number | string;

const isPositive = (usd: unknown): usd is Usd => Number(usd) > 0;

/** OpenRouter's charge; with a key of one's own for the provider it is a fee beside what that one charges, and known by being less where nothing says it. */
function ofOpenRouter(usage: Fields, raw: Fields): Usd[] {
  const { cost } = usage;
  const upstream = fieldsOf(usage['costDetails'])['upstreamInferenceCost'];
  if (cost === undefined || cost === null) return [];
  const isOwnKey = raw['is_byok'] ?? (isPositive(upstream) && Number(upstream) > Number(cost));
  if (isOwnKey !== true) return [cost as Usd];
  return isPositive(upstream) ? [cost as Usd, upstream] : [];
}

/** The gateway's charge; none for a key of one's own, which the provider charges. */
function ofGateway({ cost, marketCost }: Fields): Usd[] {
  if (cost === undefined || cost === null) return [];
  return isPositive(marketCost) && Number(cost) === 0 ? [] : [cost as Usd];
}

/**
 * What the provider of an AI SDK step says it charged, nano-USD; `undefined` when it says nothing, or not all of it. Sources: `usage.cost` and `cost_details` of OpenRouter in USD;
 * `cost_in_usd_ticks` of xAI, of which ten thousand million are a USD; `cost` of Vercel's AI Gateway, USD as text.
 *
 * @param metadata the step's `providerMetadata`
 * @param raw the provider's own usage object
 * @throws UsageError `invalid_argument` for what is no amount, `unsafe_integer` for nine million USD or more
 * @example
 * aiSdkCost({ openrouter: { usage: { cost: 0.0123 } } }, {}) // => 12300000
 */
export function aiSdkCost(metadata: Fields, raw: Fields): number | undefined {
  const ticks = fieldsOf(metadata['xai'])['costInUsdTicks'] ?? undefined;
  const [usd] = [
    ofOpenRouter(fieldsOf(fieldsOf(metadata['openrouter'])['usage']), raw),
    ofGateway(fieldsOf(metadata['gateway'])),
    ticks === undefined ? [] : [`${String(ticks)}e-10`],
  ].filter((amounts) => amounts.length > 0);
  return usd && recordedNano(...usd);
}
