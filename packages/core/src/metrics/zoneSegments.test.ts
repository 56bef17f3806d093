import { describe, expect, it } from 'vitest';

import { zoneSegments } from './zoneSegments.ts';

const year = (y: number) => ({ startMs: Date.UTC(y, 0, 1), endMs: Date.UTC(y + 1, 0, 1) });
const shown = (y: number, timeZone: string) =>
  zoneSegments(year(y), timeZone).map((s) => `${new Date(s.startMs).toISOString().slice(0, 16)} ${s.offsetSlots / 4}`);

describe('zoneSegments', () => {
  it.each([
    ['America/New_York', 2026, ['2026-01-01T00:00 -5', '2026-03-08T07:00 -4', '2026-11-01T06:00 -5']],
    ['Asia/Kathmandu', 2026, ['2026-01-01T00:00 5.75']],
    ['Pacific/Chatham', 2026, ['2026-01-01T00:00 13.75', '2026-04-04T14:00 12.75', '2026-09-26T14:00 13.75']],
    ['Australia/Lord_Howe', 2026, ['2026-01-01T00:00 11', '2026-04-04T15:00 10.5', '2026-10-03T15:30 11']],
    ['Antarctica/Troll', 2026, ['2026-01-01T00:00 0', '2026-03-29T01:00 2', '2026-10-25T01:00 0']],
    ['Africa/Casablanca', 2025, ['2025-01-01T00:00 1', '2025-02-23T02:00 0', '2025-04-06T02:00 1']],
    // Two transitions a week apart: the shortest on record.
    [
      'America/Recife',
      2000,
      ['2000-01-01T00:00 -2', '2000-02-27T02:00 -3', '2000-10-08T03:00 -2', '2000-10-15T02:00 -3'],
    ],
  ])('of %s in %i', (timeZone, y, expected) => {
    expect(shown(y, timeZone)).toEqual(expected);
  });

  it.each(['Mars/Base', '', 'Mars+05', '__proto__', 'constructor', 'Europe/Berlin ', '5'])(
    'refuses the zone %j',
    (zone) => {
      expect(() => zoneSegments(year(2026), zone)).toThrow(expect.objectContaining({ code: 'invalid_time_zone' }));
    },
  );

  it('refuses an absent zone instead of taking that of the machine', () => {
    const absent = undefined as unknown as string;
    expect(() => zoneSegments(year(2026), absent)).toThrow(expect.objectContaining({ code: 'invalid_time_zone' }));
  });

  it('takes any spelling of a zone, and forgets none of many', () => {
    const names = Intl.supportedValuesOf('timeZone').slice(0, 200);
    for (const name of names) zoneSegments({ startMs: 1e12, endMs: 1e12 + 1 }, name.toUpperCase());
    expect(zoneSegments(year(2026), 'AMERICA/new_york')).toEqual(zoneSegments(year(2026), 'America/New_York'));
  });

  it('refuses time before 1990 and offsets off the grid', () => {
    expect(() => zoneSegments(year(1989), 'UTC')).toThrow(expect.objectContaining({ code: 'zone_off_grid' }));
    expect(() => zoneSegments(year(2026), '+05:31')).toThrow(expect.objectContaining({ code: 'zone_off_grid' }));
    expect(zoneSegments(year(1990), 'UTC')).toHaveLength(1);
  });

  it('has no segment for an empty range', () => {
    expect(zoneSegments({ startMs: 1e12, endMs: 1e12 }, 'UTC')).toEqual([]);
  });
});
