import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dayStartMs } from './dayStartMs.ts';
import { localDay } from './localDay.ts';
import { localDays } from './localDays.ts';
import { bucketOf } from './rollup.ts';
import { weekHourOccurrences } from './weekHourOccurrences.ts';
import { zoneSegments } from './zoneSegments.ts';

const HOUR_MS = 3_600_000;
const ZONES = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Chatham',
  'Pacific/Apia',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Pacific/Kiritimati',
  'Pacific/Niue',
];
const WHOLE_HOURS = [
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Casablanca',
  'Antarctica/Troll',
];

const range = fc
  .tuple(
    fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2036, 0, 1) }),
    fc.integer({ min: 1, max: 400 * 24 * HOUR_MS }),
  )
  .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));

describe('localDays', () => {
  it('tile the range and ascend by name', () => {
    fc.assert(
      fc.property(range, fc.constantFrom(...ZONES), ({ startMs, endMs }, timeZone) => {
        const days = localDays({ startMs, endMs }, timeZone);
        expect(days[0]?.startMs).toBe(startMs);
        expect(days.at(-1)?.endMs).toBe(endMs);
        for (const [i, day] of days.slice(1).entries()) {
          expect(day.startMs).toBe(days[i]?.endMs);
          expect(day.day > (days[i]?.day ?? '')).toBe(true);
        }
      }),
    );
  });

  it('hold the local day of every instant, which begins at or before it', () => {
    fc.assert(
      fc.property(range, fc.constantFrom(...ZONES), ({ startMs, endMs }, timeZone) => {
        for (const { number, ...day } of localDays({ startMs, endMs }, timeZone)) {
          for (const atMs of [day.startMs, day.endMs - 1]) expect(localDay(atMs, timeZone)).toBe(number);
          const first = dayStartMs(number, timeZone);
          expect(first).toBeLessThanOrEqual(day.startMs);
          expect(localDay(first, timeZone)).toBe(number);
          expect(localDay(first - 1, timeZone)).toBeLessThan(number);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('weekHourOccurrences', () => {
  it('S1.15 add up to the hours of a range on hour edges', () => {
    fc.assert(
      fc.property(range, fc.constantFrom(...WHOLE_HOURS), ({ startMs, endMs }, timeZone) => {
        const [from, to] = [Math.floor(startMs / HOUR_MS), Math.ceil(endMs / HOUR_MS)];
        const segments = zoneSegments({ startMs: from * HOUR_MS, endMs: to * HOUR_MS }, timeZone);
        expect(weekHourOccurrences(segments).reduce((a, b) => a + b)).toBe(to - from);
      }),
    );
  });

  it('S1.15 count every hour that any instant of the range falls into', () => {
    fc.assert(
      fc.property(range, fc.constantFrom(...ZONES), ({ startMs, endMs }, timeZone) => {
        const segments = zoneSegments({ startMs, endMs }, timeZone);
        const occurrences = weekHourOccurrences(segments);
        for (const segment of segments) {
          for (const atMs of [segment.startMs, segment.endMs - 1]) {
            expect(occurrences[bucketOf(atMs, segment.offsetSlots, 'weekHour')]).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  const day = (startIso: string, endIso: string, timeZone: string) =>
    weekHourOccurrences(zoneSegments({ startMs: Date.parse(startIso), endMs: Date.parse(endIso) }, timeZone));

  it('S1.15 an hour that daylight saving skips is missing, one that it repeats is there twice', () => {
    const spring = day('2026-03-08T05:00Z', '2026-03-09T04:00Z', 'America/New_York').slice(144);
    expect(spring).toEqual([1, 1, 0, ...Array.from({ length: 21 }, () => 1)]);
    const autumn = day('2026-11-01T04:00Z', '2026-11-02T05:00Z', 'America/New_York').slice(144);
    expect(autumn).toEqual([1, 2, ...Array.from({ length: 22 }, () => 1)]);
  });

  it('S1.15 a change by half an hour repeats the half hour, or cuts it', () => {
    expect(day('2026-04-04T13:00Z', '2026-04-05T13:30Z', 'Australia/Lord_Howe').slice(144, 147)).toEqual([1, 2, 1]);
    expect(day('2026-10-03T13:30Z', '2026-10-04T13:00Z', 'Australia/Lord_Howe').slice(144, 147)).toEqual([1, 1, 1]);
  });

  it('S1.15 a week has each hour once', () => {
    const week = day('2026-06-01T00:00Z', '2026-06-08T00:00Z', 'Asia/Kathmandu');
    expect(week.filter((n) => n === 1)).toHaveLength(167);
    // 05:45 on Monday to 05:45 a week later: that hour is cut at both ends.
    expect(week[5]).toBe(2);
  });
});
