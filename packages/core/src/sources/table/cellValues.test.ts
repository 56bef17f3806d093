import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ValueCell, countCell, instantCell, moneyCell } from './cellValues.ts';
import { cursorRevision, loweredCursor } from './tableCursor.ts';

const MAX = Number.MAX_SAFE_INTEGER;

describe('S3.17 counts of a table', () => {
  it.each<[ValueCell, number | undefined]>([
    [null, undefined],
    ['0', 0],
    [-0, 0],
    ['12', 12],
    ['12.00', 12],
    ['1e3', 1000],
    [7, 7],
    ['9007199254740991', MAX],
  ])('%s is %s', (cell, count) => expect(countCell(cell, MAX)).toBe(count));

  it.each<[ValueCell, string]>([
    ['-1', 'negative'],
    [Number.NaN, 'not a number'],
    ['NaN', 'not a number'],
    ['many', 'not a number'],
    ['', 'not a number'],
    ['0x10', 'not a number'],
    ['1.5', 'not a whole number'],
    [Infinity, `more than ${MAX}`],
    ['9007199254740993', `more than ${MAX}`],
    ['1e400', `more than ${MAX}`],
  ])('%s is %s', (cell, reason) => expect(() => countCell(cell, MAX)).toThrow(reason));
});

describe('S3.17 recorded costs of a table', () => {
  it.each<[ValueCell, 'usd' | 'nano', number | undefined]>([
    [null, 'usd', undefined],
    ['0.1', 'usd', 100_000_000],
    [0.1 + 0.2, 'usd', 300_000_000],
    ['1234567.123456789', 'usd', 1_234_567_123_456_789],
    ['1e-7', 'usd', 100],
    ['42', 'nano', 42],
    [0, 'usd', 0],
    [-0, 'usd', 0],
    ['-0', 'usd', 0],
    [' -0.00 ', 'usd', 0],
    ['-0e5', 'usd', 0],
    ['-0', 'nano', 0],
  ])('%s %s is %s nano-USD', (cell, unit, nano) => expect(moneyCell(cell, unit)).toBe(nano));

  it.each<[ValueCell, string]>([
    ['-0.5', 'negative'],
    ['-0.0000000000001', 'negative'],
    [-1, 'negative'],
    ['NaN', 'not an amount'],
    [Infinity, 'not an amount'],
    ['$4', 'not an amount'],
    ['9007200', 'more than 2^53 - 1 nano-USD'],
  ])('%s is %s', (cell, reason) => expect(() => moneyCell(cell, 'usd')).toThrow(reason));
});

describe('S3.17 times of a table', () => {
  const utc = { timeZone: 'UTC', epoch: undefined };
  const berlin = { timeZone: 'Europe/Berlin', epoch: undefined };
  it.each<[ValueCell, Parameters<typeof instantCell>[1], string]>([
    ['2026-11-01', berlin, '2026-10-31T23:00:00.000Z'],
    ['2026-11-01 10:00:00', utc, '2026-11-01T10:00:00.000Z'],
    ['2026-11-01 10:00:00', berlin, '2026-11-01T09:00:00.000Z'],
    ['2026-11-01T10:00:00.123456+00:00', berlin, '2026-11-01T10:00:00.123Z'],
    ['2026-11-01T10:00:00Z', berlin, '2026-11-01T10:00:00.000Z'],
    ['2026-11-01T10:00-03', utc, '2026-11-01T13:00:00.000Z'],
    ['2026-11-01T10:00:00+0530', utc, '2026-11-01T04:30:00.000Z'],
    [new Date(1_700_000_000_000), berlin, '2023-11-14T22:13:20.000Z'],
    ['1700000000', { ...utc, epoch: 's' }, '2023-11-14T22:13:20.000Z'],
    [1_700_000_000.5, { ...utc, epoch: 's' }, '2023-11-14T22:13:20.500Z'],
    ['1700000000000', { ...utc, epoch: 'ms' }, '2023-11-14T22:13:20.000Z'],
  ])('%s by %j is %s', (cell, rules, instant) => {
    expect(new Date(instantCell(cell, rules)).toISOString()).toBe(instant);
  });

  it.each<[ValueCell, string]>([
    [null, 'null'],
    ['yesterday', 'not a time'],
    ['2026-02-30', 'not a time'],
    ['2026-13-01', 'not a time'],
    ['2026-11-01 24:00:00', 'not a time'],
    ['infinity', 'not a time'],
    ['1700000000', "by the option 'epoch'"],
    ['0001-01-01', 'not a time from 1990 to 2099'],
    [new Date(Number.NaN), 'not a time from 1990 to 2099'],
  ])('%s is %s', (cell, reason) => expect(() => instantCell(cell, utc)).toThrow(reason));
});

describe('S3.17 cursors of a table', () => {
  it.each<[ValueCell, ValueCell]>([
    ['2026-11-01 10:00:00.123456+00', '2026-11-01T10:00:00.123457+00:00'],
    ['2026-11-01 10:00:00', '2026-11-01 10:00:00.5'],
    ['2026-11-01T12:00:00+02:00', '2026-11-01T10:00:01Z'],
    ['1700000000', '1700000000.5'],
    ['1700000000.5', '1700000001'],
    [5, 5.25],
    ['1700000000000123', '1700000000000124'],
    ['1700000000.000001', '1700000000.000002'],
    ['1700000000123.001', '1700000000123.002'],
    ['1.700000000000123e+15', '1700000000000124'],
    ['0', '1e-06'],
    ['3999999999.999999', '4000000000'],
    ['3999999999', '4000000000.001'],
    ['3999999999999.999', '4000000000000'],
    ['3999999999999', '4000000000001'],
    ['8999999999999', '9000000000001'],
    ['899999999999', '900000000001'],
    ['9007199254740990', '9007199254740991'],
  ])('%s comes before %s', (a, b) => {
    expect(cursorRevision(a)).toBeLessThan(cursorRevision(b) ?? 0);
  });

  it('numbers from 0 to 2^53 - 1 have places in their order, whole ones each its own', () => {
    const whole = fc.maxSafeNat();
    const number = fc.oneof(
      whole,
      fc.double({ min: 0, max: MAX, noNaN: true }),
      fc.constantFrom(0, 4e9, 4e12, 9e12, MAX),
    );
    fc.assert(
      fc.property(number, number, fc.integer({ min: -2, max: 2 }), (a, other, near) => {
        for (const b of [other, Math.min(MAX, Math.max(0, a + near))]) {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const [lowPlace, highPlace] = [low, high].map((number) => cursorRevision(number) ?? Number.NaN);
          expect([lowPlace, highPlace].every(Number.isSafeInteger)).toBe(true);
          expect(lowPlace).toBeLessThanOrEqual(highPlace ?? Number.NaN);
          const areWhole = Number.isInteger(low) && Number.isInteger(high);
          expect(areWhole && lowPlace === highPlace).toBe(areWhole && low === high);
        }
      }),
      { seed: 20_261_124 },
    );
  });

  it.each<ValueCell>([null, 'x', '-1', '9007199254740993', Number.NaN])('%s orders nothing', (cell) => {
    expect(cursorRevision(cell)).toBeUndefined();
  });

  it.each([
    [{ value: '2026-11-01 00:00:30', type: 'text' }, undefined, false, '2026-10-31 23:59:30'],
    [{ value: '2026-11-01T00:00:30.250Z', type: 'text' }, 1000, false, '2026-11-01T00:00:29'],
    [{ value: '2026-11-01T00:00:30.25+02:00', type: 'timestamptz' }, 1000, true, '2026-11-01T00:00:29+02:00'],
    [{ value: '2026-11-01', type: 'text' }, undefined, false, '2026-10-31'],
    [{ value: '17', type: 'integer' }, undefined, false, '17'],
    [{ value: '17', type: 'integer' }, 20, false, '-3'],
    [{ value: 17.5, type: 'real' }, 1, false, 16.5],
    [{ value: 'x', type: 'text' }, 1, false, 'x'],
    [{ value: '1001', type: 'text' }, 2, false, '0999'],
    [{ value: '2026-11-01T00:01', type: 'text' }, 1000, false, '2026-11-01T00:00'],
  ])('%j less %s begins at %4$s', (last, overlap, withZone, from) => {
    expect(loweredCursor(last, overlap, withZone)).toEqual({ value: from, type: last.type });
  });
});
