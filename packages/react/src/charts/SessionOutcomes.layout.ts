import { SESSION_STATUSES, type SessionState, type UsageAnalytics } from '@usagekit/core';

/** Sessions of one state. */
export interface OutcomeRow {
  state: SessionState;
  sessions: number;
  /** Share of all sessions. */
  share: number;
  /** Against the most frequent state. */
  length: number;
}

const STATES: readonly SessionState[] = [...SESSION_STATUSES, 'idle', 'stalled'];

/**
 * Sessions by how they stand, in the order of core, each once: the running ones by their silence (B14). States that do not occur are left out, except for
 * completed and failed (S1.02).
 */
export function sessionOutcomesLayout({ sessions }: Pick<UsageAnalytics, 'sessions'>): OutcomeRow[] {
  if (sessions.total === 0) return [];
  const counts = { ...sessions, ...sessions.live };
  const most = Math.max(1, ...STATES.map((state) => counts[state]));
  return STATES.filter((state) => counts[state] > 0 || state === 'completed' || state === 'failed').map((state) => ({
    state,
    sessions: counts[state],
    share: counts[state] / sessions.total,
    length: counts[state] / most,
  }));
}
