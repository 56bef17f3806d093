import type { RollupMeasures } from '../model/Rollup.ts';
import type { CostFigure } from '../model/UsageAnalytics.ts';
import { costFigure, PICO_PER_NANO } from './costFigure.ts';
import { largestRemainder } from './largestRemainder.ts';

/**
 * The costs of the parts of a whole, which add up to its cost to the nano-USD, by largest remainder.
 *
 * @param totalNano cost of the whole where it was itself rounded as a part
 * @example
 * splitCosts([{ requests: 1n, costPico: 1_600n }, { requests: 1n, costPico: 1_600n }]).map((c) => c.nanoUsd) // => ['2', '1']
 */
export function splitCosts(parts: readonly RollupMeasures[], totalNano?: bigint): CostFigure[] {
  const nano = largestRemainder(
    parts.map((part) => part.costPico ?? 0n),
    PICO_PER_NANO,
    totalNano,
  );
  return parts.map(({ costPico = 0n, requests = 0n, unpricedRequests = 0n, unpricedTokens = 0n }, i) =>
    costFigure(costPico, requests - unpricedRequests, unpricedRequests, unpricedTokens, nano[i]),
  );
}
