import { UsageError } from '../errors.ts';
import type { ClockThresholds, LiveState, SessionClock } from '../model/SessionClock.ts';
import { MINUTE_MS } from '../model/timeSlot.ts';
import type { UsageSession } from './UsageSession.ts';

const IDLE_AFTER_MS = 5 * MINUTE_MS;
const STALLED_AFTER_MS = 60 * MINUTE_MS;

/** What a clock needs of a session; every `UsageSession` is one. */
export type TimedSession = Pick<UsageSession, 'status' | 'startedAtMs' | 'lastAtMs' | 'engagedMs' | 'apiMs'>;

/**
 * Checks thresholds and fills in those that are absent.
 *
 * @throws `invalid_argument` unless 0 ≤ idle ≤ stalled; `Infinity` = never
 * @example
 * clockThresholds({}) // => { idleAfterMs: 300_000, stalledAfterMs: 3_600_000 }
 */
export function clockThresholds(thresholds: ClockThresholds): Required<ClockThresholds> {
  const { stalledAfterMs = STALLED_AFTER_MS } = thresholds;
  const { idleAfterMs = Math.min(IDLE_AFTER_MS, stalledAfterMs) } = thresholds;
  const areNumbers = typeof idleAfterMs === 'number' && typeof stalledAfterMs === 'number';
  if (!areNumbers || !(idleAfterMs >= 0 && stalledAfterMs >= idleAfterMs)) {
    throw new UsageError('invalid_argument', 'a session is idle after 0 ms or more, and not stalled before it is idle');
  }
  return { idleAfterMs, stalledAfterMs };
}

/**
 * What a running session is called after a silence: exactly at a threshold the later word.
 *
 * @param lastAtMs its last sign of life
 * @example
 * liveState(0, 299_999) // => 'running'
 * liveState(0, 300_000) // => 'idle'
 * liveState(0, 3_600_000) // => 'stalled'
 */
export function liveState(lastAtMs: number, nowMs: number, thresholds: ClockThresholds = {}): LiveState {
  const { idleAfterMs, stalledAfterMs } = clockThresholds(thresholds);
  const silentMs = Math.max(0, nowMs - lastAtMs);
  return silentMs >= stalledAfterMs ? 'stalled' : silentMs >= idleAfterMs ? 'idle' : 'running';
}

/**
 * A session's times, and how it stands (feature B14). `idle` and `stalled` are said of sessions of status `running` only, from their last sign of life and
 * the present; they are never stored. A transcript that ends in the middle is `incomplete`: whether somebody still works on it is not in the file.
 *
 * @param nowMs the present
 * @throws `invalid_argument` for thresholds that are none
 * @example
 * sessionClock({ status: 'running', startedAtMs: 0, lastAtMs: 60_000, engagedMs: 40_000 }, 90_000) // => { state: 'running', wallMs: 60_000, engagedMs: 40_000, apiMs: null, silentMs: 30_000 }
 * sessionClock({ status: 'failed', startedAtMs: 0, lastAtMs: 60_000 }, 9e9).silentMs // => null
 */
export function sessionClock(session: TimedSession, nowMs: number, thresholds: ClockThresholds = {}): SessionClock {
  const { status, startedAtMs, lastAtMs, engagedMs = 0, apiMs = null } = session;
  const isLive = status === 'running';
  return {
    state: isLive ? liveState(lastAtMs, nowMs, thresholds) : status,
    wallMs: Math.max(0, lastAtMs - startedAtMs),
    engagedMs,
    apiMs,
    silentMs: isLive ? Math.max(0, nowMs - lastAtMs) : null,
  };
}
