import type { EngineTraits } from './EngineTraits.ts';
import type { Schema } from './Schema.ts';
import type { Trx } from './StoreContext.ts';

/**
 * Writes whole rows: inserts those that are new, replaces those that are there. One statement, prepared once.
 *
 * @param columns names in the order of the values in `rows`; the first `keys` of them are the primary key
 */
export async function upsertRows(
  trx: Trx,
  traits: EngineTraits,
  table: keyof Schema,
  columns: readonly string[],
  keys: number,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const query = trx
    .insertInto(table)
    .values(Object.fromEntries(columns.map((column) => [column, 0])) as never)
    .onConflict((c) =>
      c
        .columns(columns.slice(0, keys) as never)
        .doUpdateSet(
          (eb) =>
            Object.fromEntries(columns.slice(keys).map((name) => [name, eb.ref(`excluded.${name}` as never)])) as never,
        ),
    )
    .compile();
  await traits.executeMany(trx, query, rows);
}
