import { SESSION_STATUSES, type SessionStatus, type UsageAnalytics } from '@usagekit/core';

/** Sessions of one status. */
export interface OutcomeRow {
  status: SessionStatus;
  sessions: number;
  /** Share of all sessions. */
  share: number;
  /** Against the most frequent status. */
  length: number;
}

/** Sessions by how they stand, in the order of core; those that do not occur are left out, except for completed and failed (S1.02). */
export function sessionOutcomesLayout({ sessions }: Pick<UsageAnalytics, 'sessions'>): OutcomeRow[] {
  if (sessions.total === 0) return [];
  const most = Math.max(1, ...SESSION_STATUSES.map((status) => sessions[status]));
  return SESSION_STATUSES.filter((status) => sessions[status] > 0 || status === 'completed' || status === 'failed').map(
    (status) => ({
      status,
      sessions: sessions[status],
      share: sessions[status] / sessions.total,
      length: sessions[status] / most,
    }),
  );
}
