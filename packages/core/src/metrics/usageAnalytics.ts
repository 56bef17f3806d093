import type { CostPrices } from '../model/CostMode.ts';
import type { DateRange, GroupBy } from '../model/DateRange.ts';
import type { ClockThresholds } from '../model/SessionClock.ts';
import type { SessionSummary } from '../model/SessionSummary.ts';
import type { Coverage, UsageAnalytics } from '../model/UsageAnalytics.ts';
import type { AnalyticsRows } from './analyticsQueries.ts';
import type { SessionDistribution } from '../model/CountedValue.ts';
import { costDistribution } from './costDistribution.ts';
import { coverageOf, type DataExtent } from './coverageOf.ts';
import { liveCounts } from './liveCounts.ts';
import { liveSession } from './liveSession.ts';
import { localDays } from './localDays.ts';
import { measuresBy } from './measuresBy.ts';
import { peakHours } from './peakHours.ts';
import type { ResolvedRange } from './resolveDateRange.ts';
import { seriesPoints } from './seriesPoints.ts';
import { sessionFigures } from './sessionFigures.ts';
import { splitCosts } from './splitCosts.ts';
import { tokenFigures } from './tokenFigures.ts';
import { toolFigures } from './toolFigures.ts';
import { totalMeasures } from './totalMeasures.ts';
import { usageFigures } from './usageFigures.ts';
import { zoneSegments } from './zoneSegments.ts';

/** A range, and what a store answered of it. */
export interface UsageAnalyticsInput {
  /** The range as it was asked for. */
  dateRange: DateRange;
  /** What it means, see `resolveDateRange`. */
  range: ResolvedRange;
  timeZone: string;
  groupBy: GroupBy;
  nowMs: number;
  /** Answers to `analyticsQueries`. */
  rows: AnalyticsRows;
  /** Life-time cost in nano-USD of each session that started in the range; `null` = no price. */
  costs: SessionDistribution;
  /** Dearest sessions that started in the range. */
  top: readonly SessionSummary[];
  /** Last sign of life, ms, of each running session that started in the range. */
  runningLastMs: readonly number[];
  /** After how long a silence a running session is idle, or stalled. */
  clock?: ClockThresholds;
  extent: DataExtent;
  /** What the filter cannot narrow, see `unavailableFamilies`; its rows are absent. */
  unavailable?: Coverage['unavailable'];
  /** Prices of the amounts in the rows of usage, where they are not those billed. */
  prices?: CostPrices;
}

/**
 * Everything that is shown of one range (feature S1.16), from the rows of a store. It composes the figures of the other
 * functions here and defines none itself.
 *
 * @throws `unsafe_integer`, `zone_off_grid`, `invalid_time_zone`
 * @example
 * const range = resolveDateRange('7d', { timeZone: 'UTC', nowMs: 1.75e12 });
 * const asked = { dateRange: '7d', range, timeZone: 'UTC', groupBy: 'day', nowMs: 1.75e12 };
 * const rows = Object.fromEntries(Object.keys(analyticsQueries([], {})).map((name) => [name, []]));
 * usageAnalytics({ ...asked, rows, costs: { values: [], approximate: false }, top: [], runningLastMs: [], extent: { firstMs: null, lastMs: null } }).series.length // => 7
 */
export function usageAnalytics(input: UsageAnalyticsInput): UsageAnalytics {
  const { dateRange, range, timeZone, groupBy, nowMs, rows, costs, runningLastMs, clock = {}, extent } = input;
  const days = localDays(range, timeZone);
  const segments = zoneSegments(range, timeZone);
  const coverage = {
    ...coverageOf(rows, extent, input.unavailable),
    ...(input.prices && { prices: input.prices }),
  };
  const top = input.top.map((session) => liveSession(session, nowMs, clock));
  const live = liveCounts(runningLastMs, nowMs, clock);
  const [known] = splitCosts([totalMeasures(rows.usage)]) as [UsageAnalytics['series'][number]['cost']];
  // The cost of nothing is 0; that of something unknown is not.
  const cost = coverage.unavailable.usage ? { ...known, usd: null, nanoUsd: null } : known;
  return {
    dateRange,
    sessions: sessionFigures({ rows, days, segments, top, live, hideFailed: coverage.excluded.reason !== null }),
    tokens: tokenFigures(rows),
    tools: toolFigures(rows.tools),
    peakHours: peakHours(rows.sessionsByHour),
    period: {
      start: new Date(range.startMs).toISOString(),
      end: new Date(range.endMs).toISOString(),
      firstDay: range.firstDay,
      lastDay: range.lastDay,
      days: days.length,
      timeZone,
      groupBy,
    },
    requests: { total: coverage.requests },
    cost: {
      ...cost,
      totalUsd: cost.usd ?? 0,
      byModel: usageFigures(measuresBy(rows.usage, (row) => row.key[0] ?? '')),
      distribution: costDistribution(costs, totalMeasures(rows.sessions).costPico),
    },
    series: seriesPoints({ rows, days, range, timeZone, groupBy, nowMs }),
    coverage,
  };
}
