import type { ClockThresholds } from '../model/SessionClock.ts';
import type { LiveSession, SessionSummary } from '../model/SessionSummary.ts';
import { MINUTE_MS } from '../model/timeSlot.ts';
import { sessionClock } from './sessionClock.ts';

/**
 * A stored session as a list shows it now: the caller's own, whatever becomes of it.
 *
 * @param nowMs the present
 * @throws `invalid_argument` for thresholds that are none
 * @example
 * const running = sessionSummary({ id: 'a', project: '', status: 'running', startedAtMs: 0, lastAtMs: 0, requests: [], toolCalls: [] });
 * liveSession(running, 360_000).state // => 'idle'
 * liveSession(running, 360_000).provisional // => true
 */
export function liveSession(session: SessionSummary, nowMs: number, thresholds: ClockThresholds = {}): LiveSession {
  const { status, startedAt, lastAt } = session;
  const times = { status, startedAtMs: Date.parse(startedAt), lastAtMs: Date.parse(lastAt) };
  const { state, silentMs } = sessionClock(times, nowMs, thresholds);
  return {
    ...session,
    models: [...session.models],
    ...(session.dimensions && { dimensions: { ...session.dimensions } }),
    state,
    silentMinutes: silentMs === null ? null : silentMs / MINUTE_MS,
    provisional: status === 'running',
  };
}
