import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { sessionRows } from './sessionRows.ts';
import { tokenFigures } from './tokenFigures.ts';
import type { SessionOptions, UsageSession } from './UsageSession.ts';

/**
 * The `tokens` part of `UsageAnalytics` of plain sessions (feature S1.17).
 *
 * @throws `invalid_time_zone`, `zone_off_grid`, `unsafe_integer`
 * @example
 * aggregateTokens([]).cacheHitRate // => 0
 */
export function aggregateTokens(
  sessions: readonly UsageSession[],
  options: SessionOptions = {},
): UsageAnalytics['tokens'] {
  return tokenFigures(sessionRows(sessions, options).rows);
}
