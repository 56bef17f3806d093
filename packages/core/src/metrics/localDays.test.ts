import { describe, expect, it } from 'vitest';

import { localDays } from './localDays.ts';

const hours = (startIso: string, endIso: string, timeZone: string) =>
  localDays({ startMs: Date.parse(startIso), endMs: Date.parse(endIso) }, timeZone).map(
    (d) => `${d.day} ${(d.endMs - d.startMs) / 3_600_000}`,
  );

describe('localDays', () => {
  it.each([
    ['a 23-hour day', 'America/New_York', '2026-03-08T05:00Z', '2026-03-10T04:00Z', ['2026-03-08 23', '2026-03-09 24']],
    ['a 25-hour day', 'America/New_York', '2026-11-01T04:00Z', '2026-11-02T05:00Z', ['2026-11-01 25']],
    ['a change by half an hour', 'Australia/Lord_Howe', '2026-04-04T13:00Z', '2026-04-05T13:30Z', ['2026-04-05 24.5']],
    ['a change by two hours', 'Antarctica/Troll', '2026-03-29T00:00Z', '2026-03-29T22:00Z', ['2026-03-29 22']],
    ['no midnight', 'America/Sao_Paulo', '2018-11-04T03:00Z', '2018-11-05T02:00Z', ['2018-11-04 23']],
    ['no midnight', 'Asia/Beirut', '2025-03-29T22:00Z', '2025-03-30T21:00Z', ['2025-03-30 23']],
    ['no midnight', 'Africa/Cairo', '2025-04-24T22:00Z', '2025-04-25T21:00Z', ['2025-04-25 23']],
    [
      'midnight twice',
      'America/Sao_Paulo',
      '2019-02-16T02:00Z',
      '2019-02-18T03:00Z',
      ['2019-02-16 25', '2019-02-17 24'],
    ],
    ['the cut day', 'Asia/Kolkata', '2026-01-01T18:00Z', '2026-01-01T19:00Z', ['2026-01-01 0.5', '2026-01-02 0.5']],
  ])('%s: %s', (_, timeZone, start, end, expected) => {
    expect(hours(start, end, timeZone)).toEqual(expected);
  });

  it('a skipped date is absent: Apia had no 2011-12-30', () => {
    expect(hours('2011-12-29T10:00Z', '2012-01-01T10:00Z', 'Pacific/Apia')).toEqual([
      '2011-12-29 24',
      '2011-12-31 24',
      '2012-01-01 24',
    ]);
  });

  it('a clock set back across midnight leaves both dates in, in order', () => {
    expect(hours('2010-11-06T12:00Z', '2010-11-08T12:00Z', 'America/St_Johns')).toEqual([
      '2010-11-06 15.5',
      '2010-11-07 25',
      '2010-11-08 8.5',
    ]);
    // Begun in the one minute of the 7th before clocks went back to 23:01 of the 6th.
    expect(hours('2010-11-07T02:30:30Z', '2010-11-07T03:30Z', 'America/St_Johns').map((d) => d.slice(0, 10))).toEqual([
      '2010-11-06',
      '2010-11-07',
    ]);
  });

  it('is empty for an empty range', () => {
    expect(localDays({ startMs: 5, endMs: 5 }, 'UTC')).toEqual([]);
  });
});
