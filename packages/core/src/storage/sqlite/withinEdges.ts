import { type RawBuilder, sql, type SqlBool } from 'kysely';

import { UsageError } from '../../errors.ts';

/** Stretches that a statement takes: to prepare one takes SQLite a second at so many, and four times as long at twice as many. */
const MAX_STRETCHES = 4000;

/** A search by halves, as deep as the number of edges has bits: SQLite takes expressions of a thousand levels. `count` = edges before the first of them. */
function searched(column: string, edges: readonly number[], count: number): string {
  const half = edges.length >> 1;
  const middle = edges[half];
  if (middle === undefined) return String(count % 2);
  const before = searched(column, edges.slice(0, half), count);
  const after = searched(column, edges.slice(half + 1), count + half + 1);
  return `case when ${column}<${middle} then ${before} else ${after} end`;
}

/**
 * Condition that a column's value lies in one of many stretches, by their edges.
 *
 * @param edges ascending whole numbers: from the first to the second, from the third to the fourth, … Half-open
 * @throws UsageError `invalid_argument` when they are more than a statement takes
 */
export function withinEdges(column: string, edges: readonly number[]): RawBuilder<SqlBool> {
  const stretches = edges.length / 2;
  if (stretches > MAX_STRETCHES) {
    throw new UsageError(
      'invalid_argument',
      `segments are ${stretches} stretches of time apart from each other: on SQLite sessions are asked for by ${MAX_STRETCHES} at most`,
    );
  }
  return sql<SqlBool>`${sql.raw(searched(column, edges, 0))} = 1`;
}
