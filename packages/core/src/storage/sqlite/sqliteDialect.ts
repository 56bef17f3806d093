import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';

import { UsageError } from '../../errors.ts';
import { recordStatement } from './recordStatement.ts';
import type { SqliteDatabase, SqliteStatement } from './SqliteDatabase.ts';

/** Marks a compiled query that is run many times. */
export const MANY = Symbol('many parameter rows');

/** How often, and with which parameters each time; these are used at once and not kept. */
export interface ManyRuns {
  times: number;
  parameters(time: number): readonly unknown[];
}

/** Marks a compiled query whose rows are wanted as lists of values, which are quicker made than records. */
export const ARRAYS = Symbol('rows as arrays');

const RETURNS_ROWS = /^\s*(select|with|pragma|explain)\b|\breturning\b/i;

/** One connection with its prepared statements; they are kept, because preparing is what costs. */
class SqliteConnection implements DatabaseConnection {
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  #statement(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = recordStatement(this.#database, sql);
      this.#keep(sql, statement);
    }
    return statement;
  }

  #keep(key: string, statement: SqliteStatement): void {
    if (this.#statements.size >= 200) this.#statements.clear();
    this.#statements.set(key, statement);
  }

  /** Rows as lists of values, from a statement that is kept for that alone. */
  #values(query: CompiledQuery): unknown[][] {
    const key = `values ${query.sql}`;
    const parameters = query.parameters as never[];
    let statement = this.#statements.get(key);
    if (!statement) {
      statement = this.#database.prepare(query.sql);
      if (statement.setReturnArrays) statement.setReturnArrays(true);
      else if (!statement.values) statement.raw?.(true);
      this.#keep(key, statement);
    }
    const rows = statement.values ? statement.values(...parameters) : statement.all(...parameters);
    if (rows.length === 0 || Array.isArray(rows[0])) return rows as unknown[][];
    return rows.map((row) => Object.values(row as object));
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return Promise.resolve(this.#result<R>(query));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #result<R>(query: CompiledQuery): QueryResult<R> {
    if (ARRAYS in query) return { rows: this.#values(query) as R[] };
    const statement = this.#statement(query.sql);
    if (MANY in query) {
      const { times, parameters } = query[MANY] as ManyRuns;
      for (let time = 0; time < times; time += 1) statement.run(...(parameters(time) as never[]));
      return { rows: [] };
    }
    const parameters = query.parameters as never[];
    if (RETURNS_ROWS.test(query.sql)) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  // Kysely asks for it; nothing here streams, because the driver is synchronous.
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield this.#result<R>(query);
  }
}

/** SQLITE_BUSY of either driver: https://www.sqlite.org/rescode.html#busy */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is locked|SQLITE_BUSY/i.test(error.message);
}

/** Hands out the one connection to one user at a time, so that a transaction never holds another's statements. */
class SqliteDriver implements Driver {
  readonly #database: SqliteDatabase;
  readonly #connection: SqliteConnection;
  readonly #lockTimeoutMs: number;
  #turn: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  constructor(database: SqliteDatabase, lockTimeoutMs: number) {
    this.#database = database;
    this.#lockTimeoutMs = lockTimeoutMs;
    this.#connection = new SqliteConnection(database);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#turn;
    let release = (): void => {};
    this.#turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }

  releaseConnection(): Promise<void> {
    this.#release();
    return Promise.resolve();
  }

  /**
   * A write transaction takes the write lock at once: one that reads first and writes later could fail in the middle. While another connection holds
   * the lock it waits without blocking the process, so that two stores in one process can take turns.
   */
  async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // Without its name a file takes writes as before, and they are gone with the process.
    if (this.#database.isInPlace?.() === false) {
      throw new UsageError(
        'store_unavailable',
        'the database file was moved or removed while it was open: nothing was written; open it again',
      );
    }
    if (settings.accessMode === 'read only') {
      this.#database.exec('begin');
      return;
    }
    for (let waitedMs = 0, pauseMs = 5; ; waitedMs += pauseMs, pauseMs = Math.min(pauseMs * 2, 100)) {
      try {
        this.#database.exec('begin immediate');
        return;
      } catch (error) {
        if (waitedMs >= this.#lockTimeoutMs || !isBusy(error)) throw error;
        const wait = pauseMs;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async commitTransaction(): Promise<void> {
    this.#database.exec('commit');
  }

  async rollbackTransaction(): Promise<void> {
    try {
      this.#database.exec('rollback');
    } catch {
      // SQLite has already rolled back on some errors (full disk, broken file); the first error is the one to report.
    }
  }

  async destroy(): Promise<void> {
    this.#database.close();
  }
}

/**
 * Kysely dialect over a structural SQLite database.
 *
 * @param lockTimeoutMs how long a write waits for another connection's
 */
export function sqliteDialect(database: SqliteDatabase, lockTimeoutMs: number): Dialect {
  return {
    createDriver: () => new SqliteDriver(database, lockTimeoutMs),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
