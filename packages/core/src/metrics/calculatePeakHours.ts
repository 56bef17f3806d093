import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { peakHours } from './peakHours.ts';
import { sessionRows } from './sessionRows.ts';
import type { SessionOptions, UsageSession } from './UsageSession.ts';

/**
 * Sessions by the local hour of their start: the `peakHours` part of `UsageAnalytics` of plain sessions (feature S1.13,
 * S1.17). All 24 hours are present.
 *
 * @throws `invalid_time_zone`, `zone_off_grid`
 * @example
 * calculatePeakHours([{ id: 'a', project: '', status: 'completed', startedAtMs: Date.UTC(2026, 0, 1, 20, 30), lastAtMs: 0, requests: [], toolCalls: [] }], { timeZone: 'Asia/Kathmandu' })[2] // => 1
 */
export function calculatePeakHours(
  sessions: readonly UsageSession[],
  options: SessionOptions = {},
): UsageAnalytics['peakHours'] {
  return peakHours(sessionRows(sessions, options).rows.sessionsByHour);
}
