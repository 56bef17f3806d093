import { wholeCount } from './wholeCount.ts';

/**
 * A count as a provider's package states it; `undefined` when it was not reported: absent, `null`, or NaN, which packages for version 4 of the AI SDK write for a count that the
 * response left out. Sources: `@ai-sdk/amazon-bedrock` 2, `@ai-sdk/deepseek` 0.2.
 *
 * @throws UsageError `invalid_argument` for anything else but a whole number from 0 to 2^53 - 1
 * @example
 * reportedCount('cacheReadInputTokens', Number.NaN) // => undefined
 */
export function reportedCount(name: string, value: unknown): number | undefined {
  return Number.isNaN(value) ? undefined : wholeCount(name, value);
}
