import { fieldsOf } from './eventFields.ts';
import { type OptionalCounts, optionalCounts } from './optionalCounts.ts';

type Fields = Record<string, unknown>;

/**
 * The provider's own sum of all tokens of an AI SDK step; `undefined` when the step does not have it. With version 5 it is the SDK's, from 6 on the one of the provider's usage object: the
 * SDK's own is of its input and output. With version 4 only the body of the response has it.
 *
 * DeepInfra's package adds reasoning to output and sum where there is more of it than of output, though the sum had it: that is taken back. Source: `@ai-sdk/deepinfra` 3.
 *
 * @param given the step's usage
 * @param body of the response
 * @param isDeepInfra whether the package is DeepInfra's
 * @example
 * aiSdkTotal({ inputTokenDetails: {}, totalTokens: 3, raw: { total_tokens: 7 } }, {}, false) // => 7
 */
export function aiSdkTotal(
  given: Fields,
  body: Fields,
  isDeepInfra: boolean,
  optional: OptionalCounts = optionalCounts(),
): number | undefined {
  const raw = fieldsOf(given['raw']);
  if ('promptTokens' in given) {
    return optional.first(
      [fieldsOf(body['usageMetadata']), fieldsOf(body['usage'])],
      'totalTokenCount',
      'total_tokens',
    );
  }
  const stated = 'inputTokenDetails' in given ? raw : given;
  const total = optional.first([stated], 'totalTokenCount', 'total_tokens', 'totalTokens');
  const output = optional.first([raw], 'completion_tokens') ?? 0;
  const reasoning = optional.first([fieldsOf(raw['completion_tokens_details'])], 'reasoning_tokens') ?? 0;
  const isAddedTwice = isDeepInfra && output - reasoning < reasoning;
  return total === undefined || !isAddedTwice ? total : Math.max(0, total - reasoning);
}
