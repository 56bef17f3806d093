import { expect, it } from 'vitest';

import { anthropicUsage } from './anthropicUsage.ts';

it('cache writes whose parts are more than their total are their parts', () => {
  const split = { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 10 };
  const usage = { input_tokens: 1, output_tokens: 2, cache_creation: split };
  const writes = (total: number) => {
    const { tokens } = anthropicUsage({ ...usage, cache_creation_input_tokens: total }, 'm') ?? {};
    return [tokens?.cacheWrite5mTokens, tokens?.cacheWrite1hTokens];
  };
  expect([5, 13, 20].map(writes)).toEqual([
    [3, 10],
    [3, 10],
    [10, 10],
  ]);
});
