import type { SqliteDatabase, SqliteStatement } from './SqliteDatabase.ts';

/** A prepared statement that gives rows as records, also on a connection that was opened to give lists. */
export function recordStatement(database: SqliteDatabase, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  statement.setReturnArrays?.(false);
  return statement;
}
