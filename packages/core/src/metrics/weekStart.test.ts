import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dayKey } from './dayKey.ts';
import { dayNumber } from './dayNumber.ts';
import { monthStart } from './monthStart.ts';
import { weekStart } from './weekStart.ts';

const day = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2199-12-31') });

describe('weekStart', () => {
  it('S1.01 is the Monday at or up to six days before', () => {
    fc.assert(
      fc.property(day, (n) => {
        const monday = weekStart(n);
        expect(new Date(`${dayKey(monday)}T00:00Z`).getUTCDay()).toBe(1);
        expect(n - monday).toBeGreaterThanOrEqual(0);
        expect(n - monday).toBeLessThan(7);
      }),
    );
  });
});

describe('monthStart', () => {
  it('S1.01 is the first of the same month, and of a later one', () => {
    fc.assert(
      fc.property(day, (n) => {
        expect(dayKey(monthStart(n))).toBe(`${dayKey(n).slice(0, 7)}-01`);
        const next = monthStart(n, 1);
        expect(dayKey(next).slice(8)).toBe('01');
        expect(dayKey(next - 1).slice(0, 7)).toBe(dayKey(n).slice(0, 7));
      }),
    );
  });

  it('crosses the end of a year', () => {
    expect(dayKey(monthStart(dayNumber('2026-12-31'), 1))).toBe('2027-01-01');
    expect(dayKey(monthStart(dayNumber('2026-01-31'), 1))).toBe('2026-02-01');
  });
});
