import { describe, expect, it } from 'vitest';

import type { PriceKey } from '../model/RequestCost.ts';
import type { UsageGrain } from '../model/RequestRecord.ts';
import { costOfSums } from './costOfSums.ts';
import { priceBook } from './priceBook.ts';

/** One pico-USD a token, two in prompts of more than a thousand. */
const book = priceBook({
  rows: [
    {
      id: 'acme',
      provider: '',
      model: 'acme',
      validFrom: '2026-01-01',
      knownFrom: '2026-01-01',
      source: 'contract',
      rates: { input: '0.000001' },
      tiers: [{ promptOver: 1000, rates: { input: '0.000002' } }],
    },
  ],
});
const UNDECIDED = { pico: null, undecided: true };
const decided = (pico: bigint) => ({ pico, undecided: false });

const cost = (requests: bigint, input: bigint, bounds: Pick<PriceKey, 'promptFrom' | 'promptBelow'> = {}) => {
  const named = { provider: '', model: 'acme', serviceTier: '', speed: '', residency: '', timeBand: 0 };
  const key = { ...named, promptBand: 0, grain: 'request', ...bounds } as const;
  const none = { cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, webSearches: 0n };
  return costOfSums(key, { requests, input, ...none }, Date.UTC(2026, 5, 1), book);
};

describe('costOfSums: which tier the requests lie in', () => {
  it('a single request lies where its prompt does, whatever its key says of others', () => {
    expect(cost(1n, 1000n)).toEqual(decided(1000n));
    expect(cost(1n, 1001n, { promptFrom: 400 })).toEqual(decided(2002n));
  });

  it('several lie below the tier when even one that has all of their tokens does', () => {
    expect(cost(3n, 1000n)).toEqual(decided(1000n));
    expect(cost(3n, 1001n)).toEqual(UNDECIDED);
  });

  it('several lie below the tier when their key ends where it begins, or before', () => {
    expect(cost(3n, 2500n, { promptBelow: 1001 })).toEqual(decided(2500n));
    expect(cost(3n, 2500n, { promptBelow: 1002 })).toEqual(UNDECIDED);
  });

  it('several lie in the tier when their key begins there, or after', () => {
    expect(cost(2n, 2500n, { promptFrom: 1001 })).toEqual(decided(5000n));
    expect(cost(2n, 2500n, { promptFrom: 1000 })).toEqual(UNDECIDED);
  });

  it('none can have the tokens that the others have at least', () => {
    expect(cost(3n, 1800n, { promptFrom: 400 })).toEqual(decided(1800n));
    expect(cost(3n, 1801n, { promptFrom: 400 })).toEqual(UNDECIDED);
  });

  it('tokens without a price are unpriced of one request, and of several undecided: some may have had none', () => {
    const key = { provider: '', model: 'acme', serviceTier: '', speed: '', residency: '', timeBand: 0, promptBand: 0 };
    const of = (requests: bigint, grain: UsageGrain = 'request') =>
      costOfSums(
        { ...key, grain },
        { requests, input: 1n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 1n, webSearches: 0n },
        Date.UTC(2026, 5, 1),
        book,
      );
    expect([of(1n), of(2n)]).toEqual([{ pico: null, undecided: false }, UNDECIDED]);
    // Beside the sum of one there may be some that say of no requests that they are of.
    expect(of(1n, 'session')).toEqual(UNDECIDED);
  });
});
