import { expect, it } from 'vitest';

import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';

const TIERS = ['', 'implicit-cache', 'explicit-cache', 'flex'];
const READS = { inputTokens: 0, cacheReadTokens: 1_000_000 };
const of = (book: ReturnType<typeof priceBook>, fields: Parameters<typeof costQuery>[0]) =>
  TIERS.map((serviceTier) => {
    const { nanoUsd } = costOf(costQuery({ ...fields, serviceTier }), book);
    return nanoUsd === null ? null : nanoUsd / 1e9;
  });
const row = { provider: 'alibaba', validFrom: '2025-01-01', knownFrom: '2025-01-01', source: 'contract' };
const rates = { input: '1', output: '1', cacheRead: '0.5' };

it('a request of a mode has the price of the mode, and reads without one have none', () => {
  expect(of(priceBook(), { model: 'qwen3-max', ...READS })).toEqual([null, 0.6, 0.3, null]);
});

it('without a price of the mode it has the standard one', () => {
  expect(of(priceBook(), { model: 'qwen-max', inputTokens: 1_000_000 })).toEqual([1.6, 1.6, 1.6, null]);
  expect(of(priceBook(), { model: 'qwen-max', ...READS })).toEqual([null, null, null, null]);
});

it("a host's own row is for both modes, unless it has one of the mode", () => {
  const own = { ...row, id: 'own/qwen', model: 'qwen3-max', rates };
  expect(of(priceBook({ overrides: [own] }), { model: 'qwen3-max', ...READS })).toEqual([0.5, 0.5, 0.5, null]);
  const ofMode = {
    ...own,
    id: 'own/qwen:explicit',
    serviceTier: 'explicit-cache',
    rates: { ...rates, cacheRead: '0.2' },
  };
  for (const overrides of [
    [own, ofMode],
    [ofMode, { ...own, validFrom: '2025-06-01' }],
  ]) {
    expect(of(priceBook({ overrides }), { model: 'qwen3-max', ...READS })).toEqual([0.5, 0.5, 0.2, null]);
  }
});
