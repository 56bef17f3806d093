import { type Kysely, sql } from 'kysely';

import { UsageError } from '../errors.ts';
import type { EngineName, EngineTraits, RowUpsert } from './EngineTraits.ts';
import { instanceError } from './instanceError.ts';
import { allRows } from './allRows.ts';
import { rowValues } from './rowValues.ts';
import type { Schema } from './Schema.ts';
import { postgresTraits } from './postgres/postgresTraits.ts';
import { isBusy } from './sqlite/sqliteDialect.ts';
import { sqliteTraits } from './sqlite/sqliteTraits.ts';

/** SQLite's own limit, from 3.32 on: https://www.sqlite.org/limits.html#max_variable_number */
const MAX_PARAMETERS = 32_766;
const MAX_ROWS = 400;

const times = (count: number, text: string): string => Array.from({ length: count }, () => text).join(', ');

/**
 * Many rows in the values of one statement. A stock driver prepares every statement anew, and that takes as long as running it: so a column that has one
 * value in all rows of a statement, as many have, is given once.
 */
async function upsert(db: Kysely<Schema>, { table, columns, keys, rows: all }: RowUpsert): Promise<void> {
  const rows = allRows(all);
  const names = sql.join(columns.map((column) => sql.id(column)));
  const conflict = sql.join(columns.slice(0, keys).map((column) => sql.id(column)));
  const replaced = columns.slice(keys).map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`);
  const action = replaced.length === 0 ? sql`do nothing` : sql`do update set ${sql.join(replaced)}`;
  const perStatement = Math.min(MAX_ROWS, Math.floor(MAX_PARAMETERS / columns.length));
  for (let from = 0; from < rows.length; from += perStatement) {
    const part = rows.slice(from, from + perStatement);
    const first = part[0] ?? [];
    // The last column of the key stays, so that there is always one.
    const varies = columns.map((_, i) => i === keys - 1 || part.some((row) => row[i] !== first[i]));
    const varying = columns.map((_, i) => i).filter((i) => varies[i]);
    const place = new Map(varying.map((column, i) => [column, `column${i + 1}`]));
    const selected = columns.map((_, i) => place.get(i) ?? '?').join(', ');
    const values = times(part.length, `(${times(varying.length, '?')})`);
    // 'where true' tells the conflict clause from that of a join: https://www.sqlite.org/lang_upsert.html#parsing_ambiguity
    const query = sql`
      insert into ${sql.table(table)} (${names}) select ${sql.raw(selected)} from (values ${sql.raw(values)}) where true
      on conflict (${conflict}) ${action}`.compile(db);
    const parameters = first.filter((_, i) => !varies[i]);
    for (const row of part) for (const i of varying) parameters.push(row[i]);
    await db.executeQuery({ ...query, parameters });
  }
}

/** Of an instance that is somebody else's to end. */
const ofHost = (traits: EngineTraits): EngineTraits => ({
  ...traits,
  storeError: (error) => traits.storeError(instanceError(error)),
});

const STOCK: Readonly<Record<EngineName, EngineTraits>> = {
  sqlite: ofHost({
    ...sqliteTraits,
    upsert,
    values: rowValues,
    rowsAtOnce: 0,
    // While another connection writes, a stock driver waits by itself, and then gives up.
    isConflict: isBusy,
    snapshot: (db, read) => db.transaction().execute(read),
  }),
  postgres: ofHost(postgresTraits),
};

/** In a transaction of the host, which cannot do again what others came in the way of: a snapshot stays what it was when it began. */
export const inHostTransaction = (traits: EngineTraits): EngineTraits => ({
  ...traits,
  storeError: (error) =>
    traits.isConflict(error)
      ? new UsageError(
          'store_locked',
          'other writers came in the way of your transaction, in which it cannot be tried again: roll it back, begin it anew, and write again in it',
          { cause: error },
        )
      : traits.storeError(error),
});

/**
 * What a host's own dialect of an engine can do.
 *
 * @throws UsageError `invalid_argument` for an engine nobody knows
 */
export function stockTraits(engine: EngineName): EngineTraits {
  if (Object.hasOwn(STOCK, engine)) return STOCK[engine];
  throw new UsageError('invalid_argument', `'${String(engine)}' is no engine: 'sqlite' or 'postgres'`);
}
