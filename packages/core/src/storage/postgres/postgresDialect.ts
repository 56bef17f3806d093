import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';

import { isPostgresLoss } from './postgresErrors.ts';
import type { PostgresConnection, PostgresPool } from './PostgresClient.ts';

/** Drivers agree on text only: a bigint is sent as its digits. */
const parameter = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

class PostgresDialectConnection implements DatabaseConnection {
  readonly inner: PostgresConnection;
  /** Whether it can answer no more. */
  isLost = false;

  constructor(inner: PostgresConnection) {
    this.inner = inner;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { rows, affected } = await this.inner.query(query.sql, query.parameters.map(parameter));
      return { rows: rows as R[], numAffectedRows: BigInt(affected) };
    } catch (error) {
      this.isLost ||= isPostgresLoss(error);
      throw error;
    }
  }

  // Kysely asks for it; nothing of a store streams.
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

class PostgresDriver implements Driver {
  readonly #pool: PostgresPool;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresDialectConnection> {
    return new PostgresDialectConnection(await this.#pool.connect());
  }

  async releaseConnection(connection: PostgresDialectConnection): Promise<void> {
    connection.inner.release(connection.isLost);
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    const access = settings.accessMode ? ` ${settings.accessMode}` : '';
    await connection.executeQuery(CompiledQuery.raw(`begin${isolation}${access}`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: PostgresDialectConnection): Promise<void> {
    // A lost connection has rolled back by itself, and a driver may wait for its answer for ever.
    if (connection.isLost) return;
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    } catch {
      // The first error is the one to report.
    }
  }

  destroy(): Promise<void> {
    return this.#pool.end();
  }
}

/** Kysely dialect over any PostgreSQL driver. */
export function postgresDialect(pool: PostgresPool): Dialect {
  return {
    createDriver: () => new PostgresDriver(pool),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
