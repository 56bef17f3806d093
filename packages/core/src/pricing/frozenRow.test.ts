import { describe, expect, it } from 'vitest';
import { bookKnownAt } from './bookKnownAt.ts';
import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';

const given = (): PriceRow => ({
  id: 'own/acme',
  provider: '',
  model: 'acme-1',
  residency: ['eu', ''],
  validFrom: '2026-01-01',
  knownFrom: '2026-01-01',
  source: 'contract',
  rates: { input: '7', output: '9' },
});
const query = costQuery({ model: 'acme-1', inputTokens: 1_000_000 });

/** An object as Vue and MobX hand it out: it and all that is read from it are proxies. */
const reactive = <T extends object>(target: T): T =>
  new Proxy(target, {
    get: (...of) => {
      const value: unknown = Reflect.get(...of);
      return typeof value === 'object' && value !== null ? reactive(value) : value;
    },
  });

/** What a host may do to its object after it made a book of it. */
const CHANGES: readonly ((row: PriceRow) => void)[] = [
  (row) => (row.validFrom = '2030-01-01'),
  (row) => (row.knownFrom = '2030-01-01'),
  (row) => (row.serviceTier = 'batch'),
  (row) => (row.speed = 'fast'),
  (row) => (row.residency = ['us']),
  (row) => (row.residency as string[]).pop(),
  (row) => (row.model = 'acme-2'),
  (row) => (row.provider = 'azure'),
  (row) => (row.rates.input = '70'),
];

describe('a price book', () => {
  it.each(['overrides', 'rows'] as const)('keeps what its %s were, whatever becomes of the objects', (as) => {
    for (const change of CHANGES) {
      const row = given();
      const book = priceBook({ [as]: [row] });
      change(row);
      expect(costOf(query, book).nanoUsd).toBe(7_000_000_000);
      expect(book.id).toBe(priceBook({ [as]: [given()] }).id);
      expect(book.rows[0]).toEqual(given());
    }
  });

  it.each(['overrides', 'rows'] as const)(
    'takes %s that are proxies, as reactive libraries make them, and keeps plain ones',
    (as) => {
      const rates = { input: '70', output: '9' };
      const row: PriceRow = {
        ...given(),
        match: { aliases: ['acme-2'], prefixes: ['acme-pro-'] },
        rates: { ...given().rates, cacheRead: '1' },
        tiers: [{ promptOver: 2_000_000, inclusive: true, rates }],
        timeBands: [
          {
            windows: [{ start: '22:00', end: '02:00', weekdays: [1, 7], exceptDays: ['2026-12-25'] }],
            rates,
            tiers: [{ promptOver: 2_000_000, inclusive: true, rates }],
          },
        ],
        fees: { webSearch: '10' },
      };
      const book = priceBook({ [as]: [reactive(row)] });
      expect(book.rows[0]).toEqual(row);
      expect(structuredClone(book.rows[0])).toEqual(row);
      expect(book.id).toBe(priceBook({ [as]: [row] }).id);
      expect(costOf(query, book).nanoUsd).toBe(7_000_000_000);
    },
  );

  it.each([
    ['own', () => priceBook({ overrides: [given()] }).rows[0]],
    ['found', () => priceBook({ overrides: [given()] }).match(query).row],
    ['shipped', () => priceBook().rows[0]],
    ['generated', () => priceBook().rows.at(-1)],
  ])('has rows that nobody can change: %s', (_, rowOf) => {
    const row = rowOf() ?? given();
    for (const change of [(it: PriceRow) => (it.validFrom = '2030-01-01'), (it: PriceRow) => (it.rates.input = '70')])
      expect(() => change(row)).toThrow(TypeError);
  });

  it.each([
    ['own', () => priceBook({ overrides: [given()] })],
    ['given', () => priceBook({ rows: [given()] })],
    ['known at a time', () => bookKnownAt(priceBook({ overrides: [given()] }), Date.UTC(2026, 9, 1))],
    ['shipped', () => priceBook()],
  ])('has lists that nobody can change: %s', (_, made) => {
    const book = made();
    const { id } = bookKnownAt(book, Date.UTC(2026, 9, 1));
    for (const list of [book.rows, book.overrides, book.roundedRates] as unknown[][]) {
      expect(() => list.push(given())).toThrow(TypeError);
      expect(() => (list.length = 0)).toThrow(TypeError);
    }
    expect(bookKnownAt(book, Date.UTC(2026, 9, 1)).id).toBe(id);
  });

  it('says which of its rates are rounded in a list of its own that is frozen throughout', () => {
    const [rounded] = priceBook({ overrides: [{ ...given(), rates: { input: '0.0000001' } }] }).roundedRates;
    expect(rounded).toMatchObject({ rowId: 'own/acme', usd: '0.0000001' });
    expect(Object.isFrozen(rounded)).toBe(true);
  });
});
