import { fieldsOf } from './eventFields.ts';
import { type OptionalCounts, optionalCounts } from './optionalCounts.ts';
import { reportedCount } from './reportedCount.ts';
import { restCount } from './restCount.ts';

type Fields = Record<string, unknown>;

/** Output of a step. */
export interface AiSdkOutput {
  /** Reasoning included; no less than `reasoningTokens`. */
  outputTokens: number;
  reasoningTokens: number;
  isReported: boolean;
}

/** Whether a usage object of Google's states no output, as in the chunks before it: its package from version 6 on says 0 of it. Source: `convertGoogleUsage` of `@ai-sdk/google` 3. */
const lacksOutput = (raw: Fields): boolean =>
  'promptTokenCount' in raw && (raw['candidatesTokenCount'] ?? raw['thoughtsTokenCount'] ?? undefined) === undefined;

/**
 * The output of an AI SDK step. Reasoning is added to it where the server counts it beside: the package's own subtraction gives less than nothing, there is more
 * reasoning than output, or the provider is known to.
 *
 * @param given the step's usage
 * @param objects what the provider's metadata may hold counts in
 * @param isBeside whether the provider is known to count reasoning beside the output; told whether the package tells text and reasoning apart
 * @param optional reads what may be missing
 * @throws UsageError `invalid_argument` for an output that is no count
 * @example
 * aiSdkOutput({ outputTokens: 10, reasoningTokens: 300 }, [], () => false).outputTokens // => 310
 */
export function aiSdkOutput(
  given: Fields,
  objects: readonly Fields[],
  isBeside: (outputTokens: number, reasoningTokens: number, isSplit: boolean) => boolean,
  optional: OptionalCounts = optionalCounts(),
): AiSdkOutput {
  const details = fieldsOf(given['outputTokenDetails']);
  const reasoningTokens = optional.first([details, given, ...objects], 'reasoningTokens') ?? 0;
  const stated = reportedCount('outputTokens', given['outputTokens'] ?? given['completionTokens']);
  const text = optional.of('textTokens', () =>
    restCount('textTokens', details['textTokens'], stated ?? 0, reasoningTokens),
  );
  if (stated === undefined) {
    const isReported = typeof text === 'number';
    return { outputTokens: reasoningTokens + (isReported ? text : 0), reasoningTokens, isReported };
  }
  const isAdded =
    text === 'beside' || reasoningTokens > stated || isBeside(stated, reasoningTokens, text !== undefined);
  const isReported = !lacksOutput(fieldsOf(given['raw']));
  return { outputTokens: isAdded ? stated + reasoningTokens : stated, reasoningTokens, isReported };
}
