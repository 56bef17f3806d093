import type { LiveSession, UsageAnalytics } from '@usagekit/core';

/** One row of the table. */
export interface TopSession {
  session: LiveSession;
  /** Its cost against the dearest one, 0 … 1; `null` without a price. */
  length: number | null;
  tokens: number;
}

/** The dearest sessions, dearest first; those without a price come last, as they are given. */
export function topSessionsLayout({ sessions }: Pick<UsageAnalytics, 'sessions'>): TopSession[] {
  const dearest = Math.max(0, ...sessions.top.map((session) => session.costUsd ?? 0));
  return sessions.top.map((session) => ({
    session,
    length: session.costUsd === null ? null : dearest === 0 ? 0 : session.costUsd / dearest,
    tokens: session.inputTokens + session.outputTokens + session.cacheReadTokens + session.cacheWriteTokens,
  }));
}
