import type { CostFigure, TokenTotals, UsageFigures } from '@usagekit/core';

const TOKEN_KEYS = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite5m', 'cacheWrite1h', 'reasoning'] as const;

function addedCost(costs: readonly CostFigure[]): CostFigure {
  const priced = costs.filter((cost) => cost.nanoUsd !== null);
  const nano = priced.reduce((sum, cost) => sum + BigInt(cost.nanoUsd ?? 0), 0n);
  const unpricedRequests = costs.reduce((sum, cost) => sum + cost.unpricedRequests, 0);
  const unpricedTokens = costs.reduce((sum, cost) => sum + cost.unpricedTokens, 0);
  const unknown = priced.length === 0 && unpricedRequests + unpricedTokens > 0;
  return {
    usd: unknown ? null : Number(nano) / 1e9,
    nanoUsd: unknown ? null : String(nano),
    unpricedRequests,
    unpricedTokens,
  };
}

/**
 * Usage of several groups taken together. Money is added exactly. As in core, the cost is `null` when there is usage and none of it has a price; no usage costs 0.
 *
 * @example
 * addedFigures([]).cost.usd // => 0
 */
export function addedFigures(groups: readonly UsageFigures[]): UsageFigures {
  const tokens = Object.fromEntries(
    TOKEN_KEYS.map((key) => [key, groups.reduce((sum, group) => sum + group.tokens[key], 0)]),
  ) as unknown as TokenTotals;
  return {
    requests: groups.reduce((sum, group) => sum + group.requests, 0),
    tokens,
    cost: addedCost(groups.map((group) => group.cost)),
  };
}
