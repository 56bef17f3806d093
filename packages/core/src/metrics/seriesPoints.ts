import { UsageError } from '../errors.ts';
import type { GroupBy } from '../model/DateRange.ts';
import type { RollupMeasures, RollupRow } from '../model/Rollup.ts';
import type { SeriesPoint } from '../model/UsageAnalytics.ts';
import type { AnalyticsRows } from './analyticsQueries.ts';
import { dayStartMs } from './dayStartMs.ts';
import { groupedBy } from './groupedBy.ts';
import type { LocalDay } from './localDays.ts';
import { measuresBy } from './measuresBy.ts';
import { monthStart } from './monthStart.ts';
import { safeNumber } from './safeNumber.ts';
import { splitCosts } from './splitCosts.ts';
import { tokenTotals } from './tokenTotals.ts';
import { usageFigures } from './usageFigures.ts';
import { weekStart } from './weekStart.ts';

/** What points of a series are made of. */
export interface SeriesInput {
  rows: Pick<AnalyticsRows, 'usageByDay' | 'sessions' | 'toolsByDay'>;
  days: readonly LocalDay[];
  range: { startMs: number; endMs: number };
  timeZone: string;
  groupBy: GroupBy;
  nowMs: number;
}

/** First day of a day's period, and of the one after it. */
function periodOf(day: number, groupBy: GroupBy): [start: number, next: number] {
  if (groupBy === 'week') return [weekStart(day), weekStart(day) + 7];
  if (groupBy === 'month') return [monthStart(day), monthStart(day, 1)];
  return [day, day + 1];
}

const isFailure = (row: RollupRow): boolean => row.key[0] === 'error' || row.key[0] === 'timeout';

/**
 * The time series (feature S1.01, S1.05, S1.11): every local day, week from Monday or month that has a part in the
 * range, also the empty ones. Costs of the points add up to that of the whole, and costs of the models of a point to
 * that of the point.
 *
 * @throws `unsafe_integer`
 * @throws `invalid_argument` for rows of a day outside the range
 * @example
 * seriesPoints({ rows: { usageByDay: [], sessions: [], toolsByDay: [] }, days: [], range: { startMs: 0, endMs: 0 }, timeZone: 'UTC', groupBy: 'day', nowMs: 0 }) // => []
 */
export function seriesPoints({ rows, days, range, timeZone, groupBy, nowMs }: SeriesInput): SeriesPoint[] {
  const periods = groupedBy(days, ({ number }) => periodOf(number, groupBy)[0]);
  const starts = new Map(days.map(({ number }) => [number, periodOf(number, groupBy)[0]]));
  const startOf = (row: RollupRow): number => {
    const start = starts.get(row.bucket);
    if (start !== undefined) return start;
    throw new UsageError('invalid_argument', `There are rows of day ${row.bucket}, which is not in the range`);
  };
  const usage = measuresBy(rows.usageByDay, startOf);
  const usageRows = groupedBy(rows.usageByDay, startOf);
  const sessions = measuresBy(rows.sessions, startOf);
  const calls = measuresBy(rows.toolsByDay, startOf);
  const failures = measuresBy(rows.toolsByDay.filter(isFailure), startOf);
  const sums = [...periods.keys()].map((start): RollupMeasures => usage.get(start) ?? {});
  const costs = splitCosts(sums);
  return [...periods].map(([start, own], i) => {
    const measures = sums[i] ?? {};
    const [cost] = costs.slice(i, i + 1) as [(typeof costs)[number]];
    const byModel = measuresBy(usageRows.get(start) ?? [], (row) => row.key[0] ?? '');
    const endMs = dayStartMs(periodOf(start, groupBy)[1], timeZone);
    return {
      start: own[0]?.day ?? '',
      end: own.at(-1)?.day ?? '',
      partial: dayStartMs(start, timeZone) < range.startMs || endMs > range.endMs || endMs > nowMs,
      requests: safeNumber(measures.requests ?? 0n),
      tokens: tokenTotals(measures),
      cost,
      sessions: safeNumber(sessions.get(start)?.sessions ?? 0n),
      toolCalls: safeNumber(calls.get(start)?.calls ?? 0n),
      toolFailures: safeNumber(failures.get(start)?.calls ?? 0n),
      byModel: usageFigures(byModel, cost.nanoUsd === null ? undefined : BigInt(cost.nanoUsd)),
    };
  });
}
