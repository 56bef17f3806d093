import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DATE_RANGE_PRESETS, type DateRange } from '../model/DateRange.ts';
import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { localDays } from './localDays.ts';
import { resolveDateRange } from './resolveDateRange.ts';
import { zoneSegments } from './zoneSegments.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const resolved = (
  range: DateRange,
  timeZone: string,
  now: string,
  data: { firstMs?: number; lastMs?: number } = {},
) => {
  const { startMs, endMs, firstDay, lastDay } = resolveDateRange(range, { timeZone, nowMs: Date.parse(now), ...data });
  return [iso(startMs), iso(endMs), firstDay, lastDay];
};
const refusal = (range: unknown, timeZone = 'UTC') => {
  try {
    resolveDateRange(range as DateRange, { timeZone, nowMs: Date.UTC(2026, 0, 10) });
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
  return 'accepted';
};

describe('S1.19 presets', () => {
  it('are whole local days up to now', () => {
    const now = '2026-03-10T15:00:00.000Z';
    expect(resolved('today', 'America/New_York', now)).toEqual([
      '2026-03-10T04:00:00.000Z',
      now,
      '2026-03-10',
      '2026-03-10',
    ]);
    expect(resolved('7d', 'America/New_York', now)).toEqual([
      '2026-03-04T05:00:00.000Z',
      now,
      '2026-03-04',
      '2026-03-10',
    ]);
    expect(resolved('30d', 'Asia/Kathmandu', now)).toEqual([
      '2026-02-08T18:15:00.000Z',
      now,
      '2026-02-09',
      '2026-03-10',
    ]);
  });

  it('have the number of days that they say, in any zone at any time', () => {
    const days = { today: 1, '7d': 7, '14d': 14, '30d': 30, '90d': 90, '365d': 365 } as const;
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2013, 0, 1), max: Date.UTC(2035, 0, 1) }),
        fc.constantFrom(...(Object.keys(days) as (keyof typeof days)[])),
        fc.constantFrom('Asia/Kolkata', 'America/Sao_Paulo', 'Africa/Cairo', 'Australia/Lord_Howe', 'America/St_Johns'),
        (nowMs, preset, timeZone) => {
          const range = resolveDateRange(preset, { timeZone, nowMs });
          expect(localDays(range, timeZone)).toHaveLength(days[preset]);
        },
      ),
    );
  });

  it('at the stroke of midnight hold the day that begins', () => {
    const [start, end, firstDay, lastDay] = resolved('today', 'Asia/Kolkata', '2026-01-01T18:30:00.000Z');
    expect([firstDay, lastDay]).toEqual(['2026-01-02', '2026-01-02']);
    expect([start, end]).toEqual(['2026-01-01T18:30:00.000Z', '2026-01-01T18:30:00.001Z']);
  });

  it('all begins on the first local day of the data', () => {
    const data = { firstMs: Date.parse('2025-11-01T20:00Z'), lastMs: Date.parse('2026-01-02T00:00Z') };
    expect(resolved('all', 'Asia/Kolkata', '2026-01-10T12:00:00.000Z', data)).toEqual([
      '2025-11-01T18:30:00.000Z',
      '2026-01-10T12:00:00.000Z',
      '2025-11-02',
      '2026-01-10',
    ]);
  });

  it('all ends after the last record when a clock was ahead, and begins in 1990 when one was far behind', () => {
    const ahead = { firstMs: Date.parse('2026-01-12T00:00Z'), lastMs: Date.parse('2026-01-12T00:00Z') };
    expect(resolved('all', 'UTC', '2026-01-10T12:00Z', ahead).slice(0, 2)).toEqual([
      '2026-01-10T00:00:00.000Z',
      '2026-01-12T00:00:00.001Z',
    ]);
    const behind = resolved('all', 'UTC', '2026-01-10T12:00Z', { firstMs: 0, lastMs: 0 });
    expect(behind[0]).toBe('1990-01-01T00:00:00.000Z');
  });

  it.each([
    ['UTC', '1990-01-01'],
    ['Asia/Tokyo', '1990-01-01'],
    ['Pacific/Kiritimati', '1989-12-31'],
    ['America/New_York', '1989-12-31'],
    ['Pacific/Apia', '1989-12-31'],
  ])('the first record there can be is of all, and of its local day: %s', (timeZone, day) => {
    const firstMs = FIRST_TIME_MS;
    const context = { timeZone, nowMs: Date.UTC(2026, 0, 10, 12), firstMs, lastMs: firstMs };
    for (const range of ['all', { start: day, end: '2026-01-10' }] as const) {
      const { startMs, firstDay } = resolveDateRange(range, context);
      expect([iso(startMs), firstDay]).toEqual(['1990-01-01T00:00:00.000Z', day]);
    }
  });

  it('all begins where ranges of any zone can, whatever the first record is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: FIRST_TIME_MS, max: FIRST_TIME_MS + 3 * 86_400_000 }),
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        (firstMs, timeZone) => {
          const range = resolveDateRange('all', { timeZone, nowMs: Date.UTC(1990, 1, 1), firstMs, lastMs: firstMs });
          expect(zoneSegments(range, timeZone)[0]?.startMs).toBe(range.startMs);
          expect(range.startMs).toBeLessThanOrEqual(firstMs);
        },
      ),
    );
  });

  it('end on a whole ms, whatever the clock counts in', () => {
    const nowMs = Date.UTC(2026, 0, 10, 12);
    expect(resolveDateRange('7d', { timeZone: 'UTC', nowMs: nowMs + 0.7 })).toEqual(
      resolveDateRange('7d', { timeZone: 'UTC', nowMs }),
    );
  });

  it('all is today when there are no data', () => {
    const context = { timeZone: 'UTC', nowMs: Date.UTC(2026, 0, 10, 12), firstMs: null, lastMs: null };
    expect(resolveDateRange('all', context)).toEqual(resolveDateRange('today', context));
  });
});

describe('S1.19 explicit ranges', () => {
  const now = '2026-06-01T00:00Z';

  it('dates are local and both inclusive', () => {
    expect(resolved({ start: '2026-03-08', end: '2026-03-08' }, 'America/New_York', now)).toEqual([
      '2026-03-08T05:00:00.000Z',
      '2026-03-09T04:00:00.000Z',
      '2026-03-08',
      '2026-03-08',
    ]);
    expect(resolved({ start: '2018-11-04', end: '2018-11-05' }, 'America/Sao_Paulo', now).slice(0, 2)).toEqual([
      '2018-11-04T03:00:00.000Z',
      '2018-11-06T02:00:00.000Z',
    ]);
  });

  it('instants are half-open, in any form', () => {
    const [start, end] = ['2026-03-08T10:00:00.000Z', '2026-03-09T00:00:00.000Z'];
    const expected = [start, end, '2026-03-08', '2026-03-08'];
    expect(resolved({ start, end }, 'UTC', now)).toEqual(expected);
    expect(resolved({ start: new Date(start), end: Date.parse(end) }, 'UTC', now)).toEqual(expected);
    expect(resolved({ start: '2026-03-08T15:45:00+05:45', end: '2026-03-08T19:00-0500' }, 'UTC', now)).toEqual(
      expected,
    );
  });

  it('one end may be a date and the other an instant', () => {
    expect(resolved({ start: '2026-03-08', end: '2026-03-08T12:00Z' }, 'Asia/Kathmandu', now).slice(0, 2)).toEqual([
      '2026-03-07T18:15:00.000Z',
      '2026-03-08T12:00:00.000Z',
    ]);
  });

  it('a date that the zone skipped holds no time; around it the range goes on', () => {
    expect(refusal({ start: '2011-12-30', end: '2011-12-30' }, 'Pacific/Apia')).toMatch(/^invalid_date_range/);
    const [, , firstDay, lastDay] = resolved({ start: '2011-12-29', end: '2011-12-31' }, 'Pacific/Apia', now);
    expect([firstDay, lastDay]).toEqual(['2011-12-29', '2011-12-31']);
  });

  it.each<[string, unknown]>([
    ['a date no calendar has', { start: '2026-02-30', end: '2026-03-01' }],
    ['an instant on one', { start: '2026-02-30T00:00Z', end: '2026-03-01' }],
    ['an end before the start', { start: '2026-03-02', end: '2026-03-01' }],
    ['an empty range', { start: 5e11, end: 5e11 }],
    ['text without an offset', { start: '2026-03-01T10:00', end: '2026-03-02' }],
    ['an hour there is not', { start: '2026-03-01T25:00Z', end: '2026-03-02' }],
    ['other text', { start: 'yesterday', end: '2026-03-02' }],
    ['an empty end', { start: '2026-03-01', end: '' }],
    ['an invalid Date', { start: new Date('x'), end: '2026-03-02' }],
    ['no number', { start: Number.NaN, end: 1e12 }],
    ['an infinite end', { start: 1e12, end: Infinity }],
    ['more than a century', { start: '1990-01-01', end: '2100-01-01' }],
    ['an unknown preset', '8d'],
    ['a name of Object', 'constructor'],
    ['half a range', { start: '2026-03-01' }],
    ['null', null],
    ['a number', 7],
  ])('refuse %s', (_, range) => {
    expect(refusal(range)).toMatch(/^invalid_date_range: \S/);
  });

  it('say what would be right', () => {
    expect(refusal('8d')).toContain(DATE_RANGE_PRESETS.join(', '));
    expect(refusal({ start: '2026-03-01T10:00', end: '2026-03-02' })).toContain('with an offset');
    expect(refusal('7d', 'Mars/Base')).toBe(
      "invalid_time_zone: 'Mars/Base' is not a time zone: use an IANA name such as 'Europe/Berlin', or 'UTC'",
    );
  });

  it.each([Number.NaN, Infinity, 1e300, '5', null])('a clock that says %s is refused', (nowMs) => {
    expect(() => resolveDateRange('7d', { timeZone: 'UTC', nowMs: nowMs as number })).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    );
  });
});
