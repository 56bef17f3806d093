import type { RollupBucket, RollupMeasures, RollupRow, ZoneSegment } from '../model/Rollup.ts';
import type { AnalyticsRows } from './analyticsQueries.ts';
import { dayStartMs } from './dayStartMs.ts';
import { localDay } from './localDay.ts';
import { type LocalDay, localDays } from './localDays.ts';
import { recordedDayStartMs } from './recordedDayStartMs.ts';
import { requestMeasures } from './requestMeasures.ts';
import { bucketOf } from './rollup.ts';
import { sessionMeasures } from './sessionMeasures.ts';
import type { SessionOptions, SessionRequest, UsageSession } from './UsageSession.ts';
import { zoneSegments } from './zoneSegments.ts';

/** Plain sessions in the form in which a store answers: one row per fact, which the figures sum like any others. */
export interface SessionRows {
  segments: ZoneSegment[];
  days: LocalDay[];
  /** The sessions that started in the range. */
  cohort: UsageSession[];
  rows: Pick<AnalyticsRows, 'usage' | 'usageByProject' | 'tools' | 'sessions' | 'sessionsByProject' | 'sessionsByHour'>;
}

/** The local days that hold every session's start, requests and calls, whole but for one that 1990 begins in; empty without sessions. */
function extentOf(sessions: readonly UsageSession[], timeZone: string): { startMs: number; endMs: number } {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (const { startedAtMs, requests, toolCalls } of sessions) {
    for (const atMs of [startedAtMs, ...requests.map((r) => r.atMs), ...toolCalls.map((t) => t.atMs)]) {
      firstMs = Math.min(firstMs, atMs);
      lastMs = Math.max(lastMs, atMs);
    }
  }
  if (firstMs > lastMs) return { startMs: 0, endMs: 0 };
  return {
    startMs: recordedDayStartMs(localDay(firstMs, timeZone), timeZone),
    endMs: dayStartMs(localDay(lastMs, timeZone) + 1, timeZone),
  };
}

/**
 * Facts of plain sessions as rows.
 *
 * @throws `invalid_time_zone`, `zone_off_grid`
 * @example
 * sessionRows([], {}).days // => []
 */
export function sessionRows(
  sessions: readonly UsageSession[],
  { timeZone = 'UTC', range = extentOf(sessions, timeZone) }: SessionOptions,
): SessionRows {
  const segments = range.startMs < range.endMs ? zoneSegments(range, timeZone) : [];
  type Fact = [atMs: number, key: string[], measures: RollupMeasures];
  const rowsOf = (facts: readonly Fact[], bucket: RollupBucket): RollupRow[] =>
    facts.flatMap(([atMs, key, measures]) => {
      const segment = segments.find(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
      return segment ? [{ bucket: bucketOf(atMs, segment.offsetSlots, bucket), key, measures }] : [];
    });
  const starts = sessions.map((session) => ({ session, measures: sessionMeasures(session) }));
  const startFacts = (keyOf: (session: UsageSession) => string[]): Fact[] =>
    starts.map(({ session, measures }) => [session.startedAtMs, keyOf(session), measures]);
  const requestFacts = (keyOf: (request: SessionRequest, session: UsageSession) => string[]): Fact[] =>
    sessions.flatMap((session) => session.requests.map((r): Fact => [r.atMs, keyOf(r, session), requestMeasures(r)]));
  const callFacts = sessions.flatMap(({ toolCalls }) =>
    toolCalls.map((t): Fact => [
      t.atMs,
      [t.tool, t.outcome, t.approval, t.approvalSource],
      { calls: BigInt(t.callCount) },
    ]),
  );
  return {
    segments,
    days: localDays(range, timeZone),
    cohort: sessions.filter(({ startedAtMs }) => startedAtMs >= range.startMs && startedAtMs < range.endMs),
    rows: {
      usage: rowsOf(
        requestFacts((r) => [r.model, r.cost.basis, r.quality]),
        'day',
      ),
      usageByProject: rowsOf(
        requestFacts((_, session) => [session.project]),
        'total',
      ),
      tools: rowsOf(callFacts, 'total'),
      sessions: rowsOf(
        startFacts((session) => [session.status]),
        'day',
      ),
      sessionsByProject: rowsOf(
        startFacts((session) => [session.project]),
        'total',
      ),
      sessionsByHour: rowsOf(
        startFacts(() => []),
        'weekHour',
      ),
    },
  };
}
