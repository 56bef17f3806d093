import type { CostFigure, TokenTotals, UsageFigures } from '@usagekit/core';

const TOKEN_KEYS = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite5m', 'cacheWrite1h', 'reasoning'] as const;

function addedCost(costs: readonly CostFigure[]): CostFigure {
  const priced = costs.filter((cost) => cost.nanoUsd !== null);
  const nano = priced.reduce((sum, cost) => sum + BigInt(cost.nanoUsd ?? 0), 0n);
  return {
    usd: priced.length === 0 ? null : Number(nano) / 1e9,
    nanoUsd: priced.length === 0 ? null : String(nano),
    unpricedRequests: costs.reduce((sum, cost) => sum + cost.unpricedRequests, 0),
    unpricedTokens: costs.reduce((sum, cost) => sum + cost.unpricedTokens, 0),
  };
}

/**
 * Usage of several groups taken together. Money is added exactly; no group at all has no price.
 *
 * @example
 * addedFigures([]).cost.usd // => null
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
