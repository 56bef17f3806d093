import type { ClockThresholds, LiveState } from '../model/SessionClock.ts';
import { liveState } from './sessionClock.ts';

/**
 * Running sessions by what their silence means; together they are all of them.
 *
 * @param lastAtMs last sign of life of each running session, ms
 * @throws `invalid_argument` for thresholds that are none
 * @example
 * liveCounts([0, 3_500_000, 3_590_000], 3_600_000) // => { running: 2, idle: 0, stalled: 1 }
 */
export function liveCounts(
  lastAtMs: readonly number[],
  nowMs: number,
  thresholds: ClockThresholds = {},
): Record<LiveState, number> {
  const counts = { running: 0, idle: 0, stalled: 0 };
  for (const atMs of lastAtMs) counts[liveState(atMs, nowMs, thresholds)] += 1;
  return counts;
}
