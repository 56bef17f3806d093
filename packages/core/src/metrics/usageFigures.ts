import type { RollupMeasures } from '../model/Rollup.ts';
import type { UsageFigures } from '../model/UsageAnalytics.ts';
import { dataRecord } from './dataRecord.ts';
import { byWeight } from './byWeight.ts';
import { safeNumber } from './safeNumber.ts';
import { splitCosts } from './splitCosts.ts';
import { tokenTotals } from './tokenTotals.ts';

/**
 * Usage of each group of a whole, dearest first; the costs of the groups add up to that of the whole.
 *
 * @param totalNano cost of the whole where it was itself rounded as a part
 * @throws `unsafe_integer`
 * @example
 * usageFigures(new Map([['opus', { requests: 2n, input: 7n, costPico: 5_000n }]])).opus.cost.nanoUsd // => '5'
 */
export function usageFigures(
  groups: ReadonlyMap<string, RollupMeasures>,
  totalNano?: bigint,
): Record<string, UsageFigures> {
  const sorted = [...groups].toSorted(byWeight);
  const costs = splitCosts(
    sorted.map(([, measures]) => measures),
    totalNano,
  );
  return dataRecord(
    costs.map((cost, i) => {
      const [name, measures] = sorted[i] ?? ['', {}];
      return [name, { requests: safeNumber(measures.requests ?? 0n), tokens: tokenTotals(measures), cost }];
    }),
  );
}
