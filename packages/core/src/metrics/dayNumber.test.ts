import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dayKey } from './dayKey.ts';
import { dayNumber } from './dayNumber.ts';

describe('dayNumber', () => {
  it('is the inverse of dayKey for every day of four-digit years', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayNumber('0000-01-01'), max: dayNumber('9999-12-31') }), (day) => {
        expect(dayNumber(dayKey(day))).toBe(day);
      }),
    );
  });

  it.each(['2026-02-30', '2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-01-00', '2100-02-29'])(
    'S1.19 refuses %s, which no calendar has',
    (key) => {
      expect(() => dayNumber(key)).toThrow(expect.objectContaining({ code: 'invalid_date_range' }));
    },
  );

  it.each(['', '2026-1-1', '26-01-01', '2026-01-01T00:00Z', ' 2026-01-01', '2026/01/01', '2026-01-01\n'])(
    'refuses the form %j',
    (key) => {
      expect(() => dayNumber(key)).toThrow(expect.objectContaining({ code: 'invalid_date_range' }));
    },
  );

  it('knows leap days', () => {
    expect(dayKey(dayNumber('2000-02-29'))).toBe('2000-02-29');
    expect(dayNumber('2000-03-01') - dayNumber('2000-02-28')).toBe(2);
  });
});
