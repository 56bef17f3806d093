import type { RequestRecord } from '../model/RequestRecord.ts';
import { fieldsOf, firstText } from './eventFields.ts';

type Fields = Record<string, unknown>;

const STANDARD = new Set(['standard', 'default', 'auto', 'on_demand', 'unspecified']);

/** The first of the values that is not a name of the standard; `''` when none is. */
const nonstandard = (...values: readonly string[]): string =>
  values.find((name) => name !== '' && !STANDARD.has(name)) ?? '';

/** A tier by its own word: text, Bedrock's `{ type }`, or one of Google's enumerations (`SERVICE_TIER_FLEX`, `ON_DEMAND_FLEX`). */
const tierName = (value: unknown): string =>
  firstText(value, fieldsOf(value)['type'])
    .toLowerCase()
    .replace(/^(service_tier|traffic_type|on_demand)_/, '');

/**
 * Service tier, speed and residency of an AI SDK step, `''` where they are the standard. Sources: `service_tier`, `speed` and `inference_geo` of Anthropic's usage object; `serviceTier` of
 * the metadata of OpenAI, xAI, Google (in its usage object, too) and Bedrock, whose `performanceConfig.latency` is a speed; `trafficType` of Vertex, where paid throughput is a tier of its own; `service_tier` of the
 * response of OpenAI's chat API, which the package does not pass on.
 *
 * @param usage the provider's own usage object
 * @param objects of the metadata that may hold counts
 * @param body of the response, where the step has it
 * @example
 * aiSdkVariant({ trafficType: 'ON_DEMAND_PRIORITY' }, []).serviceTier // => 'priority'
 */
export function aiSdkVariant(
  usage: Fields,
  objects: readonly Fields[],
  body: Fields = {},
): Pick<RequestRecord, 'serviceTier' | 'speed' | 'residency'> {
  const tiers = [
    usage['service_tier'],
    usage['trafficType'],
    usage['serviceTier'],
    ...objects.flatMap((of) => [of['serviceTier'], fieldsOf(of['usageMetadata'])['trafficType']]),
    body['service_tier'],
  ];
  const latencies = objects.map((of) => firstText(fieldsOf(of['performanceConfig'])['latency']));
  const geo = firstText(usage['inference_geo']);
  return {
    serviceTier: nonstandard(...tiers.map((tier) => tierName(tier))),
    speed: nonstandard(firstText(usage['speed']), ...latencies),
    residency: ['not_available', 'global'].includes(geo) ? '' : geo,
  };
}
