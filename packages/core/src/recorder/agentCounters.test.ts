import { expect, it } from 'vitest';

import { agentCosts } from './agentCosts.ts';
import { agentCounters } from './agentCounters.ts';
import { RecentMap } from './RecentMap.ts';

const countersOf = () =>
  agentCounters({
    startedMs: 0,
    report: () => {},
    costs: agentCosts({ known: new RecentMap(), label: () => 's', goesOn: () => false }),
  });

const used = (input: number, written: number) => ({
  modelUsage: { a: { inputTokens: input, outputTokens: 1, cacheCreationInputTokens: written } },
});

it('running totals of which one falls have begun anew, also when only the cache writes do', () => {
  const counters = countersOf();
  const places = [used(1, 50), used(2, 60), used(3, 40), used(4, 40)].map((result, i) =>
    counters.taken(result, i, String(i), '').map(({ place }) => place),
  );
  expect(places).toEqual([[[0, 'a']], [[0, 'a']], [[1, 'a']], [[1, 'a']]]);
});

it('they have begun anew also when only the cost falls', () => {
  const counters = countersOf();
  const cost = (costUSD?: number) => ({ modelUsage: { a: { inputTokens: 1, ...(costUSD && { costUSD }) } } });
  const places = [cost(0.5), cost(0.5), cost(), cost(0.3)].map((result, i) =>
    counters.taken(result, i, String(i), '').map(({ place }) => place[0]),
  );
  // Some versions leave it out, which is no fall.
  expect(places).toEqual([[0], [0], [0], [0]]);
  const fallen = countersOf();
  expect([cost(0.5), cost(0.3)].map((result, i) => fallen.taken(result, i, '', '')[0]?.place[0])).toEqual([0, 1]);
});

it('the cost of a turn is what the total grew by, and all of a total that fell', () => {
  const counters = countersOf();
  const nano = [0.5, 0.75, 0.2, 0.2].map((total_cost_usd, i) => {
    const result = { usage: { input_tokens: 1 }, total_cost_usd };
    return counters.taken(result, i, String(i), 'm')[0]?.counts.recordedNanoUsd;
  });
  expect(nano).toEqual([500_000_000, 250_000_000, 200_000_000, 0]);
});

it('a model of which nothing was counted may be gone: that is no new beginning', () => {
  const nothing = { inputTokens: 0, outputTokens: 0, costUSD: 0 };
  const a = (inputTokens: number) => ({ inputTokens, outputTokens: 1, costUSD: inputTokens / 100 });
  const placesOf = (...results: Record<string, object>[]) => {
    const counters = countersOf();
    return results.map((modelUsage, i) =>
      counters.taken({ modelUsage }, i, String(i), '').map(({ place }) => place[0]),
    );
  };
  expect(placesOf({ a: a(50), b: nothing }, { a: a(70) }, { a: a(80), b: a(1) })).toEqual([[0], [0], [0, 0]]);
  expect(placesOf({ a: a(50), b: a(1) }, { a: a(70) })).toEqual([[0, 0], [1]]);
  // The SDK's cost alone is something, too.
  expect(placesOf({ a: a(50), b: { ...nothing, costUSD: 0.01 } }, { a: a(70) })).toEqual([[0, 0], [1]]);
});

it('totals take the place of turns also where they are less by what rounding takes', () => {
  const usage = { input_tokens: 1 };
  // Either amount is rounded to the nano-dollar.
  const totals = (costUSD: number) => ({ a: { inputTokens: 1, costUSD }, b: { inputTokens: 1, costUSD } });
  const isReplaced = (costUSD: number) => {
    const counters = countersOf();
    counters.taken({ usage, total_cost_usd: 0.000_000_003 }, 0, 't', 'm');
    return counters.taken({ modelUsage: totals(costUSD) }, 1, '', '').some((of) => of.isReplaced === true);
  };
  expect([0.000_000_002, 0.000_000_001, 0].map(isReplaced)).toEqual([true, true, false]);
});
