import { describe, expect, it } from 'vitest';

import { plainSpaces } from './plainSpaces.ts';
import { plural } from './plural.ts';
import { shownDuration } from './shownDuration.ts';
import { textWidth } from './textWidth.ts';
import { formatsOf, localeTag } from './useFormats.ts';

const en = formatsOf('en-US');

describe('numbers', () => {
  it('writes money with cents, and names less than one', () => {
    expect(en.money(1256.127)).toBe('$1,256.13');
    expect(en.money(0)).toBe('$0.00');
    expect(en.money(0.004)).toBe('< $0.01');
    expect(en.money(null)).toBe('no price');
    expect(en.money(-3.5)).toBe('−$3.50');
    expect([0.005, 0.015, 0.025, 2.675].map(en.money)).toEqual(['< $0.01', '$0.02', '$0.02', '$2.68']);
    expect(en.moneyShort(1256.13)).toBe('$1,256');
    expect(en.moneyShort(3.6)).toBe('$3.60');
  });

  it('writes axes with a unit on every label and the decimals that the step needs', () => {
    expect(en.moneyAxis(0, 25)).toBe('$0');
    expect(en.moneyAxis(25, 25)).toBe('$25');
    expect(en.moneyAxis(2.5, 2.5)).toBe('$2.50');
    expect(en.moneyAxis(1500, 500)).toBe('$1.5K');
    expect(en.moneyAxis(0.05, 0.05)).toBe('$0.05');
    expect(en.moneyAxis(0.0025, 0.0025)).toBe('$0.0025');
    expect(en.moneyAxis(0.5, 0.25)).toBe('$0.50');
  });

  it('writes tokens in three significant figures, with the unit apart and in words', () => {
    expect(en.compact(1_274_000_000)).toBe('1.27B');
    expect(en.compactParts(1_274_000_000)).toEqual(['1.27', 'B']);
    expect(en.compactParts(7)).toEqual(['7', '']);
    expect(en.spoken(1_274_000_000)).toBe('1.27 billion');
  });

  it('writes shares without decimals from 10 % on', () => {
    expect([0.476, 0.1, 0.0602, 0.0001, 0, 1].map(en.share)).toEqual(['48%', '10%', '6.0%', '< 0.1%', '0%', '100%']);
    expect(en.rate(0.8949)).toBe('89.5%');
  });

  it('has no space that differs between engines', () => {
    const de = formatsOf('de-DE');
    expect(de.money(1256.13)).toBe('1.256,13 $');
    expect(plainSpaces('4:00\u202fPM\u00a0')).toBe('4:00 PM ');
  });
});

describe('dates', () => {
  it('belong to no zone', () => {
    expect(en.day('2026-11-03')).toBe('Nov 3');
    expect(en.weekdayDay('2026-11-03')).toBe('Tue, Nov 3');
    expect(en.range('2026-10-25', '2026-11-23')).toBe('Oct 25 – Nov 23, 2026');
    expect(en.range('2025-12-25', '2026-01-23')).toBe('Dec 25, 2025 – Jan 23, 2026');
    expect(en.range('2026-11-23', '2026-11-23')).toBe('Nov 23, 2026');
    expect(en.weekdayLong(1)).toBe('Monday');
    expect(en.weekdayShort(7)).toBe('Sun');
    expect(en.month('2026-01-05')).toBe('Jan');
    expect(en.monthYear('2026-01-05')).toBe('Jan 2026');
  });

  it('show instants in the zone that is asked for', () => {
    expect(en.time('2026-11-14T14:28:00Z', 'America/New_York')).toBe('Nov 14, 09:28');
    expect(en.time('2026-11-14T00:05:00Z', 'UTC')).toBe('Nov 14, 00:05');
    expect(en.time('2026-01-01T00:05:00Z', 'America/New_York', '2026')).toBe('Dec 31, 2025, 19:05');
    expect(en.time('2026-01-01T00:05:00Z', 'UTC', '2026')).toBe('Jan 1, 00:05');
    expect(en.zone('America/New_York', '2026-11-24T05:00:00Z')).toBe('New York, UTC−5');
    expect(en.zone('Asia/Kathmandu', '2026-11-24T05:00:00Z')).toBe('Kathmandu, UTC+5:45');
    expect(en.zone('UTC', '2026-11-24T05:00:00Z')).toBe('UTC');
  });
});

it('takes locales as POSIX writes them, and the default for what is none', () => {
  expect(['de_DE', 'de_DE.UTF-8@euro', 'pt-br', 'en'].map(localeTag)).toEqual(['de-DE', 'de-DE', 'pt-BR', 'en']);
  expect(['C', '', 'POSIX', 'not a locale', '*', '-'].map(localeTag)).toEqual(Array(6).fill('en-US'));
  expect(formatsOf('de_DE').money(1256.13)).toBe('1.256,13 $');
});

it('says durations and counts as people do', () => {
  expect([0, 0.2, 57.4, 65, 4000].map(shownDuration)).toEqual(['0 m', '< 1 m', '57 m', '1 h 05 m', '2 d 18 h']);
  expect([plural(1, 'call', '1'), plural(0, 'call', '0')]).toEqual(['1 call', '0 calls']);
});

it('estimates the width of text the same everywhere', () => {
  expect(textWidth('$100', 12)).toBeCloseTo(26.7, 1);
  expect(textWidth('')).toBe(0);
  expect(textWidth('WWW')).toBeGreaterThan(textWidth('iii'));
});
