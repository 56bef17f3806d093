import type { Kysely } from 'kysely';

import type { EngineName, EngineTraits, RowUpsert } from './EngineTraits.ts';
import { rowValues } from './rowValues.ts';
import type { Schema } from './Schema.ts';
import { postgresTraits } from './postgres/postgresTraits.ts';
import { isBusy } from './sqlite/sqliteDialect.ts';
import { sqliteTraits } from './sqlite/sqliteTraits.ts';
import { upsertQuery } from './upsertQuery.ts';

/** SQLite's own limit, from 3.32 on: https://www.sqlite.org/limits.html#max_variable_number */
const MAX_PARAMETERS = 32_766;
const MAX_ROWS = 400;

/** Many rows in the values of one statement, compiled once for each number of rows. */
async function upsert(db: Kysely<Schema>, { table, columns, keys, rows }: RowUpsert): Promise<void> {
  const perStatement = Math.min(MAX_ROWS, Math.floor(MAX_PARAMETERS / columns.length));
  let compiled: ReturnType<typeof upsertQuery> | undefined;
  let compiledRows = 0;
  for (let from = 0; from < rows.length; from += perStatement) {
    const part = rows.slice(from, from + perStatement);
    if (part.length !== compiledRows) {
      compiled = upsertQuery(db, table, columns, keys, part.length);
      compiledRows = part.length;
    }
    if (compiled) await db.executeQuery({ ...compiled, parameters: part.flat() });
  }
}

const STOCK: Readonly<Record<EngineName, EngineTraits>> = {
  sqlite: {
    ...sqliteTraits,
    upsert,
    values: rowValues,
    // While another connection writes, a stock driver waits by itself, and then gives up.
    isConflict: isBusy,
    snapshot: (db, read) => db.transaction().execute(read),
  },
  postgres: postgresTraits,
};

/** What a host's own dialect of an engine can do; `undefined` for an engine nobody knows. */
export function stockTraits(engine: EngineName): EngineTraits | undefined {
  return Object.hasOwn(STOCK, engine) ? STOCK[engine] : undefined;
}
