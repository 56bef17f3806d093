import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dayNumber } from '../../metrics/dayNumber.ts';
import { dayStartMs } from '../../metrics/dayStartMs.ts';
import { zonedMs } from './zonedMs.ts';

const ZONES = ['UTC', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Casablanca'];

describe('S3.17 the instant of a day', () => {
  it('is the first of the local day, by the rule that days of reports begin with', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: dayNumber('1990-01-02'), max: dayNumber('2037-12-31') }),
        fc.constantFrom(...ZONES, 'Asia/Beirut', 'Australia/Lord_Howe', 'America/Havana', 'Pacific/Chatham'),
        (day, timeZone) => {
          expect(zonedMs(day * 86_400_000, timeZone)).toBe(dayStartMs(day, timeZone));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['the hour that is skipped', '2026-03-08T02:30:00Z', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['the first of the hour that is repeated', '2026-11-01T01:30:00Z', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['a day without midnight', '2018-11-04T00:00:00Z', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['a date that was skipped', '2011-12-30T00:00:00Z', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['ms', '2026-05-01T12:00:00.123Z', 'Asia/Kathmandu', '2026-05-01T06:15:00.123Z'],
  ])('%s', (_name, local, timeZone, instant) => {
    expect(new Date(zonedMs(Date.parse(local), timeZone)).toISOString()).toBe(instant);
  });

  it('a zone that does not exist is said', () => {
    expect(() => zonedMs(0, 'Mars/Base')).toThrow(expect.objectContaining({ code: 'invalid_time_zone' }));
  });
});
