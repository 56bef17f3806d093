import { expect, it } from 'vitest';

import { agentCounters } from './agentCounters.ts';

const used = (input: number, written: number) => ({
  modelUsage: { a: { inputTokens: input, outputTokens: 1, cacheCreationInputTokens: written } },
});

it('running totals of which one falls have begun anew, also when only the cache writes do', () => {
  const counters = agentCounters(0, () => {});
  const places = [used(1, 50), used(2, 60), used(3, 40), used(4, 40)].map((result, i) =>
    counters.taken(result, i, String(i), '').map(({ place }) => place),
  );
  expect(places).toEqual([[[0, 'a']], [[0, 'a']], [[1, 'a']], [[1, 'a']]]);
});
