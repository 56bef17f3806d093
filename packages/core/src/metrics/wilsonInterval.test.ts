import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { rate } from './rate.ts';
import { wilsonInterval } from './wilsonInterval.ts';

describe('wilsonInterval', () => {
  // Newcombe (1998), Statistics in Medicine 17, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ])('of %i in %i', (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('holds the share, lies in 0 … 1, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const k = Math.round(n * share);
        const { low, high } = wilsonInterval(k, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(k / n);
        expect(high).toBeGreaterThanOrEqual(k / n);
        expect(wilsonInterval(n - k, n).low).toBeCloseTo(1 - high, 12);
      }),
    );
  });
});

describe('rate', () => {
  it('S1.02 is null without observations, not 0', () => {
    expect(rate(0, 0)).toBeNull();
    expect(rate(0, 3)).toMatchObject({ value: 0, n: 3, low: 0 });
  });
});
