import fc from 'fast-check';
import { expect, it, vi } from 'vitest';

import { instantOf } from './recordFields.ts';

const byDate = (text: string): number | undefined => {
  const ms = Date.parse(text);
  return ms >= Date.UTC(1990) && ms < Date.UTC(2100) ? ms : undefined;
};

/** Whether a text begins with a day that exists. */
const isOfDay = (text: string): boolean => {
  const [year = 0, month = 0, date = 0] = text.slice(0, 10).split('-').map(Number);
  const day = new Date(Date.UTC(year, month - 1, date));
  return day.getUTCMonth() === month - 1 && day.getUTCDate() === date;
};

it('an instant is what Date.parse says, within the years that count', () => {
  const part = (max: number, width = 2) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(width, '0'));
  const text = fc
    .tuple(
      fc.integer({ min: 1985, max: 2105 }),
      part(13),
      part(32),
      part(25),
      part(61),
      part(61),
      part(999, 3),
      fc.constantFrom('Z', '+', ''),
    )
    .map(([y, mo, d, h, mi, s, ms, zone]) => `${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}${zone}`);
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      for (const t of texts)
        expect([t, instantOf(t)]).toEqual([t, isOfDay(t) && t.endsWith('Z') ? byDate(t) : undefined]);
    }),
    { numRuns: 2000 },
  );
  for (const t of [
    '2026-03-08T06:59:00Z',
    '2026-03-08T06:59Z',
    '2026-03-08T06:59:00.123456789Z',
    '2026-03-08T24:00:00.000Z',
    '2024-02-29T23:00:00.000-08:00',
    '2026-03-08T06:59:00+05:45',
  ]) {
    expect([t, instantOf(t)]).toEqual([t, Date.parse(t)]);
  }
  // No instant, a day that does not exist, or one that depends on the zone of whoever reads it.
  for (const t of [
    '',
    '5',
    'foo 5',
    'March 7',
    '2026-03-08',
    '2026-03-08T06:59:00',
    '2026-02-30T00:00:00.000Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-08T06:59:00.000z',
    '2026-03-08 06:59:00Z',
  ]) {
    expect([t, instantOf(t)]).toEqual([t, undefined]);
  }
  expect(instantOf(5)).toBeUndefined();
});

it('of a day that is known Date.parse is not asked again', () => {
  instantOf('2026-03-08T06:59:00.000Z');
  const asked = vi.spyOn(Date, 'parse');
  for (let ms = 0; ms < 1000; ms += 37) instantOf(`2026-03-08T06:59:0${ms % 10}.${String(ms).padStart(3, '0')}Z`);
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});
