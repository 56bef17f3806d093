import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { costDistribution } from './costDistribution.ts';
import { countedValues } from './countedValues.ts';
import { quantile } from './quantile.ts';

const exactly = (values: (number | null)[]) => ({ values: countedValues(values), approximate: false });
const cents = (values: (number | null)[]) =>
  exactly(values.map((value) => (value === null ? null : value * 10_000_000)));

describe('S1.06 cost-per-session distribution', () => {
  it('counts 100 sessions of 1 to 100 cents', () => {
    const distribution = costDistribution(cents(Array.from({ length: 100 }, (_, i) => i + 1)));
    expect(distribution).toMatchObject({ n: 100, unpriced: 0, meanUsd: 0.505, p50Usd: 0.505, p95Usd: 0.9505 });
    expect(distribution.bins).toHaveLength(25);
    expect(distribution.bins[0]).toEqual({ fromUsd: 0, toUsd: 0.04, sessions: 3 });
    expect(distribution.bins[1]).toEqual({ fromUsd: 0.04, toUsd: 0.08, sessions: 4 });
    expect(distribution.bins.at(-1)).toEqual({ fromUsd: 0.96, toUsd: null, sessions: 5 });
  });

  it('the dearest 5 % make a share of the whole, exactly, from 20 sessions on', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(costDistribution(cents(hundred)).top5Share).toBeCloseTo(490 / 5050, 8);
    // 21 sessions: the dearest two. Equal amounts are one value with a number.
    expect(costDistribution(cents([...Array.from({ length: 19 }, () => 1), 11, 70])).top5Share).toBe(0.81);
    expect(costDistribution(cents(Array.from({ length: 40 }, () => 7))).top5Share).toBe(0.05);
    expect(costDistribution(cents([...hundred.slice(0, 19), null, null])).top5Share).toBeNull();
    expect(costDistribution(cents(Array.from({ length: 30 }, () => 0))).top5Share).toBeNull();
    const huge = Array.from({ length: 20 }, () => Number.MAX_SAFE_INTEGER);
    expect(costDistribution(exactly(huge)).top5Share).toBe(0.05);
  });

  it('sessions without a price are counted apart, free ones are not', () => {
    const distribution = costDistribution(cents([0, null, 1, null]));
    expect(distribution).toMatchObject({ n: 2, unpriced: 2, meanUsd: 0.005 });
  });

  it('has no bins without priced sessions', () => {
    const empty = { meanUsd: null, p50Usd: null, p95Usd: null, top5Share: null, approximate: false, bins: [] };
    expect(costDistribution(exactly([]))).toEqual({ n: 0, unpriced: 0, ...empty });
    expect(costDistribution(exactly([null]))).toEqual({ n: 0, unpriced: 1, ...empty });
  });

  it('one dear session among cheap ones lies in the last bin', () => {
    const distribution = costDistribution(cents([...Array.from({ length: 99 }, () => 2), 5_000]));
    expect(distribution.bins.at(-1)?.sessions).toBe(1);
    expect(distribution.bins.at(-1)?.fromUsd).toBeLessThan(0.03);
  });

  it('a dear session among free ones is spread out too', () => {
    const bins = costDistribution(cents([...Array.from({ length: 99 }, () => 0), 100])).bins;
    expect(bins.filter(({ sessions }) => sessions > 0).map(({ sessions }) => sessions)).toEqual([99, 1]);
    expect(bins.at(-1)?.sessions).toBe(0);
  });

  it('bins that would end at the 95th percentile are taken wider: they reach beyond it', () => {
    const { bins } = costDistribution(cents([240]));
    expect(bins.map(({ sessions }) => sessions).lastIndexOf(1)).toBe(16);
    expect(bins.slice(-2)).toEqual([
      { fromUsd: 2.4, toUsd: 2.55, sessions: 1 },
      { fromUsd: 2.55, toUsd: null, sessions: 0 },
    ]);
  });

  it('the mean is exact where the sum is beyond what a number holds', () => {
    expect(costDistribution(exactly([2 ** 53 - 1, 1])).meanUsd).toBe(2 ** 52 / 1e9);
  });

  it('where values are approximate, the mean is that of the exact cost', () => {
    const approximate = { values: countedValues([1e9, 3e9, null]), approximate: true };
    expect(costDistribution(approximate, 5_000_000_000_000n)).toMatchObject({ meanUsd: 2.5, approximate: true });
  });

  it('bins are adjacent, equally wide, hold every priced session once, and are few', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 10 ** 13 })), { minLength: 1 }), (values) => {
        const { bins, n, unpriced, p95Usd } = costDistribution(exactly(values));
        expect(bins.reduce((sum, bin) => sum + bin.sessions, 0)).toBe(n);
        expect(n + unpriced).toBe(values.length);
        if (n === 0) return;
        const [first] = bins as [(typeof bins)[number]];
        for (const [i, bin] of bins.entries()) {
          expect(bin.fromUsd).toBeCloseTo(i * (first.toUsd ?? 0), 9);
          expect(bin.toUsd).toBe(bins[i + 1]?.fromUsd ?? null);
        }
        expect(bins.length).toBeLessThanOrEqual(25);
        expect(bins.at(-1)?.fromUsd).toBeGreaterThan((p95Usd ?? 0) - 1e-9);
        expect(bins.length).toBeGreaterThanOrEqual((p95Usd ?? 0) > 0.000_01 ? 17 : 2);
      }),
    );
  });
});

describe('quantile', () => {
  it('interpolates linearly', () => {
    expect([0, 0.25, 0.5, 1].map((p) => quantile(countedValues([10, 20, 40]), p))).toEqual([10, 15, 20, 40]);
    expect(quantile(countedValues([7]), 0.95)).toBe(7);
  });

  it('is what the values one by one give, whatever is missing and how often one occurs', () => {
    const value = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 ** 40 }));
    fc.assert(
      fc.property(fc.array(value), fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const sorted = values.filter((of) => of !== null).toSorted((a, b) => a - b);
        const position = (sorted.length - 1) * p;
        const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
        const expected =
          below === undefined || above === undefined
            ? null
            : below + (above - below) * (position - Math.floor(position));
        expect(quantile(countedValues(values), p)).toBe(expected);
      }),
    );
  });
});
