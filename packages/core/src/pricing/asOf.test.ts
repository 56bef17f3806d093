import { describe, expect, it } from 'vitest';
import { bookKnownAt } from './bookKnownAt.ts';
import { costOf, type CostQuery } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';

const book = priceBook();
const million = (fields: Partial<CostQuery> & { model: string }) =>
  costQuery({ inputTokens: 1_000_000, grain: 'session', ...fields });

describe('three ways to ask one book', () => {
  const sonnet5 = million({ model: 'claude-sonnet-5', atMs: Date.UTC(2026, 8, 2) });

  it('known at: an announced rise was the price until it was called off', () => {
    const known = (knownAtMs: number) => costOf(sonnet5, book, { knownAtMs }).nanoUsd;
    expect(known(Date.UTC(2026, 5, 30) - 1)).toBeNull();
    expect(known(Date.UTC(2026, 5, 30))).toBe(3e9);
    expect(known(Date.UTC(2026, 7, 10) - 1)).toBe(3e9);
    expect(known(Date.UTC(2026, 7, 10))).toBe(2e9);
    expect(costOf(sonnet5, book).nanoUsd).toBe(2e9);
  });

  it('today: old usage at the price in force now, and back', () => {
    const old = million({ model: 'gpt-5.6-sol', atMs: Date.UTC(2026, 7, 1) });
    expect(costOf(old, book).nanoUsd).toBe(5e9);
    expect(costOf(old, book, { priceAtMs: Date.UTC(2026, 10, 1) }).nanoUsd).toBe(4e9);
    const recent = million({ model: 'gpt-5.6-sol', atMs: Date.UTC(2026, 10, 1) });
    expect(costOf(recent, book, { priceAtMs: Date.UTC(2026, 7, 1) }).nanoUsd).toBe(5e9);
  });

  it('both at once: the price in force then, by what was known then', () => {
    const asOf = { priceAtMs: Date.UTC(2026, 8, 2), knownAtMs: Date.UTC(2026, 7, 1) };
    const early = million({ model: 'claude-sonnet-5', atMs: Date.UTC(2026, 6, 15) });
    expect(costOf(early, book, asOf).nanoUsd).toBe(3e9);
  });

  it('a recorded cost stays as it is, whenever it is asked for', () => {
    const recorded = { ...sonnet5, recordedNanoUsd: 7 };
    for (const asOf of [undefined, { knownAtMs: 0 }, { priceAtMs: 0 }]) {
      expect(costOf(recorded, book, asOf)).toMatchObject({ nanoUsd: 7, basis: 'recorded' });
    }
  });

  it('says why there was no price then', () => {
    const cost = costOf(sonnet5, book, { knownAtMs: 0 });
    expect(cost.ruleTrace.at(-1)).toBe('no listed price holds at its time by what was known then');
    expect(costOf(sonnet5, book, { priceAtMs: 0 }).ruleTrace.at(-1)).toBe('no listed price holds at the asked time');
  });

  it('time bands follow the request, not the time of the price', () => {
    const atPeak = million({ model: 'deepseek-v4-flash', grain: 'request', atMs: Date.UTC(2026, 8, 1, 2) });
    const today = { priceAtMs: Date.UTC(2026, 10, 2, 12) };
    expect(costOf(atPeak, book, today)).toMatchObject({ nanoUsd: 300_000_000, priceKey: { timeBand: 1 } });
    const night = { ...atPeak, atMs: Date.UTC(2026, 8, 1, 20) };
    expect(costOf(night, book, today)).toMatchObject({ nanoUsd: 150_000_000, priceKey: { timeBand: 0 } });
  });
});

describe('bookKnownAt', () => {
  it.each([Date.UTC(2025, 0, 1), Date.UTC(2026, 2, 12), Date.UTC(2026, 7, 9), Date.UTC(2026, 10, 20)])(
    'prices as the whole book asked as of then: %i',
    (knownAtMs) => {
      const then = bookKnownAt(book, knownAtMs);
      for (const { model, provider } of book.rows) {
        for (const atMs of [Date.UTC(2026, 1, 1), Date.UTC(2026, 8, 20)]) {
          const query = million({ model, provider, atMs });
          expect(costOf(query, then).priceId).toBe(costOf(query, book, { knownAtMs }).priceId);
        }
      }
    },
  );

  it('has the id of the prices it holds', () => {
    expect(bookKnownAt(book, Date.UTC(2027, 0, 1)).id).toBe(book.id);
    expect(bookKnownAt(book, Date.UTC(2026, 0, 1)).id).not.toBe(book.id);
    expect(bookKnownAt(book, 0).rows).toEqual([]);
  });

  it("keeps a host's rows in front", () => {
    const own = { id: 'own', provider: '', model: 'gpt-5', validFrom: '2026-01-01', source: 'contract' };
    const row: PriceRow = { ...own, knownFrom: '2026-05-01', rates: { input: '1', output: '1' } };
    const hosted = priceBook({ overrides: [row] });
    const query = million({ model: 'gpt-5' });
    expect(costOf(query, bookKnownAt(hosted, Date.UTC(2026, 3, 30))).priceId).toBe('openai/gpt-5');
    expect(costOf(query, bookKnownAt(hosted, Date.UTC(2026, 4, 1))).priceId).toBe('own');
  });
});

describe('use that a subscription covers', () => {
  it('is worth its list price, and says that it was not billed', () => {
    const query = million({ model: 'claude-opus-5-5', billing: 'subscription' });
    expect(costOf(query, book)).toMatchObject({
      nanoUsd: 4e9,
      basis: 'subscription',
      priceId: 'anthropic/claude-opus-5-5',
    });
  });

  it('takes what the source recorded only where no list price is known', () => {
    const recorded = { billing: 'subscription', recordedNanoUsd: 5 } as const;
    expect(costOf(million({ model: 'gpt-5', ...recorded }), book)).toMatchObject({
      nanoUsd: 1.25e9,
      basis: 'subscription',
    });
    expect(costOf(million({ model: 'acme', ...recorded }), book)).toMatchObject({ nanoUsd: 5, basis: 'subscription' });
  });

  it('stays unpriced without any price', () => {
    const cost = costOf(million({ model: 'acme', billing: 'subscription' }), book);
    expect(cost).toMatchObject({ nanoUsd: null, basis: 'unpriced', priceId: null });
  });
});
