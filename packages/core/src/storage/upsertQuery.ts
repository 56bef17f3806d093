import type { CompiledQuery, Kysely } from 'kysely';

import type { Schema } from './Schema.ts';

/** Statement that inserts a row, or replaces it. Its parameters are the row's values, in the order of `columns`. */
export function upsertQuery(
  db: Kysely<Schema>,
  table: keyof Schema,
  columns: readonly string[],
  keys: number,
): CompiledQuery {
  const row = Object.fromEntries(columns.map((column) => [column, 0]));
  const insert = db.insertInto(table).values(row as never);
  const replaced = columns.slice(keys);
  return insert
    .onConflict((c) => {
      const conflict = c.columns(columns.slice(0, keys) as never);
      if (replaced.length === 0) return conflict.doNothing();
      return conflict.doUpdateSet(
        (eb) => Object.fromEntries(replaced.map((name) => [name, eb.ref(`excluded.${name}` as never)])) as never,
      );
    })
    .compile();
}
