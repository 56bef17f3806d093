import type { UsageAnalytics, UsageFigures } from '@usagekit/core';

import { addedFigures } from '../figures/addedFigures.ts';
import { exampleAnalytics } from './exampleAnalytics.ts';

/**
 * The example with the costs of its days by model laid down.
 *
 * @param costs of each day: nano-USD of each model; `null` = it was used and has no price, `0n` = it was not used
 */
export function analyticsOfCosts(costs: readonly (readonly (bigint | null)[])[]): UsageAnalytics {
  const data = exampleAnalytics({ days: costs.length });
  const { tokens } = addedFigures(data.series);
  const figuresOf = (nano: bigint | null): UsageFigures => ({
    requests: 1,
    tokens,
    cost:
      nano === null
        ? { usd: null, nanoUsd: null, unpricedRequests: 1, unpricedTokens: 700 }
        : { usd: Number(nano) / 1e9, nanoUsd: String(nano), unpricedRequests: 0, unpricedTokens: 0 },
  });
  const byModelOf = (day: readonly (bigint | null)[]): Record<string, UsageFigures> =>
    Object.fromEntries(day.flatMap((nano, i) => (nano === 0n ? [] : [[`model-${i}`, figuresOf(nano)]])));
  const days = costs.map(byModelOf);
  const models = [...new Set(days.flatMap((day) => Object.keys(day)))];
  const byModel = Object.fromEntries(
    models.map((model) => [model, addedFigures(days.flatMap((day) => day[model] ?? []))]),
  );
  const whole = addedFigures(Object.values(byModel));
  return {
    ...data,
    requests: { total: whole.requests },
    series: data.series.map((point, i) => ({
      ...point,
      ...addedFigures(Object.values(days[i] ?? {})),
      partial: false,
      byModel: days[i] ?? {},
    })),
    cost: { ...data.cost, ...whole.cost, totalUsd: whole.cost.usd ?? 0, byModel },
  };
}
