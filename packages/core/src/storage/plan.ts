import type { RollupQuery, ZoneSegment } from '../model/Rollup.ts';

/** L0 = the ledger itself, the truth. Further levels are caches of it and give the same answer. */
export type RollupLevel = 'L0';

/** One piece of a planned query: a stretch of constant offset, and the level that answers it. */
export interface RollupPiece extends ZoneSegment {
  level: RollupLevel;
}

/**
 * Which level answers which part of a query: the one place where that is decided. Pure. Empty stretches are dropped; pieces are disjoint and
 * together cover the query's segments.
 *
 * @example
 * plan({ family: 'usage', bucket: 'day', by: [], segments: [{ startMs: 0, endMs: 900000, offsetSlots: 0 }] }).length // => 1
 */
export function plan(query: RollupQuery): RollupPiece[] {
  return query.segments.filter((s) => s.endMs > s.startMs).map((s) => ({ ...s, level: 'L0' }));
}
