/** A prepared statement of a SQLite driver, as far as a store needs it. */
export interface SqliteStatement {
  all(...parameters: never[]): unknown[];
  run(...parameters: never[]): { changes: number | bigint; lastInsertRowid: number | bigint };
}

/**
 * An open SQLite database: `DatabaseSync` of node:sqlite and `Database` of better-sqlite3 both are one. It belongs to the store
 * from then on: nothing else may have a transaction open on it.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
  /** Whether the path it was opened by still leads to its file. Absent where nobody can tell. */
  isInPlace?(): boolean;
}
