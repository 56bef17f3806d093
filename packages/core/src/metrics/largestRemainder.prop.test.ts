import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { largestRemainder } from './largestRemainder.ts';
import { roundHalfEven } from './roundHalfEven.ts';

const unit = fc.bigInt({ min: 1n, max: 10_000n });
const parts = fc.array(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 20n }), { maxLength: 20 });
const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

describe('largestRemainder', () => {
  it('adds up to the rounded total', () => {
    fc.assert(
      fc.property(parts, unit, (values, one) => {
        expect(sum(largestRemainder(values, one))).toBe(roundHalfEven(sum(values), one));
      }),
    );
  });

  it('is off by less than a unit in every part, and exact where a part is whole', () => {
    fc.assert(
      fc.property(parts, unit, (values, one) => {
        for (const [i, rounded] of largestRemainder(values, one).entries()) {
          const error = rounded * one - (values[i] ?? 0n);
          expect(error < one && error > -one).toBe(true);
          const isWhole = (values[i] ?? 0n) % one === 0n;
          expect(isWhole && error !== 0n).toBe(false);
        }
      }),
    );
  });

  it('keeps the order of parts: a larger one is never rounded to less', () => {
    fc.assert(
      fc.property(parts, unit, (values, one) => {
        const pairs = largestRemainder(values, one).map((rounded, i) => ({ rounded, value: values[i] ?? 0n }));
        const turned = pairs.filter((a) => pairs.some((b) => a.value > b.value && a.rounded < b.rounded));
        expect(turned).toEqual([]);
      }),
    );
  });

  it('nests: parts of a part add up to it however it was rounded', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 6 }), unit, (groups, one) => {
        const totals = largestRemainder(groups.map(sum), one);
        for (const [i, group] of groups.entries()) {
          expect(sum(largestRemainder(group, one, totals[i]))).toBe(totals[i]);
        }
      }),
    );
  });

  it('shares small amounts as it shares large ones: a whole part beside them, however large, changes none', () => {
    const small = fc.array(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 13n }), { maxLength: 20 });
    const tiny = fc.array(fc.bigInt({ min: -20n, max: 20n }));
    const largest = fc.array(fc.bigInt({ min: -(2n ** 52n), max: 2n ** 53n - 20_000n }), { maxLength: 1 });
    fc.assert(
      fc.property(fc.oneof(small, tiny, largest), unit, (values, one) => {
        expect(largestRemainder(values, one)).toEqual(
          largestRemainder([...values, one * 10n ** 20n], one).slice(0, -1),
        );
      }),
    );
  });

  it('rounds the smallest safe number, whose next unit is none', () => {
    const smallest = BigInt(Number.MIN_SAFE_INTEGER);
    expect([3n, 5n, 7n].map((one) => largestRemainder([smallest], one))).toEqual([
      [-3_002_399_751_580_330n],
      [-1_801_439_850_948_198n],
      [-1_286_742_750_677_284n],
    ]);
  });

  it('refuses a total that the parts cannot be rounded to', () => {
    const help = expect.stringContaining('give whole units, from all parts rounded down to all rounded up') as string;
    const invalid = expect.objectContaining({ code: 'invalid_argument', message: help });
    expect(() => largestRemainder([1_500n], 1_000n, 3n)).toThrow(invalid);
    expect(() => largestRemainder([1_500n], 1_000n, 0n)).toThrow(invalid);
  });
});

describe('roundHalfEven', () => {
  it.each([
    [2_500n, 2n],
    [3_500n, 4n],
    [2_501n, 3n],
    [-2_500n, -2n],
    [-3_500n, -4n],
    [-400n, 0n],
    [0n, 0n],
  ])('of %s thousandths', (amount, rounded) => {
    expect(roundHalfEven(amount, 1_000n)).toBe(rounded);
  });

  it('is the nearest whole number, and odd with respect to sign', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), unit, (amount, one) => {
        const twiceError = (roundHalfEven(amount, one) * one - amount) * 2n;
        expect(twiceError <= one && twiceError >= -one).toBe(true);
        expect(roundHalfEven(-amount, one)).toBe(-roundHalfEven(amount, one));
      }),
    );
  });
});
