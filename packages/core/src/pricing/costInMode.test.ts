import { expect, it } from 'vitest';

import { request } from '../testing/steadyUsage.ts';
import { costInMode } from './costInMode.ts';
import { costOf } from './costOf.ts';
import { priceBook } from './priceBook.ts';

const row = { id: '1', provider: '', model: 'm1', validFrom: '2020-01-01', knownFrom: '2020-01-01', source: 'test' };
const cheap = { input: '1', output: '1' };
const book = priceBook({ rows: [{ ...row, rates: cheap }] });
const tiered = priceBook({ rows: [{ ...row, rates: cheap, tiers: [{ promptOver: 5, rates: { input: '2' } }] }] });

it('what was recorded in place of an assumption stays where a book assumes, and gives way where it lists one price for all', () => {
  const usage = request('r', 's', Date.UTC(2026, 5, 1), { grain: 'session', recordedNanoUsd: 7 });
  const cost = costOf({ ...usage, billing: 'subscription' }, tiered);
  expect(cost).toMatchObject({ nanoUsd: 7, basis: 'subscription', priceKey: { sumPrice: 'recorded' } });
  for (const mode of ['known-now', 'today'] as const) {
    expect(costInMode({ ...usage, cost }, mode, { book: tiered, nowMs: usage.atMs })).toBe(cost);
    const { nanoUsd, basis, priceKey } = costInMode({ ...usage, cost }, mode, { book, nowMs: usage.atMs });
    expect([nanoUsd, basis, priceKey.sumPrice]).toEqual([11_000, 'subscription', undefined]);
  }
});

it('what was recorded in place of an assumption that is free stays too', () => {
  const free = priceBook({
    rows: [{ ...row, rates: { input: '0', output: '0' }, tiers: [{ promptOver: 5, rates: cheap }] }],
  });
  const usage = request('r', 's', Date.UTC(2026, 5, 1), { grain: 'session', recordedNanoUsd: 7 });
  const cost = costOf({ ...usage, billing: 'subscription' }, free);
  expect(costInMode({ ...usage, cost }, 'known-now', { book: free, nowMs: usage.atMs })).toBe(cost);
});

it('what was recorded of a covered sum without a price stays where a book would assume one', () => {
  const none = priceBook({ rows: [{ ...row, model: 'm2', rates: cheap }] });
  const usage = request('r', 's', Date.UTC(2026, 5, 1), { grain: 'session', recordedNanoUsd: 7 });
  const cost = costOf({ ...usage, billing: 'subscription' }, none);
  expect(cost).toMatchObject({ nanoUsd: 7, basis: 'subscription', priceKey: { sumPrice: 'recorded' } });
  for (const mode of ['known-now', 'today'] as const) {
    expect(costInMode({ ...usage, cost }, mode, { book: tiered, nowMs: usage.atMs })).toBe(cost);
    expect(costOf({ ...usage, billing: 'subscription' }, tiered)).toMatchObject({
      nanoUsd: 7,
      priceKey: cost.priceKey,
    });
  }
});

it('what was recorded of one covered request without a price gives way to a price', () => {
  const none = priceBook({ rows: [{ ...row, model: 'm2', rates: cheap }] });
  const usage = request('r', 's', Date.UTC(2026, 5, 1), { inputTokens: 3, outputTokens: 0, recordedNanoUsd: 7 });
  const cost = costOf({ ...usage, billing: 'subscription' }, none);
  expect(cost).toMatchObject({ nanoUsd: 7, basis: 'subscription' });
  expect(cost.priceKey.sumPrice).toBeUndefined();
  for (const mode of ['known-now', 'today'] as const) {
    expect(costInMode({ ...usage, cost }, mode, { book, nowMs: usage.atMs }).nanoUsd).toBe(3000);
  }
});
