import { type RawBuilder, sql, type SqlBool } from 'kysely';

import type { ZoneSegment } from '../model/Rollup.ts';
import type { StoreContext } from './StoreContext.ts';

/** Up to so many stretches of time are alternatives, each of which an engine may look up by itself; among more it searches for each row. */
const MAX_ALTERNATIVES = 100;

/** Stretches of time that segments cover, those that touch as one. Half-open, ascending like the segments. */
function stretchesOf(segments: readonly ZoneSegment[]): { startMs: number; endMs: number }[] {
  const stretches: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of segments) {
    const last = stretches.at(-1);
    if (last?.endMs === startMs) last.endMs = endMs;
    else if (startMs < endMs) stretches.push({ startMs, endMs });
  }
  return stretches;
}

/**
 * Condition that a column of times, such as `s.started_ms`, lies in the segments: not between them.
 *
 * @throws UsageError `invalid_argument` when these are more separate stretches of time than the engine takes
 */
export function inSegments(
  { traits }: Pick<StoreContext, 'traits'>,
  column: string,
  segments: readonly ZoneSegment[],
): RawBuilder<SqlBool> {
  const stretches = stretchesOf(segments);
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (!first || !last) return sql<SqlBool>`1 = 0`;
  const at = sql.raw(column);
  if (stretches.length > MAX_ALTERNATIVES) {
    const edges = stretches.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    const within = traits.isWithin(column, edges);
    return sql<SqlBool>`(${at} >= ${first.startMs} and ${at} < ${last.endMs} and ${within})`;
  }
  const within = stretches.map(({ startMs, endMs }) => sql`(${at} >= ${startMs} and ${at} < ${endMs})`);
  return sql<SqlBool>`(${sql.join(within, sql` or `)})`;
}
