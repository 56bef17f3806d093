import { describe, expect, it } from 'vitest';

import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';

const own = { provider: '', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: 'contract' };
const ratesOf = (usd: string) => ({ input: usd, output: usd, cacheRead: usd, cacheWrite5m: usd, cacheWrite1h: usd });
const rates = ratesOf('1');
const book = priceBook({
  rows: [
    { ...own, id: 'flat', model: 'flat', rates },
    { ...own, id: 'tiered', model: 'tiered', rates, tiers: [{ promptOver: 999, rates: ratesOf('2') }] },
    {
      ...own,
      id: 'banded',
      model: 'banded',
      rates,
      timeBands: [{ windows: [{ start: '00:00', end: '12:00' }], rates: ratesOf('3') }],
    },
  ],
});
const sumPrice = (fields: Parameters<typeof costQuery>[0]) => costOf(costQuery(fields), book).priceKey.sumPrice;

describe('matchedPrice: usage of several requests', () => {
  it.each(['session', 'bucket'] as const)('of grain %s is assumed from the first threshold on', (grain) => {
    const parts = { cacheReadTokens: 500, cacheWrite5mTokens: 200, cacheWrite1hTokens: 200, outputTokens: 5000 };
    const of = (inputTokens: number) => sumPrice({ model: 'tiered', grain, inputTokens, ...parts });
    expect([of(99), of(100)]).toEqual([undefined, 'assumed']);
  });

  it.each(['session', 'bucket'] as const)('of grain %s is assumed wherever the price has time bands', (grain) => {
    expect(sumPrice({ model: 'banded', grain, inputTokens: 1 })).toBe('assumed');
    expect(sumPrice({ model: 'flat', grain, inputTokens: 1e9 })).toBeUndefined();
  });

  it.each(['request', 'sessionless'] as const)('a request of grain %s is priced as it is', (grain) => {
    expect(sumPrice({ model: 'tiered', grain, inputTokens: 1e6 })).toBeUndefined();
    expect(sumPrice({ model: 'banded', grain, inputTokens: 1 })).toBeUndefined();
  });

  it('that a subscription covers costs what its source recorded where the list price is assumed, else the list price', () => {
    const cost = (fields: Parameters<typeof costQuery>[0]) => {
      const { nanoUsd, basis, priceKey, priceId } = costOf(costQuery({ ...fields, billing: 'subscription' }), book);
      return [nanoUsd, basis, priceKey.sumPrice, priceId];
    };
    const sum = { model: 'tiered', grain: 'session', recordedNanoUsd: 7 } as const;
    expect(cost({ ...sum, inputTokens: 1000 })).toEqual([7, 'subscription', 'recorded', null]);
    expect(cost({ ...sum, inputTokens: 999 })).toEqual([999_000, 'subscription', undefined, 'tiered']);
    expect(cost({ ...sum, model: 'banded', inputTokens: 1 })).toEqual([7, 'subscription', 'recorded', null]);
    expect(cost({ ...sum, model: 'unknown' })).toEqual([7, 'subscription', 'recorded', null]);
    expect(cost({ ...sum, grain: 'request', model: 'unknown' })).toEqual([7, 'subscription', undefined, null]);
    const { recordedNanoUsd: _, ...unrecorded } = sum;
    expect(cost({ ...unrecorded, inputTokens: 1000 })).toEqual([1_000_000, 'subscription', 'assumed', 'tiered']);
    expect(cost({ ...sum, grain: 'request', inputTokens: 1000 })).toEqual([
      2_000_000,
      'subscription',
      undefined,
      'tiered',
    ]);
  });

  it('assumes nothing where the source states its cost, or it has no price or no amount', () => {
    const sum = { model: 'tiered', grain: 'session', inputTokens: 1000 } as const;
    expect(sumPrice({ ...sum, recordedNanoUsd: 7 })).toBeUndefined();
    expect(sumPrice({ ...sum, webSearchRequests: 1 })).toBeUndefined();
    expect(sumPrice({ model: 'banded', grain: 'session' })).toBeUndefined();
  });
});
