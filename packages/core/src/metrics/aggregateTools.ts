import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { sessionRows } from './sessionRows.ts';
import { toolFigures } from './toolFigures.ts';
import type { SessionOptions, UsageSession } from './UsageSession.ts';

/**
 * The `tools` part of `UsageAnalytics` of plain sessions (feature S1.17).
 *
 * @throws `invalid_time_zone`, `zone_off_grid`, `unsafe_integer`
 * @example
 * Object.keys(aggregateTools([]).usage) // => []
 */
export function aggregateTools(
  sessions: readonly UsageSession[],
  options: SessionOptions = {},
): UsageAnalytics['tools'] {
  return toolFigures(sessionRows(sessions, options).rows.tools);
}
