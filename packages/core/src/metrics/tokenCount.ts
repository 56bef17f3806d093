import type { RollupMeasures } from '../model/Rollup.ts';

/**
 * All tokens of a group: its disjoint buckets, so reasoning, which is part of the output, is not counted again.
 *
 * @example
 * tokenCount({ input: 5n, cacheRead: 10n, output: 3n, reasoning: 2n }) // => 18n
 */
export function tokenCount(
  measures: Pick<RollupMeasures, 'input' | 'output' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h'>,
): bigint {
  const { input = 0n, output = 0n, cacheRead = 0n, cacheWrite5m = 0n, cacheWrite1h = 0n } = measures;
  return input + output + cacheRead + cacheWrite5m + cacheWrite1h;
}
