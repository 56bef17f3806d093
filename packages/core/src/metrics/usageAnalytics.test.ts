import { countedValues } from './countedValues.ts';
import { describe, expect, it } from 'vitest';

import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { type AnalyticsRows, analyticsQueries } from './analyticsQueries.ts';
import { SPRING_FORWARD_COSTS, springForward } from './fixtures/springForward.ts';
import { rate } from './rate.ts';
import { resolveDateRange } from './resolveDateRange.ts';
import { rollup } from './rollup.ts';
import { usageAnalytics } from './usageAnalytics.ts';
import { zoneSegments } from './zoneSegments.ts';

const ms = (iso: string): number => Date.parse(iso);

function answer(hideFailed = false): UsageAnalytics {
  const [timeZone, nowMs, dateRange] = [
    'America/New_York',
    ms('2026-03-20T00:00Z'),
    { start: '2026-03-07', end: '2026-03-09' },
  ];
  const range = resolveDateRange(dateRange, { timeZone, nowMs });
  const queries = analyticsQueries(zoneSegments(range, timeZone), { hideFailed });
  const rows = Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, rollup(springForward, query)]));
  const extent = { firstMs: ms('2026-03-08T05:10Z'), lastMs: ms('2026-03-10T12:00Z') };
  const asked = { dateRange, range, timeZone, nowMs, groupBy: 'day' as const, extent };
  return usageAnalytics({
    ...asked,
    rows: rows as unknown as AnalyticsRows,
    costs: {
      values: countedValues(hideFailed ? SPRING_FORWARD_COSTS.toSpliced(1, 1) : SPRING_FORWARD_COSTS),
      approximate: false,
    },
    top: [],
    runningLastMs: [ms('2026-03-09T13:05Z')],
  });
}

const tokens = (input: number, output: number, cacheRead = 0, cacheWrite = 0) => ({
  input,
  output,
  cacheRead,
  cacheWrite,
  cacheWrite5m: cacheWrite,
  cacheWrite1h: 0,
  reasoning: 0,
});
const cost = (nano: number) => ({ usd: nano / 1e9, nanoUsd: String(nano), unpricedRequests: 0, unpricedTokens: 0 });
const UNPRICED = { usd: null, nanoUsd: null, unpricedRequests: 1, unpricedTokens: 100 };

/** Each group of usage, by hand. opus 1,500,000.6 and haiku 0.6 nano-USD make 1,500,001.2: opus gets the odd one. */
const OPUS = { requests: 1, tokens: tokens(100, 50, 800, 100), cost: cost(1_500_001) };
const HAIKU = { requests: 1, tokens: tokens(10, 20), cost: cost(0) };
const MYSTERY = { requests: 1, tokens: tokens(30, 70), cost: UNPRICED };

describe('usageAnalytics by hand', () => {
  const analytics = answer();

  it('S1.16 period and requests', () => {
    expect(analytics.dateRange).toEqual({ start: '2026-03-07', end: '2026-03-09' });
    expect(analytics.period).toEqual({
      start: '2026-03-07T05:00:00.000Z',
      end: '2026-03-10T04:00:00.000Z',
      firstDay: '2026-03-07',
      lastDay: '2026-03-09',
      days: 3,
      timeZone: 'America/New_York',
      groupBy: 'day',
    });
    expect(analytics.requests).toEqual({ total: 3 });
  });

  it('S1.01 S1.02 S1.03 S1.04 sessions', () => {
    const { heatmap, ...sessions } = analytics.sessions;
    expect(sessions).toEqual({
      total: 3,
      completed: 1,
      failed: 1,
      running: 1,
      live: { running: 0, idle: 0, stalled: 1 },
      blocked: 0,
      interrupted: 0,
      incomplete: 0,
      // 55 h 10 min and 10 min; 5 min and none.
      avgDurationMinutes: 1660,
      avgEngagedMinutes: 2.5,
      durationN: 2,
      completionRate: rate(1, 2),
      byDay: { '2026-03-07': 1, '2026-03-08': 1, '2026-03-09': 1 },
      byProject: {
        web: {
          requests: 2,
          tokens: tokens(130, 120, 800, 100),
          cost: { ...cost(1_500_001), unpricedRequests: 1, unpricedTokens: 100 },
          sessions: 2,
        },
        api: { ...HAIKU, sessions: 1 },
      },
      top: [],
    });
    expect(heatmap).toHaveLength(168);
  });

  it('S1.13 S1.14 S1.15 peak hours and the week, without the hour that clocks skipped', () => {
    const cells = analytics.sessions.heatmap.filter(({ sessions }) => sessions > 0);
    expect(cells).toEqual([
      { weekday: 1, hour: 9, sessions: 1, occurrences: 1 },
      { weekday: 6, hour: 23, sessions: 1, occurrences: 1 },
      { weekday: 7, hour: 3, sessions: 1, occurrences: 1 },
    ]);
    expect(analytics.sessions.heatmap[6 * 24 + 2]).toEqual({ weekday: 7, hour: 2, sessions: 0, occurrences: 0 });
    expect(analytics.sessions.heatmap[2 * 24]).toMatchObject({ weekday: 3, occurrences: 0 });
    expect(Object.keys(analytics.peakHours)).toHaveLength(24);
    expect(Object.entries(analytics.peakHours).filter(([, n]) => n > 0)).toEqual([
      ['3', 1],
      ['9', 1],
      ['23', 1],
    ]);
  });

  it('S1.05 S1.07 S1.08 tokens: the total is of the range, the average of whole sessions', () => {
    expect(analytics.tokens).toEqual({
      total: tokens(140, 140, 800, 100),
      avgPerSession: { input: 340 / 3, output: 50 },
      byModel: { opus: OPUS.tokens, haiku: HAIKU.tokens, mystery: MYSTERY.tokens },
      cacheHitRate: 800 / 1040,
    });
  });

  it('S1.06 S1.07 cost', () => {
    const { distribution, ...rest } = analytics.cost;
    expect(rest).toEqual({
      usd: 0.001500001,
      nanoUsd: '1500001',
      unpricedRequests: 1,
      unpricedTokens: 100,
      totalUsd: 0.001500001,
      byModel: { opus: OPUS, haiku: HAIKU, mystery: MYSTERY },
    });
    expect(Object.keys(rest.byModel)).toEqual(['opus', 'haiku', 'mystery']);
    expect(distribution).toMatchObject({ n: 2, unpriced: 1, meanUsd: 0.001000001, p50Usd: 0.001000001 });
  });

  it('S1.09 S1.10 S1.12 tools', () => {
    const none = { succeeded: 0, failed: 0, timedOut: 0, deniedByUser: 0, deniedByRule: 0, cancelled: 0, pending: 0 };
    expect(analytics.tools).toEqual({
      usage: { Bash: 3, Read: 1 },
      failures: { Bash: 1, Read: 0 },
      approvalRate: { Bash: 2 / 3, Read: 1 },
      byTool: {
        Bash: {
          ...none,
          calls: 3,
          succeeded: 1,
          failed: 1,
          deniedByUser: 1,
          failureRate: rate(1, 2),
          approval: { ...rate(2, 3), basis: 'upper-bound', sources: ['transcript'] },
          approvals: [
            { approval: 'denied', source: 'transcript', calls: 1 },
            { approval: 'unknown', source: '', calls: 2 },
          ],
        },
        Read: {
          ...none,
          calls: 1,
          succeeded: 1,
          failureRate: rate(0, 1),
          approval: { ...rate(1, 1), basis: 'upper-bound', sources: [] },
          approvals: [{ approval: 'unknown', source: '', calls: 1 }],
        },
      },
    });
  });

  it('S1.01 S1.05 S1.11 series', () => {
    const day = (key: string) => ({ start: key, end: key, partial: false, sessions: 1, toolCalls: 0, toolFailures: 0 });
    expect(analytics.series).toEqual([
      { ...day('2026-03-07'), requests: 0, tokens: tokens(0, 0), cost: cost(0), byModel: {} },
      {
        ...day('2026-03-08'),
        toolCalls: 3,
        toolFailures: 1,
        requests: 2,
        tokens: tokens(110, 70, 800, 100),
        cost: cost(1_500_001),
        byModel: { opus: OPUS, haiku: HAIKU },
      },
      { ...day('2026-03-09'), toolCalls: 1, ...MYSTERY, byModel: { mystery: MYSTERY } },
    ]);
  });

  it('coverage', () => {
    expect(analytics.coverage).toEqual({
      requests: 3,
      unpricedRequests: 1,
      unpricedTokens: 100,
      partialRequests: 1,
      partialShare: 1 / 3,
      unpriced: [{ model: 'mystery', requests: 1, tokens: 100 }],
      assumed: { requests: 0, usd: 0 },
      basis: {
        recorded: { requests: 0, usd: 0 },
        'list-price': { requests: 2, usd: 0.001500001 },
        subscription: { requests: 0, usd: 0 },
        unpriced: { requests: 1, usd: 0 },
      },
      excluded: { sessions: 0, requests: 0, costUsd: 0, reason: null },
      dataFrom: '2026-03-08T05:10:00.000Z',
      dataTo: '2026-03-10T12:00:00.000Z',
      sealedBefore: null,
      lateSealed: 0,
      unavailable: {},
    });
  });

  it('S4 hide failed: left out of every figure, and reported', () => {
    const hidden = answer(true);
    expect(hidden.sessions).toMatchObject({ total: 2, failed: 0, completionRate: null });
    expect(hidden.tools.usage).toEqual({ Bash: 2, Read: 1 });
    expect(hidden.requests.total).toBe(2);
    expect(hidden.coverage.excluded).toEqual({ sessions: 1, requests: 1, costUsd: 1e-9, reason: 'failed' });
  });

  it('S1.16 survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(analytics))).toEqual(analytics);
  });
});
