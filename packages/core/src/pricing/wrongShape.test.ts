import { describe, expect, it } from 'vitest';
import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';
import { shippedRows } from './prices/shippedRows.ts';
import { wrongShape } from './wrongShape.ts';

const row: PriceRow = {
  id: 'own/gpt-5',
  provider: 'openai',
  model: 'gpt-5',
  validFrom: '2026-01-01',
  knownFrom: '2026-01-01',
  source: 'contract',
  rates: { input: '0.6', output: '5' },
};
const window = { start: '22:00', end: '02:00' };
const band = { windows: [window], rates: { input: '0.1' } };

/** A row as JSON, a database or JavaScript may give it. */
const read = (fields: object): PriceRow => ({ ...row, ...fields });

describe('wrongShape', () => {
  it.each<[string, object, RegExp]>([
    ['a row', { tier: 'batch' }, /it has no 'tier', only id, .*serviceTier/],
    ['a row, as others write it', { service_tier: 'batch' }, /no 'service_tier'/],
    ['an end', { validUntil: '2026-02-01' }, /no 'validUntil', only .*validTo/],
    ['rates', { rates: { inputs: '1' } }, /rates has no 'inputs', only input, cacheRead/],
    ['match', { match: { alias: ['x'] } }, /match has no 'alias', only aliases, prefixes/],
    ['fees', { fees: { websearch: '10' } }, /fees has no 'websearch', only webSearch/],
    [
      'a tier',
      { tiers: [{ promptOver: 9, rate: { input: '9' }, rates: { input: '2' } }] },
      /tiers\[0\] has no 'rate', only promptOver, inclusive, rates/,
    ],
    ["a tier's rates", { tiers: [{ promptOver: 9, rates: { in: '2' } }] }, /tiers\[0\]\.rates has no 'in'/],
    [
      'a time band',
      { timeBands: [band, { ...band, weekdays: [1] }] },
      /timeBands\[1\] has no 'weekdays', only windows, rates, tiers/,
    ],
    [
      'a window',
      { timeBands: [{ ...band, windows: [{ ...window, weekday: [1] }] }] },
      /windows\[0\] has no 'weekday', only start, end, weekdays, exceptDays/,
    ],
    [
      'a window with a zone',
      { timeBands: [{ ...band, windows: [{ ...window, timeZone: 'Asia/Shanghai' }] }] },
      /no 'timeZone'/,
    ],
  ])('refuses a name that %s does not have, and says which there are', (_, fields, message) => {
    const wrong = () => priceBook({ overrides: [read(fields)] });
    expect(wrong).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringMatching(message) }),
    );
  });

  it.each<[string, object, string]>([
    ['a residency', { residency: 'us' }, 'residency must be a list'],
    ['a residency of the list', { residency: [1] }, 'residency[0] must be text'],
    ['aliases', { match: { aliases: 'foo' } }, 'match.aliases must be a list'],
    ['a match', { match: 'foo' }, 'match must be an object'],
    ['a tier', { serviceTier: 1 }, 'serviceTier must be text'],
    ['a price', { rates: { input: 1 } }, 'rates.input must be text'],
    ['rates', { rates: '1' }, 'rates must be an object'],
    ['a fee', { fees: { webSearch: 10 } }, 'fees.webSearch must be text'],
    ['no day', { knownFrom: undefined }, 'knownFrom must be text'],
    ['a date', { validFrom: new Date(0) }, 'validFrom must be text'],
    ['no source', { source: null }, 'source must be text'],
    ['tiers', { tiers: {} }, 'tiers must be a list'],
    ['a threshold', { tiers: [{ promptOver: '9', rates: {} }] }, 'tiers[0].promptOver must be a whole number'],
    ['no threshold', { tiers: [{ rates: {} }] }, 'tiers[0].promptOver must be a whole number'],
    [
      'inclusive',
      { tiers: [{ promptOver: 9, inclusive: 'no', rates: {} }] },
      'tiers[0].inclusive must be true or false',
    ],
    ['windows', { timeBands: [{ rates: {} }] }, 'timeBands[0].windows must be a list'],
    ['weekdays', { timeBands: [{ ...band, windows: [{ ...window, weekdays: '1' }] }] }, 'weekdays must be a list'],
  ])('refuses %s of another type', (_, fields, message) => {
    const wrong = () => priceBook({ rows: [read(fields)] });
    expect(wrong).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) }),
    );
  });

  it('refuses what is no row', () => {
    expect([null, [], 'row'].map((it) => wrongShape(it))).toEqual(Array(3).fill('it must be an object'));
    const wrong = () => priceBook({ overrides: [null as unknown as PriceRow] });
    expect(wrong).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it('takes null for what is absent, as a database gives it', () => {
    const absent = { match: null, serviceTier: null, speed: null, residency: null, validTo: null, tiers: null };
    const none = { ...absent, timeBands: null, fees: null, origin: null, rates: { ...row.rates, cacheRead: null } };
    const banded = {
      id: 'own/o',
      model: 'own',
      timeBands: [{ ...band, windows: [{ ...window, exceptDays: null, weekdays: null }] }],
    };
    const book = priceBook({ overrides: [read(none), read({ ...banded, fees: { webSearch: null } })] });
    const price = costOf(costQuery({ model: 'gpt-5', inputTokens: 1_000_000 }), book);
    expect(price).toMatchObject({ nanoUsd: 600_000_000, priceId: 'own/gpt-5' });
    const night = Date.UTC(2026, 5, 1, 23);
    expect(costOf(costQuery({ provider: 'openai', model: 'own', inputTokens: 10, atMs: night }), book).nanoUsd).toBe(
      1000,
    );
  });

  it('takes every shipped row, also by way of JSON', () => {
    const rows: unknown = JSON.parse(JSON.stringify(shippedRows));
    expect((rows as PriceRow[]).filter((it) => wrongShape(it) !== undefined)).toEqual([]);
    expect(priceBook({ rows: rows as PriceRow[] }).id).toBe(priceBook().id);
  });
});
