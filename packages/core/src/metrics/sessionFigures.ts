import type { RollupRow, ZoneSegment } from '../model/Rollup.ts';
import type { SessionStatus } from '../model/SessionRecord.ts';
import type { LiveSession } from '../model/SessionSummary.ts';
import { MINUTE_MS } from '../model/timeSlot.ts';
import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import type { AnalyticsRows } from './analyticsQueries.ts';
import { dataRecord } from './dataRecord.ts';
import { heatmap } from './heatmap.ts';
import type { LocalDay } from './localDays.ts';
import { measuresBy } from './measuresBy.ts';
import { projectFigures } from './projectFigures.ts';
import { rate } from './rate.ts';
import { safeNumber } from './safeNumber.ts';
import { totalMeasures } from './totalMeasures.ts';

/** What is known of the sessions of a range. */
export interface SessionFiguresInput {
  rows: Pick<AnalyticsRows, 'sessions' | 'sessionsByProject' | 'sessionsByHour' | 'usageByProject'>;
  /** The range, as days and as segments. */
  days: readonly LocalDay[];
  segments: readonly ZoneSegment[];
  top: readonly LiveSession[];
  /** The running sessions by their silence, see `liveCounts`. */
  live: UsageAnalytics['sessions']['live'];
  /** Failed sessions are left out: then there is no completion rate, which would always be 1. */
  hideFailed?: boolean;
}

const statusOf = (row: RollupRow): string => row.key[0] ?? '';

/**
 * What is said of the sessions that started in a range (feature S1.01–S1.04, S1.15). Durations are means over the
 * sessions that are not running.
 *
 * @throws `unsafe_integer`
 * @example
 * sessionFigures({ rows: { sessions: [], sessionsByProject: [], sessionsByHour: [], usageByProject: [] }, days: [], segments: [], top: [], live: liveCounts([], 0) }).total // => 0
 */
export function sessionFigures(input: SessionFiguresInput): UsageAnalytics['sessions'] {
  const { rows, days, segments, top, live, hideFailed = false } = input;
  const byStatus = measuresBy(rows.sessions, statusOf);
  const byDay = measuresBy(rows.sessions, (row) => row.bucket);
  const count = (status: SessionStatus): number => safeNumber(byStatus.get(status)?.sessions ?? 0n);
  const ended = totalMeasures(rows.sessions.filter((row) => statusOf(row) !== 'running'));
  const durationN = safeNumber(ended.durationN ?? 0n);
  const meanMinutes = (sumMs = 0n): number => (durationN === 0 ? 0 : safeNumber(sumMs) / durationN / MINUTE_MS);
  const [completed, failed] = [count('completed'), count('failed')];
  return {
    total: safeNumber(totalMeasures(rows.sessions).sessions ?? 0n),
    completed,
    failed,
    avgDurationMinutes: meanMinutes(ended.durationMs),
    byDay: dataRecord(days.map(({ day, number }) => [day, safeNumber(byDay.get(number)?.sessions ?? 0n)])),
    running: count('running'),
    live,
    blocked: count('blocked'),
    interrupted: count('interrupted'),
    incomplete: count('incomplete'),
    completionRate: hideFailed ? null : rate(completed, completed + failed),
    durationN,
    avgEngagedMinutes: meanMinutes(ended.engagedMs),
    byProject: projectFigures(rows.usageByProject, rows.sessionsByProject),
    heatmap: heatmap(rows.sessionsByHour, segments),
    top: top.slice(0, 10),
  };
}
