import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLOT_MS, timeSlot } from '../model/timeSlot.ts';
import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { isInWindow } from './isInWindow.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow, PriceWindow } from './PriceRow.ts';
import { timeWindows } from './timeWindows.ts';

const isIn = (window: PriceWindow, atMs: number): boolean =>
  timeWindows([window], 'test').some((it) => isInWindow(it, atMs));

describe('windows of the day', () => {
  it.each([
    ['00:30', '16:30', [0, 29], false],
    ['00:30', '16:30', [0, 30], true],
    ['00:30', '16:30', [16, 29], true],
    ['00:30', '16:30', [16, 30], false],
    ['16:30', '00:30', [23, 59], true],
    ['16:30', '00:30', [0, 0], true],
    ['16:30', '00:30', [0, 29], true],
    ['16:30', '00:30', [0, 30], false],
    ['16:30', '00:30', [16, 29], false],
    ['08:00', '08:00', [7, 59], true],
    ['08:00', '08:00', [8, 0], true],
  ] as const)('%s to %s at %j: %s', (start, end, [hour, minute], expected) => {
    expect(isIn({ start, end }, Date.UTC(2025, 2, 5, hour, minute))).toBe(expected);
  });

  it('begins on its days of the week and ends on the next', () => {
    // 2026-11-20 was a Friday.
    const friday = { start: '22:00', end: '02:00', weekdays: [5] };
    const at = (day: number, hour: number) => isIn(friday, Date.UTC(2026, 10, day, hour));
    expect([at(19, 23), at(20, 1), at(20, 22), at(21, 1), at(21, 2), at(21, 22)]).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('does not begin on excepted days', () => {
    const window = { start: '22:00', end: '02:00', exceptDays: ['2026-10-01'] };
    const at = (day: number, hour: number) => isIn(window, Date.UTC(2026, 9, day, hour));
    expect([at(1, 1), at(1, 22), at(2, 1), at(2, 22)]).toEqual([true, false, false, true]);
  });

  it('is the same for all instants of a quarter hour, also before 1970', () => {
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
    const window = fc.record({ start: clock, end: clock, weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 })) });
    const instant = fc.integer({ min: -1e11, max: 2e12 });
    fc.assert(
      fc.property(window, instant, (of, atMs) => {
        const slotMs = timeSlot(atMs) * SLOT_MS;
        expect(isIn(of, atMs)).toBe(isIn(of, slotMs));
        expect(isIn(of, slotMs + SLOT_MS - 1)).toBe(isIn(of, slotMs));
      }),
    );
  });

  it.each([
    { start: '16:31', end: '00:30' },
    { start: '24:00', end: '00:30' },
    { start: '16:30', end: '00:30', weekdays: [0] },
    { start: '16:30', end: '00:30', weekdays: [1.5] },
    { start: '16:30', end: '00:30', exceptDays: ['2026-02-31'] },
  ])('refuses %j', (window) => {
    expect(() => timeWindows([window], 'test')).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});

describe('prices by time of day', () => {
  const book = priceBook();
  const usdAt = (model: string, atMs: number): number | null => {
    const cost = costOf(costQuery({ model, inputTokens: 1_000_000, atMs }), book);
    return cost.nanoUsd === null ? null : cost.nanoUsd / 1e9;
  };

  it('has the discount of DeepSeek of 2025, half past four to half past midnight', () => {
    const at = (hour: number, minute: number) => usdAt('deepseek-reasoner', Date.UTC(2025, 4, 7, hour, minute));
    expect([at(0, 29), at(0, 30), at(16, 29), at(16, 30), at(23, 59)]).toEqual([0.135, 0.55, 0.55, 0.135, 0.135]);
  });

  it.each([
    ['before the change', Date.UTC(2026, 7, 16, 15, 59), 0.14],
    ['from midnight in Beijing on', Date.UTC(2026, 7, 16, 16), 0.22],
    ['before the first peak of a day', Date.UTC(2026, 7, 17, 0, 59), 0.22],
    ['first peak', Date.UTC(2026, 7, 17, 1), 0.44],
    ['between the peaks', Date.UTC(2026, 7, 17, 4), 0.22],
    ['second peak', Date.UTC(2026, 7, 17, 6), 0.44],
    ['after the second', Date.UTC(2026, 7, 17, 10), 0.22],
    ['Saturday, before weekends were exempt', Date.UTC(2026, 7, 22, 2), 0.44],
    ['Saturday since', Date.UTC(2026, 7, 29, 2), 0.22],
    ['a public holiday', Date.UTC(2026, 9, 1, 2), 0.15],
    ['a workday since 2026-09-10', Date.UTC(2026, 9, 8, 2), 0.3],
  ])('DeepSeek V4 Flash, %s', (_, atMs, usd) => {
    expect(usdAt('deepseek-v4-flash', atMs)).toBe(usd);
  });

  it('names the band and explains it', () => {
    const query = costQuery({ model: 'deepseek-v4-pro', inputTokens: 1, atMs: Date.UTC(2026, 10, 2, 2) });
    const peak = costOf(query, book);
    expect(peak.priceKey.timeBand).toBe(1);
    expect(peak.ruleTrace.join()).toContain('its time is in time band 1 of 1');
    expect(book.match({ ...query, atMs: Date.UTC(2026, 10, 2, 5) }).timeBand).toBe(0);
    const bucket = costOf({ ...query, grain: 'bucket' }, book);
    expect(bucket).toMatchObject({ priceKey: { timeBand: 0 }, nanoUsd: 660 });
    expect(bucket.ruleTrace.join()).toContain('their times are unknown');
  });

  it('goes together with the size of the prompt', () => {
    const tiers = (usd: string) => [{ promptOver: 100, rates: { input: usd, output: usd } }];
    const row: PriceRow = {
      id: 'x',
      provider: '',
      model: 'x',
      validFrom: '2026-01-01',
      knownFrom: '2026-01-01',
      source: 'test',
      rates: { input: '1', output: '1' },
      tiers: tiers('2'),
      timeBands: [
        { windows: [{ start: '01:00', end: '02:00' }], rates: { input: '4', output: '4' }, tiers: tiers('8') },
        { windows: [{ start: '01:30', end: '03:00' }], rates: { input: '16', output: '16' }, tiers: tiers('32') },
      ],
    };
    const prices = priceBook({ rows: [row] });
    const at = (inputTokens: number, minute: number) =>
      costOf(costQuery({ model: 'x', inputTokens, atMs: Date.UTC(2026, 5, 1, 0, minute) }), prices).nanoUsd;
    expect([at(100, 0), at(101, 0), at(100, 60), at(101, 60), at(100, 90), at(101, 120)]).toEqual([
      100_000, 202_000, 400_000, 808_000, 400_000, 3_232_000,
    ]);
    const uneven = { ...row, timeBands: [{ windows: [], rates: { input: '4' } }] };
    expect(() => priceBook({ rows: [uneven] })).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it('a row may begin at a quarter hour, not between two', () => {
    const row = { id: 'x', provider: '', model: 'x', knownFrom: '2026-01-01', source: 'test', rates: { input: '1' } };
    const prices = priceBook({ rows: [{ ...row, validFrom: '2026-08-16T16:15Z' }] });
    const at = (minute: number) => prices.match(costQuery({ model: 'x', atMs: Date.UTC(2026, 7, 16, 16, minute) })).row;
    expect([at(14), at(15)?.id]).toEqual([null, 'x']);
    for (const validFrom of ['2026-08-16T16:10Z', '2026-08-16T16:15', '2026-08-16T25:00Z']) {
      const wrong = () => priceBook({ rows: [{ ...row, validFrom }] });
      expect(wrong).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
    }
  });
});
