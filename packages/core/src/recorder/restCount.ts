import { reportedCount } from './reportedCount.ts';

/**
 * What a provider's package computed as all of a count less a part of it (`noCacheTokens`, `textTokens`); `'beside'` when that is less than nothing, because the server
 * counts the part beside it. Source: packages for OpenAI-compatible servers, which subtract cached and reasoning tokens whether or not the server counts them in.
 *
 * @param parts what may have been subtracted
 * @returns `undefined` when it was not reported
 * @throws UsageError `invalid_argument` for what is no count
 * @example
 * restCount('textTokens', -490, 182, 672) // => 'beside'
 */
export function restCount(
  name: string,
  value: unknown,
  all: number,
  ...parts: readonly number[]
): number | 'beside' | undefined {
  return (value as number) < 0 && parts.some((part) => all - part === value) ? 'beside' : reportedCount(name, value);
}
