import { describe, expect, it } from 'vitest';

import { CommandError } from '../args/CommandError.ts';
import { dayOf, reportRange } from './reportRange.ts';

const context = {
  timeZone: 'Asia/Kolkata',
  // 9 March, 01:30 in Kolkata.
  nowMs: Date.UTC(2026, 2, 8, 20),
  earliestMs: Date.UTC(2026, 0, 31, 19),
  latestMs: Date.UTC(2026, 2, 1),
};

describe('report range', () => {
  it('is everything without dates', () => {
    expect(reportRange(undefined, undefined, context)).toBe('all');
  });

  it('is both days, inclusive', () => {
    expect(reportRange('2026-02-01', '2026-02-01', context)).toEqual({ start: '2026-02-01', end: '2026-02-01' });
  });

  it('begins with the data and ends today, in the zone', () => {
    expect(reportRange(undefined, '2026-02-05', context)).toEqual({ start: '2026-02-01', end: '2026-02-05' });
    expect(reportRange('2026-02-05', undefined, context)).toEqual({ start: '2026-02-05', end: '2026-03-09' });
  });

  it('ends with the data when a clock ran ahead', () => {
    const ahead = { ...context, latestMs: Date.UTC(2026, 3, 1) };
    expect(reportRange('2026-02-05', undefined, ahead)).toEqual({ start: '2026-02-05', end: '2026-04-01' });
  });

  it('is that one day when the data begins after it', () => {
    expect(reportRange(undefined, '2020-01-01', context)).toEqual({ start: '2020-01-01', end: '2020-01-01' });
    expect(reportRange(undefined, '2020-01-01', { ...context, earliestMs: null, latestMs: null })).toEqual({
      start: '2020-01-01',
      end: '2020-01-01',
    });
  });

  it('refuses a first day after the last, and one in the future', () => {
    expect(() => reportRange('2026-02-02', '2026-02-01', context)).toThrow(
      new CommandError(2, '--since 2026-02-02 comes after --until 2026-02-01'),
    );
    expect(() => reportRange('2026-12-01', undefined, context)).toThrow(/is in the future/);
  });

  it.each(['2026-02-30', '2026-2-1', 'yesterday', '2026-02-01T00:00', '20260201', ''])('%j is no date', (text) => {
    expect(() => dayOf('since', text)).toThrow(/--since .* is not a date/);
  });

  it('knows leap days', () => {
    expect(dayOf('since', '2024-02-29')).toBe('2024-02-29');
    expect(() => dayOf('since', '2023-02-29')).toThrow(CommandError);
  });
});
