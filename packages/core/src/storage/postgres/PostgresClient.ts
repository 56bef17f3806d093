/** One answer of a PostgreSQL driver. */
export interface PostgresResult {
  rows: unknown[];
  affected: number;
}

/** One connection of a driver, as far as a store needs it. */
export interface PostgresConnection {
  query(text: string, values: readonly unknown[]): Promise<PostgresResult>;
  /** @param lost the connection is not to be used again */
  release(lost: boolean): void;
}

/** A pool of connections. */
export interface PostgresPool {
  connect(): Promise<PostgresConnection>;
  end(): Promise<void>;
}

/** `Pool` of the package `pg`. */
export interface PgPool {
  connect(): Promise<{
    query(text: string, values: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
    release(destroy?: boolean): void;
    on?(event: 'error', listener: (error: Error) => void): unknown;
    off?(event: 'error', listener: (error: Error) => void): unknown;
  }>;
  end(): Promise<void>;
  on?(event: 'error', listener: (error: Error) => void): unknown;
}

/** One connection of postgres.js, as far as its own transactions use it. https://github.com/porsager/postgres/blob/v3.4.9/src/index.js (`begin`) */
export interface PostgresJsConnection {
  /** Called once when it is closed. */
  onclose?: ((error: Error) => void) | null;
}

/** A reserved client of postgres.js. Its declarations know of `prepare` only: without it no client would fit. */
export interface PostgresJsReserved {
  unsafe(
    text: string,
    values: never[],
    options?: { prepare?: boolean; onexecute?: (connection: PostgresJsConnection) => boolean },
  ): PromiseLike<{ count: number | null } & Iterable<unknown>>;
  release(): void;
}

/** What `postgres()` of the package `postgres` returns. */
export interface PostgresJs {
  unsafe(text: string, values: never[]): PromiseLike<unknown>;
  readonly options: {
    max: number;
    /** Of all places: how many attempts to open one, or losses, came one after the other. */
    shared?: { retries: number };
    /** Whether it asks a server for its types when it connects. */
    fetch_types?: boolean;
    /** What makes values of texts, by the id of their type. */
    parsers?: Record<number, (text: string) => unknown>;
    transform?: Partial<Record<'column' | 'value' | 'row', { from?: unknown }>>;
  };
  reserve(): Promise<PostgresJsReserved>;
  end(options?: { timeout?: number }): Promise<void>;
}

/** `PGlite` of `@electric-sql/pglite`: one connection, in this process. */
export interface PgliteDatabase {
  query(
    text: string,
    values?: unknown[],
    options?: { parsers: Record<number, (text: string) => unknown> },
  ): Promise<{ rows: unknown[]; affectedRows?: number }>;
  close(): Promise<void>;
  readonly ready: boolean;
}

/** Any of the drivers a store can be opened on. */
export type PostgresClient = PgPool | PostgresJs | PgliteDatabase;
