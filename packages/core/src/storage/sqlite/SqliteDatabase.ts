/** A prepared statement of a SQLite driver, as far as a store needs it. */
export interface SqliteStatement {
  all(...parameters: never[]): unknown[];
  run(...parameters: never[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  /** Rows as lists of values, as node:sqlite is told to give them. */
  setReturnArrays?(enabled: boolean): unknown;
  /** The same of better-sqlite3 and libsql. */
  raw?(enabled: boolean): unknown;
  /** The same of bun:sqlite. */
  values?(...parameters: never[]): unknown[];
}

/**
 * An open SQLite database: `DatabaseSync` of node:sqlite is one, and so is `Database` of better-sqlite3, libsql and bun:sqlite. It belongs to the store
 * from then on: nothing else may have a transaction open on it.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
  /** Whether the path it was opened by still leads to its file. Absent where nobody can tell. */
  isInPlace?(): boolean;
}
