import { describe, expect, it } from 'vitest';

import type { GroupBy } from '../model/DateRange.ts';
import type { RollupRow } from '../model/Rollup.ts';
import { dayNumber } from './dayNumber.ts';
import { localDays } from './localDays.ts';
import { resolveDateRange } from './resolveDateRange.ts';
import { seriesPoints } from './seriesPoints.ts';

const usage = (day: string, model: string, costPico: bigint | null): RollupRow => ({
  bucket: dayNumber(day),
  key: [model, 'list-price', 'final'],
  measures: {
    requests: 1n,
    output: 10n,
    ...(costPico === null ? { unpricedRequests: 1n, unpricedTokens: 10n } : { costPico }),
  },
});

function series(
  start: string,
  end: string,
  groupBy: GroupBy,
  now: string,
  rows: RollupRow[] = [],
  tools: RollupRow[] = [],
) {
  const timeZone = 'America/New_York';
  const nowMs = Date.parse(now);
  const range = resolveDateRange({ start, end }, { timeZone, nowMs });
  const days = localDays(range, timeZone);
  return seriesPoints({
    rows: { usageByDay: rows, sessions: [], toolsByDay: tools },
    days,
    range,
    timeZone,
    groupBy,
    nowMs,
  });
}
const shape = (points: ReturnType<typeof series>) =>
  points.map(({ start, end, partial }) => `${start} ${end}${partial ? ' partial' : ''}`);

describe('seriesPoints', () => {
  it('S1.01 every day of the range is a point, the empty ones at zero; a day that is not over is partial', () => {
    const points = series('2026-03-07', '2026-03-09', 'day', '2026-03-09T12:00Z');
    expect(shape(points)).toEqual(['2026-03-07 2026-03-07', '2026-03-08 2026-03-08', '2026-03-09 2026-03-09 partial']);
    expect(points[0]).toMatchObject({ requests: 0, sessions: 0, cost: { usd: 0, nanoUsd: '0' }, byModel: {} });
  });

  it('S1.01 weeks begin on Monday and are cut to the range', () => {
    expect(shape(series('2026-03-05', '2026-03-16', 'week', '2026-06-01T00:00Z'))).toEqual([
      '2026-03-05 2026-03-08 partial',
      '2026-03-09 2026-03-15',
      '2026-03-16 2026-03-16 partial',
    ]);
  });

  it('S1.01 months are cut to the range', () => {
    expect(shape(series('2026-01-01', '2026-03-15', 'month', '2026-06-01T00:00Z'))).toEqual([
      '2026-01-01 2026-01-31',
      '2026-02-01 2026-02-28',
      '2026-03-01 2026-03-15 partial',
    ]);
  });

  it('S1.01 a week is over at local midnight', () => {
    const week = (now: string) => shape(series('2026-03-02', '2026-03-08', 'week', now));
    expect(week('2026-03-09T03:59:59.999Z')).toEqual(['2026-03-02 2026-03-08 partial']);
    expect(week('2026-03-09T04:00:00.000Z')).toEqual(['2026-03-02 2026-03-08']);
  });

  it('a day that an explicit time cuts is partial', () => {
    const points = series('2026-03-01T17:00:00Z', '2026-03-03T05:00:00Z', 'day', '2026-06-01T00:00Z');
    expect(shape(points)).toEqual(['2026-03-01 2026-03-01 partial', '2026-03-02 2026-03-02']);
  });

  it('points add up to the whole and models to their point, to the nano-USD', () => {
    const rows = ['2026-03-02', '2026-03-03', '2026-03-04'].flatMap((day) => [
      usage(day, 'a', 700n),
      usage(day, 'b', 700n),
    ]);
    const points = series('2026-03-02', '2026-03-04', 'day', '2026-06-01T00:00Z', rows);
    expect(points.map(({ cost }) => cost.nanoUsd)).toEqual(['2', '1', '1']);
    for (const { cost, byModel } of points) {
      const models = Object.values(byModel).map((figures) => Number(figures.cost.nanoUsd));
      expect(models.reduce((a, b) => a + b)).toBe(Number(cost.nanoUsd));
    }
  });

  it('a point whose usage has no price is unknown, not zero', () => {
    const [point] = series('2026-03-02', '2026-03-02', 'day', '2026-06-01T00:00Z', [usage('2026-03-02', 'x', null)]);
    expect(point).toMatchObject({ cost: { usd: null, unpricedRequests: 1 }, byModel: { x: { cost: { usd: null } } } });
  });

  it('S1.11 counts tool calls and failures', () => {
    const tool = (outcome: string, calls: bigint) => ({
      bucket: dayNumber('2026-03-02'),
      key: [outcome],
      measures: { calls },
    });
    const tools = [tool('ok', 5n), tool('error', 2n), tool('timeout', 1n), tool('denied-by-user', 4n)];
    const [point] = series('2026-03-02', '2026-03-02', 'day', '2026-06-01T00:00Z', [], tools);
    expect(point).toMatchObject({ toolCalls: 12, toolFailures: 3 });
  });

  it('refuses rows of another range instead of losing them', () => {
    expect(() =>
      series('2026-03-02', '2026-03-02', 'week', '2026-06-01T00:00Z', [usage('2026-03-03', 'a', 1n)]),
    ).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
