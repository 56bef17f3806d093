import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledDecimal } from './scaledDecimal.ts';

describe('scaledDecimal', () => {
  it.each([
    ['0', 6, 0n, true],
    ['3', 6, 3_000_000n, true],
    ['18.75', 6, 18_750_000n, true],
    ['0.0000001', 6, 0n, false],
    ['0.0000005', 6, 0n, false],
    ['0.0000015', 6, 2n, false],
    ['0.0000025', 6, 2n, false],
    ['0.00000250000001', 6, 3n, false],
    ['1.5000000', 6, 1_500_000n, true],
    ['10', 9, 10_000_000_000n, true],
  ])('%s in units of 10^-%i is %s', (text, digits, value, exact) => {
    expect(scaledDecimal(text, digits)).toEqual({ value, exact });
  });

  it.each(['', '-1', '1e3', '.5', '1.', '1,5', 'NaN', ' 1'])('refuses %j', (text) => {
    expect(() => scaledDecimal(text, 6)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it('is off by at most half a unit, and exact for texts of no more digits', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), fc.integer({ min: 0, max: 12 }), (units, digits) => {
        const text = `${units / 10n ** 12n}.${(units % 10n ** 12n).toString().padStart(12, '0')}`;
        const { value, exact } = scaledDecimal(text, digits);
        const error = value * 10n ** BigInt(12 - digits) - units;
        expect(error === 0n).toBe(exact);
        expect((error < 0n ? -error : error) * 2n <= 10n ** BigInt(12 - digits)).toBe(true);
      }),
    );
  });
});
