import { expect, it } from 'vitest';

import { sharedNames } from '../charts/ProjectBreakdown.layout.ts';
import { numberFormats } from '../format/NumberFormats.ts';
import { dateFormats } from '../format/DateFormats.ts';
import { slotTicks } from '../parts/slotTicks.ts';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { endedWords } from './endedWords.ts';
import { liveWords } from './liveWords.ts';
import { mergedSeries } from './mergedSeries.ts';
import { mergedWords } from './mergedWords.ts';

const formats = { ...numberFormats('en-US'), ...dateFormats('en-US') };
const usual = exampleVariants.usual();

const ended = (
  counts: { total: number; completed: number; failed: number },
  reason: 'failed' | null = null,
): string => {
  const n = counts.completed + counts.failed;
  const known = usual.sessions.completionRate;
  const completionRate = n === 0 || reason || !known ? null : { ...known, n, value: counts.completed / n };
  const coverage = { ...usual.coverage, excluded: { ...usual.coverage.excluded, reason } };
  return endedWords({ sessions: { ...usual.sessions, ...counts, completionRate }, coverage }, formats);
};

it('S1.02 the sentence on how sessions ended names its base', () => {
  expect(ended({ total: 0, completed: 0, failed: 0 })).toBe('No session started in this range.');
  expect(ended({ total: 76, completed: 54, failed: 0 })).toBe('54 of 76 completed, none failed.');
  expect(ended({ total: 300, completed: 257, failed: 6 })).toBe('97.7% of 263 that ended completed; 6 failed.');
  expect(ended({ total: 9, completed: 3, failed: 1 })).toBe('3 of 4 that ended completed; 1 failed.');
  expect(ended({ total: 2136, completed: 2033, failed: 0 }, 'failed')).toBe(
    '2,033 of 2,136 completed; failed ones are hidden.',
  );
});

it('says when a series is drawn wider than it was asked for', () => {
  expect(mergedWords(90, 'day', 'week', 'bars')).toBe('Drawn by week: 90 days are too many bars.');
  expect(mergedWords(30, 'day', 'day', 'bars')).toBe('');
});

it('a week or month that the range cuts is partial, and no other', () => {
  const days = (first: string, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const day = new Date(Date.parse(`${first}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10);
      return { ...usual.series[0]!, start: day, end: day, partial: false };
    });
  const partial = (first: string, count: number): string[] =>
    mergedSeries(days(first, count), 'day').points.flatMap((point) => (point.partial ? point.start : []));
  expect(partial('2026-03-02', 70)).toEqual([]);
  expect(partial('2026-03-04', 70)).toEqual(['2026-03-04', '2026-05-11']);
  expect(partial('2024-01-01', 731)).toEqual([]);
  expect(partial('2024-01-02', 731)).toEqual(['2024-01-02', '2026-01-01']);
});

it('a week of days has more than one label in a narrow plot', () => {
  expect(slotTicks(usual.series.slice(0, 7), 'day', 290, formats).length).toBeGreaterThan(2);
});

it('projects of one name keep their paths', () => {
  expect([...sharedNames(['/a/shop', '/b/shop', '/a/shop', '/a/api'])]).toEqual(['/a/shop', '/b/shop']);
});

it('B14 says which sessions have not ended, and nothing when all have', () => {
  expect(liveWords({ running: 1200, idle: 0, stalled: 1 }, formats)).toBe('1,200 running, 1 stalled.');
  expect(liveWords({ running: 0, idle: 2, stalled: 0 }, formats)).toBe('2 idle.');
  expect(liveWords({ running: 0, idle: 0, stalled: 0 }, formats)).toBe('');
});
