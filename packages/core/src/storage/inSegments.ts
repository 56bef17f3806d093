import { type RawBuilder, sql, type SqlBool } from 'kysely';

import type { ZoneSegment } from '../model/Rollup.ts';

/** Stretches of time that segments cover, those that touch as one. Half-open, ascending like the segments. */
function stretchesOf(segments: readonly ZoneSegment[]): { startMs: number; endMs: number }[] {
  const stretches: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of segments) {
    const last = stretches.at(-1);
    if (last?.endMs === startMs) last.endMs = endMs;
    else stretches.push({ startMs, endMs });
  }
  return stretches;
}

/** Condition that a column of times, such as `s.started_ms`, lies in the segments: not between them. */
export function inSegments(column: string, segments: readonly ZoneSegment[]): RawBuilder<SqlBool> {
  const stretches = stretchesOf(segments);
  if (stretches.length === 0) return sql<SqlBool>`1 = 0`;
  const at = sql.raw(column);
  const within = stretches.map(({ startMs, endMs }) => sql`(${at} >= ${startMs} and ${at} < ${endMs})`);
  return sql<SqlBool>`(${sql.join(within, sql` or `)})`;
}
