import { type CompiledQuery, type Kysely, sql } from 'kysely';

import type { RowUpsert } from '../EngineTraits.ts';
import type { Schema } from '../Schema.ts';

const times = (count: number, text: string): string => Array.from({ length: count }, () => text).join(', ');

/**
 * Statement that inserts rows, or replaces them. Its parameters are the rows' values, one row after the other, in the order of `columns`.
 *
 * @param count how many rows
 */
export function upsertQuery(
  db: Kysely<Schema>,
  { table, columns, keys }: Omit<RowUpsert, 'rows'>,
  count: number,
): CompiledQuery {
  const ids = (names: readonly string[]) => sql.join(names.map((name) => sql.id(name)));
  const replaced = columns.slice(keys).map((name) => sql`${sql.id(name)} = ${sql.id('excluded', name)}`);
  const action = replaced.length === 0 ? sql`do nothing` : sql`do update set ${sql.join(replaced)}`;
  const values = sql.raw(times(count, `(${times(columns.length, '?')})`));
  return sql`insert into ${sql.table(table)} (${ids(columns)}) values ${values}
    on conflict (${ids(columns.slice(0, keys))}) ${action}`.compile(db);
}
