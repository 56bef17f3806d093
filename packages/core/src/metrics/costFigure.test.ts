import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { costFigure } from './costFigure.ts';
import { safeNumber } from './safeNumber.ts';
import { splitCosts } from './splitCosts.ts';
import { usdOfNano } from './usdOfNano.ts';

describe('costFigure', () => {
  it('rounds pico-USD once, half to even', () => {
    expect(costFigure(1_500n, 1n, 0n, 0n).nanoUsd).toBe('2');
    expect(costFigure(2_500n, 1n, 0n, 0n).nanoUsd).toBe('2');
  });

  it('is null, not zero, when there is usage and none of it has a price', () => {
    expect(costFigure(0n, 0n, 3n, 700n)).toEqual({
      usd: null,
      nanoUsd: null,
      unpricedRequests: 3,
      unpricedTokens: 700,
    });
  });

  it('is zero for free usage and for none', () => {
    expect(costFigure(0n, 2n, 0n, 0n).usd).toBe(0);
    expect(costFigure(0n, 0n, 0n, 0n)).toEqual({ usd: 0, nanoUsd: '0', unpricedRequests: 0, unpricedTokens: 0 });
  });

  it('shows a cost of unknown requests that was recorded', () => {
    expect(costFigure(5_000n, 0n, 1n, 10n).nanoUsd).toBe('5');
  });

  it('is exact beyond 2⁵³ nano-USD, where a sum of numbers is not', () => {
    const figure = costFigure((2n ** 53n + 1n) * 1_000n, 1n, 0n, 0n);
    expect(figure.nanoUsd).toBe('9007199254740993');
    expect(figure.usd).toBe(9007199.254740993);
  });

  it('is the double nearest to the decimal amount, at any size', () => {
    const amounts = fc.oneof(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.maxSafeInteger().map(BigInt));
    fc.assert(
      fc.property(amounts, (nano) => {
        expect(usdOfNano(nano)).toBe(Number(`${nano}e-9`));
      }),
    );
  });
});

describe('splitCosts', () => {
  it('parts add up to the whole to the nano-USD', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 18n }), { maxLength: 12 }), (picos) => {
        const parts = splitCosts(picos.map((costPico) => ({ costPico, requests: 1n })));
        const total = costFigure(
          picos.reduce((a, b) => a + b, 0n),
          1n,
          0n,
          0n,
        );
        expect(String(parts.reduce((a, part) => a + BigInt(part.nanoUsd ?? 0), 0n))).toBe(total.nanoUsd);
      }),
    );
  });

  it('a part without a price stays null and takes nothing', () => {
    const parts = splitCosts([
      { requests: 1n, unpricedRequests: 1n, unpricedTokens: 9n },
      { requests: 1n, costPico: 600n },
    ]);
    expect(parts.map((part) => part.nanoUsd)).toEqual([null, '1']);
  });
});

describe('usdOfNano', () => {
  it('is the double nearest to the amount', () => {
    const exact = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    // Dividing two doubles that are exact is rounded correctly.
    fc.assert(
      fc.property(exact, (nano) => {
        expect(usdOfNano(BigInt(nano))).toBe(nano === 0 ? 0 : nano / 1e9);
      }),
    );
  });

  it('goes on beyond the integers that doubles hold', () => {
    expect(usdOfNano(123_456_789_012_345_678_901n)).toBe(Number('123456789012.345678901'));
    expect(usdOfNano(-1n)).toBe(-0.000_000_001);
  });
});

describe('safeNumber', () => {
  it('refuses what a number would silently change', () => {
    expect(safeNumber(-(2n ** 53n) + 1n)).toBe(-(2 ** 53) + 1);
    for (const value of [2n ** 53n, -(2n ** 53n), 10n ** 30n]) {
      expect(() => safeNumber(value)).toThrow(expect.objectContaining({ code: 'unsafe_integer' }));
    }
  });
});
