import { hash63 } from '../model/hash63.ts';
import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { isPriced } from './isPriced.ts';
import { liveCounts } from './liveCounts.ts';
import { liveSession } from './liveSession.ts';
import { ledgerKey } from './Ledger.ts';
import { sessionFigures } from './sessionFigures.ts';
import { sessionMeasures } from './sessionMeasures.ts';
import { sessionRows } from './sessionRows.ts';
import { sessionSummary } from './sessionSummary.ts';
import type { SessionOptions, UsageSession } from './UsageSession.ts';

/** Dearest first, those without a price last; ties by the key by which stores break them. */
function dearestFirst(sessions: readonly UsageSession[]): UsageSession[] {
  const ranked = sessions.map((session) => {
    const { costPico = 0n } = sessionMeasures(session);
    const cost = isPriced(session) ? costPico : -1n;
    return { session, cost, key: hash63(ledgerKey(session.source ?? '', session.id)) };
  });
  const descending = (a: bigint, b: bigint): number => (a === b ? 0 : a > b ? -1 : 1);
  return ranked
    .toSorted((a, b) => descending(a.cost, b.cost) || descending(a.key, b.key))
    .map(({ session }) => session);
}

/**
 * The `sessions` part of `UsageAnalytics` of plain sessions (feature S1.17), by the rules by which a store's rows are
 * summed.
 *
 * @throws `invalid_time_zone`, `zone_off_grid`, `unsafe_integer`
 * @example
 * aggregateSessions([]).total // => 0
 * aggregateSessions([{ id: 'a', project: 'web', status: 'completed', startedAtMs: 1.75e12, lastAtMs: 1.75e12 + 90_000, requests: [], toolCalls: [] }]).avgDurationMinutes // => 1.5
 */
export function aggregateSessions(
  sessions: readonly UsageSession[],
  options: SessionOptions = {},
): UsageAnalytics['sessions'] {
  const { cohort, ...figures } = sessionRows(sessions, options);
  const latestMs = sessions.reduce((ms, session) => Math.max(ms, session.lastAtMs), 0);
  const { nowMs = latestMs, clock = {} } = options;
  const top = dearestFirst(cohort).slice(0, 10).map(sessionSummary);
  const running = cohort.filter(({ status }) => status === 'running').map(({ lastAtMs }) => lastAtMs);
  return sessionFigures({
    ...figures,
    top: top.map((session) => liveSession(session, nowMs, clock)),
    live: liveCounts(running, nowMs, clock),
  });
}
