import { UsageError } from '../../errors.ts';
import type {
  PgliteDatabase,
  PgPool,
  PostgresClient,
  PostgresConnection,
  PostgresJs,
  PostgresPool,
} from './PostgresClient.ts';

const pgPool = (pool: PgPool): PostgresPool => {
  // Without a listener the loss of an idle connection would end the host's process; the next query opens another one.
  pool.on?.('error', () => {});
  return pgConnections(pool);
};

const pgConnections = (pool: PgPool): PostgresPool => ({
  async connect() {
    const client = await pool.connect();
    return {
      async query(text, values) {
        const { rows, rowCount } = await client.query(text, [...values]);
        return { rows, affected: rowCount ?? 0 };
      },
      release: () => client.release(),
    };
  },
  end: () => pool.end(),
});

const postgresJsPool = (sql: PostgresJs): PostgresPool => ({
  async connect() {
    const client = await sql.reserve();
    return {
      async query(text, values) {
        const result = await client.unsafe(text, [...values] as never[]);
        return { rows: [...result], affected: result.count ?? 0 };
      },
      release: () => client.release(),
    };
  },
  end: () => sql.end(),
});

/** The last in the row of those who wait for a PGlite. */
const turns = new WeakMap<PgliteDatabase, Promise<void>>();

/** PGlite has one connection: its users, all stores on it, take turns, so that a transaction never holds another's statements. */
const pglitePool = (db: PgliteDatabase): PostgresPool => {
  return {
    async connect(): Promise<PostgresConnection> {
      let release = (): void => {};
      const before = turns.get(db);
      const mine = new Promise<void>((resolve) => {
        release = resolve;
      });
      turns.set(db, mine);
      await before;
      return {
        async query(text, values) {
          const { rows, affectedRows } = await db.query(text, [...values]);
          return { rows, affected: affectedRows ?? 0 };
        },
        release: () => release(),
      };
    },
    end: () => db.close(),
  };
};

/**
 * The one form in which a store uses the drivers of PostgreSQL.
 *
 * @throws UsageError `invalid_argument` when it is none of them
 */
export function postgresPool(client: PostgresClient): PostgresPool {
  if (typeof client === 'function' || 'reserve' in client) return postgresJsPool(client as PostgresJs);
  if ('ready' in client) return pglitePool(client);
  if ('connect' in client) return pgPool(client);
  throw new UsageError(
    'invalid_argument',
    "postgresStore takes a Pool of 'pg', what postgres() of 'postgres' returns, or a PGlite",
  );
}
