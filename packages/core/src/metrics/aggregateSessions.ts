import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { factsSummary } from './factsSummary.ts';
import { liveCounts } from './liveCounts.ts';
import { liveSession } from './liveSession.ts';
import { plainFacts } from './plainFacts.ts';
import { sessionFigures } from './sessionFigures.ts';
import { sessionRows } from './sessionRows.ts';
import { sessionsInOrder } from './sessionsInOrder.ts';
import type { SessionOptions, UsageSession } from './UsageSession.ts';

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
  const top = sessionsInOrder(cohort.map(plainFacts), 'cost', 'desc').slice(0, 10).map(factsSummary);
  const running = cohort.filter(({ status }) => status === 'running').map(({ lastAtMs }) => lastAtMs);
  return sessionFigures({
    ...figures,
    top: top.map((session) => liveSession(session, nowMs, clock)),
    live: liveCounts(running, nowMs, clock),
  });
}
