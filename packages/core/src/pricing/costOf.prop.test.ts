import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, type CostQuery } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRates } from './PriceRow.ts';

const book = priceBook();
const pico = (query: CostQuery): bigint | null => {
  const { nanoUsd, picoRest } = costOf(query, book);
  return nanoUsd === null ? null : BigInt(nanoUsd) * 1000n + BigInt(picoRest);
};
// Sums on both sides of 2^53 pico-USD.
const count = fc.oneof(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 0, max: 2 ** 34 }));
const buckets = fc.record({
  inputTokens: count,
  cacheReadTokens: count,
  cacheWrite5mTokens: count,
  cacheWrite1hTokens: count,
  outputTokens: count,
});
const row = fc.constantFrom(...book.rows);
const queryOf = (of: (typeof book.rows)[number]) => ({
  model: of.model,
  provider: of.provider,
  serviceTier: of.serviceTier ?? '',
  speed: of.speed ?? '',
  residency: of.residency?.[0] ?? '',
});

describe('costOf, laws', () => {
  it('equals the rational sum of tokens × listed rate', () => {
    fc.assert(
      fc.property(row, buckets, (of, tokens) => {
        const query = costQuery({ ...queryOf(of), ...tokens });
        const { row: held, promptBand } = book.match(query);
        if (held === null) return;
        const rates: PriceRates = held.tiers?.[promptBand - 1]?.rates ?? held.rates;
        // Sum over the common denominator 10^12: listed decimals have far fewer digits.
        let sum: bigint | null = 0n;
        const parts = [
          [tokens.inputTokens, rates.input],
          [tokens.cacheReadTokens, rates.cacheRead],
          [tokens.cacheWrite5mTokens, rates.cacheWrite5m],
          [tokens.cacheWrite1hTokens, rates.cacheWrite1h],
          [tokens.outputTokens, rates.output],
        ] as const;
        for (const [n, usd] of parts) {
          if (n === 0 || sum === null) continue;
          if (usd === undefined) sum = null;
          else {
            const [whole = '0', fraction = ''] = usd.split('.');
            sum += BigInt(n) * BigInt(whole + fraction.padEnd(12, '0'));
          }
        }
        const cost = pico(query);
        expect(cost === null ? null : cost * 1_000_000n).toEqual(sum);
      }),
      { numRuns: 500 },
    );
  });

  it('is additive in the buckets within one price key', () => {
    fc.assert(
      fc.property(row, buckets, buckets, (of, a, b) => {
        const both = Object.fromEntries(
          Object.keys(a).map((key) => [key, a[key as keyof typeof a] + b[key as keyof typeof b]]),
        );
        const query = (tokens: object) => costQuery({ ...queryOf(of), grain: 'session', ...tokens });
        const [left, right, sum] = [pico(query(a)), pico(query(b)), pico(query(both))];
        expect(sum).toBe(left === null || right === null ? null : left + right);
      }),
    );
  });

  it('floors: nano-USD and the rest are never negative, and the rest is below one nano-USD', () => {
    fc.assert(
      fc.property(row, buckets, (of, tokens) => {
        const { nanoUsd, picoRest } = costOf(costQuery({ ...queryOf(of), ...tokens }), book);
        expect(picoRest).toBeGreaterThanOrEqual(0);
        expect(picoRest).toBeLessThan(1000);
        expect(nanoUsd ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('an id that is in no row is unpriced, whatever it counts', () => {
    fc.assert(
      fc.property(fc.string(), buckets, (name, tokens) => {
        expect(pico(costQuery({ model: `acme-${name}`, ...tokens }))).toBeNull();
      }),
    );
  });
});
