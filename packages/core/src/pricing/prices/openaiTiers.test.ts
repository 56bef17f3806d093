import { expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const COUNTS = { inputTokens: 1000, cacheReadTokens: 4000, cacheWrite5mTokens: 2000, outputTokens: 500 };
const nanoOf = (model: string, fields: object): number | null =>
  costOf(costQuery({ model, ...COUNTS, ...fields }), book).nanoUsd;

it.each(['gpt-6-sol', 'gpt-6-luna', 'gpt-6.1-sol'])('%s costs half by Batch and flex, twice in fast mode', (model) => {
  for (const inputTokens of [1000, 273_000]) {
    const standard = nanoOf(model, { inputTokens }) ?? Number.NaN;
    for (const serviceTier of ['batch', 'flex']) expect(nanoOf(model, { inputTokens, serviceTier })).toBe(standard / 2);
    for (const fast of [{ serviceTier: 'priority' }, { speed: 'fast' }]) {
      expect(nanoOf(model, { inputTokens, ...fast })).toBe(standard * 2);
    }
  }
});

it.each([
  ['o3', 1000 * 1 + 4000 * 0.25 + 2000 * 1 + 500 * 4],
  ['o4-mini', 1000 * 0.55 + 4000 * 0.1375 + 2000 * 0.55 + 500 * 2.2],
])('cache reads of %s by flex have their own price', (model, micro) => {
  expect(nanoOf(model, { serviceTier: 'flex' })).toBe(micro * 1000);
  const early = costOf(costQuery({ model, serviceTier: 'flex', cacheReadTokens: 1 }), book, {
    knownAtMs: Date.UTC(2025, 8, 22),
  });
  expect(early.basis).toBe('unpriced');
});
