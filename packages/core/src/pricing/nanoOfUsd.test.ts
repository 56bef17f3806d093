import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nanoOfUsd } from './nanoOfUsd.ts';

describe('S4.03 recorded cost', () => {
  it.each([
    [0.1, 100_000_000n],
    [0.1 + 0.2, 300_000_000n],
    [1.005, 1_005_000_000n],
    [4.35, 4_350_000_000n],
    [1e-7, 100n],
    [2.5e-9, 2n],
    [3.5e-9, 4n],
    [1e21, 10n ** 30n],
    [0, 0n],
    ['0.000000001', 1n],
    ['1.', 1_000_000_000n],
    ['.5', 500_000_000n],
    [' 12.340 ', 12_340_000_000n],
    ['1E-3', 1_000_000n],
    ['12e1', 120_000_000_000n],
    ['0.00000000049999', 0n],
  ])('%s USD', (usd, nano) => {
    expect(nanoOfUsd(usd)).toBe(nano);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '', '-0.1', '$1', '1,5', '0x10', '1e', '.'])(
    'refuses %s',
    (usd) => {
      expect(() => nanoOfUsd(usd)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
    },
  );

  it('is the decimal that was written, whatever its digits', () => {
    const digits = fc.nat({ max: 999_999_999 });
    fc.assert(
      fc.property(fc.nat({ max: 8_000_000 }), digits, (usd, nano) => {
        const text = `${usd}.${String(nano).padStart(9, '0')}`;
        expect(nanoOfUsd(text)).toBe(BigInt(usd) * 1_000_000_000n + BigInt(nano));
      }),
    );
    fc.assert(
      fc.property(fc.nat({ max: 90_000_000 }), (cents) => {
        expect(nanoOfUsd(cents / 100)).toBe(BigInt(cents) * 10_000_000n);
      }),
    );
  });
});
