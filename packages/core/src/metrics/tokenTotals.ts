import type { RollupMeasures } from '../model/Rollup.ts';
import type { TokenTotals } from '../model/UsageAnalytics.ts';
import { safeNumber } from './safeNumber.ts';

/**
 * Token sums as numbers.
 *
 * @throws `unsafe_integer`
 * @example
 * tokenTotals({ input: 5n, cacheWrite5m: 2n, cacheWrite1h: 1n }).cacheWrite // => 3
 */
export function tokenTotals(measures: RollupMeasures): TokenTotals {
  const { input = 0n, output = 0n, cacheRead = 0n, cacheWrite5m = 0n, cacheWrite1h = 0n, reasoning = 0n } = measures;
  return {
    input: safeNumber(input),
    output: safeNumber(output),
    cacheRead: safeNumber(cacheRead),
    cacheWrite: safeNumber(cacheWrite5m + cacheWrite1h),
    cacheWrite5m: safeNumber(cacheWrite5m),
    cacheWrite1h: safeNumber(cacheWrite1h),
    reasoning: safeNumber(reasoning),
  };
}
