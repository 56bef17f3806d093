import { UsageError } from '../../errors.ts';
import { byteaValue } from './byteaValue.ts';
import { isPostgresLoss } from './postgresErrors.ts';
import type {
  PgliteDatabase,
  PgPool,
  PostgresClient,
  PostgresConnection,
  PostgresJs,
  PostgresJsConnection,
  PostgresJsReserved,
  PostgresPool,
} from './PostgresClient.ts';

/** Pools whose losses are listened to. */
const listened = new WeakSet<PgPool>();

const pgPool = (pool: PgPool): PostgresPool => {
  // Without a listener the loss of an idle connection would end the host's process; the next query opens another one.
  if (!listened.has(pool)) pool.on?.('error', () => {});
  listened.add(pool);
  return pgConnections(pool);
};

const pgConnections = (pool: PgPool): PostgresPool => ({
  async connect() {
    const client = await pool.connect();
    // The pool listens to idle connections only: the loss of one in use, which its query reports as well, would end the host's process.
    const ignore = (): void => {};
    client.on?.('error', ignore);
    return {
      async query(text, values) {
        const { rows, rowCount } = await client.query(text, [...values]);
        return { rows, affected: rowCount ?? 0 };
      },
      release(lost) {
        if (!lost) client.off?.('error', ignore);
        client.release(lost);
      },
    };
  },
  end: () => pool.end(),
});

/** Seconds that work under way has when a pool ends that has lost connections. */
const END_AFTER_LOSS_S = 5;

/** The id of the type of bytes. */
const BYTEA = 17;

/** Clients whose reader of bytes is as it should be. */
const reading = new WeakSet<object>();

/** The driver reads hexadecimal digits only; what a server escapes, because its `bytea_output` says so, is read here. */
function readEscaped({ parsers }: PostgresJs['options']): void {
  if (!parsers || reading.has(parsers)) return;
  reading.add(parsers);
  const given = parsers[BYTEA] ?? byteaValue;
  parsers[BYTEA] = (text) => (text.startsWith(String.raw`\x`) ? given(text) : byteaValue(text));
}

/**
 * The driver keeps neither names nor values as the server sent them when it transforms them. Told not to fetch types, it waits for ever where a connection is opened to be reserved:
 * nothing comes after the greeting, and it hands connections out after an answer. https://github.com/porsager/postgres/blob/v3.4.9/src/connection.js (`ReadyForQuery`)
 *
 * @throws UsageError `invalid_argument`
 */
function assertPlain({ transform, fetch_types: fetchTypes }: PostgresJs['options']): void {
  if (fetchTypes === false) {
    throw new UsageError(
      'invalid_argument',
      'postgres.js never hands out a reserved connection when it is told not to fetch types: open a client for the store without `fetch_types: false`',
    );
  }
  for (const what of ['column', 'value', 'row'] as const) {
    if (!transform?.[what]?.from) continue;
    throw new UsageError(
      'invalid_argument',
      `postgresStore reads what the server sends as it is: open a client for it without transform.${what}, which postgres.camel and postgres.toCamel bring along`,
    );
  }
}

/** What a statement on a connection that is gone ends in; the driver itself would write it into the socket of nobody, or into that of whoever uses the place by now. */
const gone = (): Error =>
  Object.assign(new Error('the connection was closed between two statements'), { code: 'CONNECTION_CLOSED' });

/** A connection of postgres.js that is this store's until it is released. */
function reservedConnection(client: PostgresJsReserved, lose: () => void): PostgresConnection {
  let isGone = false;
  let connection: PostgresJsConnection | undefined;
  let loss: Promise<never> | undefined;
  // As the driver's own transactions hear of it. Without parameters, as `begin` is, a statement tells its connection when it is sent; nothing else does.
  const onexecute = (of: PostgresJsConnection): true => {
    connection = of;
    loss = new Promise((_, reject) => {
      const onclose = (): void => {
        isGone = true;
        reject(gone());
      };
      Object.assign(of, { onclose });
    });
    loss.catch(() => {});
    return true;
  };
  return {
    async query(text, values) {
      if (isGone) throw gone();
      const sent = client.unsafe(text, [...values] as never[], connection ? {} : { onexecute });
      // One that waits behind another for a connection that is gone never ends.
      const result = await (loss ? Promise.race([sent, loss]) : sent);
      return { rows: [...result], affected: result.count ?? 0 };
    },
    // One that is gone has left the pool by itself: its place may be another's by now, and released it would be used again.
    release(lost) {
      if (connection && !isGone) Object.assign(connection, { onclose: null });
      if (lost || isGone) lose();
      else client.release();
    },
  };
}

/** How long a call waits for a connection once others were lost, ms: as long as the driver, by default, for one that opens. */
const WAIT_MS = 30_000;

/** The driver may forget a reservation that waits while another connection is lost: it ends then, and what comes too late is given back. */
function inTime(reserving: Promise<PostgresJsReserved>, mayBeForgotten: () => boolean): Promise<PostgresJsReserved> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = setInterval(() => {
      if (!mayBeForgotten()) return;
      isOver = true;
      clearInterval(timer);
      const message = `no connection came within ${WAIT_MS / 1000} s after others were lost`;
      reject(Object.assign(new Error(message), { code: 'CONNECT_TIMEOUT' }));
    }, WAIT_MS);
    const ended = reserving.finally(() => clearInterval(timer));
    ended.then((client) => (isOver ? client.release() : resolve(client)), reject);
  });
}

/** What is known of the connections of a client, by its options: all stores on it share them. */
const knownOf = new WeakMap<object, { isSuspect: boolean; turn: Promise<unknown> }>();

const postgresJsPool = (sql: PostgresJs): PostgresPool => {
  assertPlain(sql.options);
  readEscaped(sql.options);
  const known = knownOf.get(sql.options) ?? { isSuspect: false, turn: Promise.resolve() };
  knownOf.set(sql.options, known);
  const lose = (): void => {
    known.isSuspect = true;
  };
  /**
   * The driver keeps what a server said when it ended a connection, and gives it to whoever opens that place of the pool next: each place has one such answer at most.
   * Losses it counts on through such answers, and waits up to 20 s before it opens a place after some of them. An idle connection may be closing at this moment, too.
   */
  const opened = async (): Promise<void> => {
    for (let refused = 0; ; refused += 1) {
      try {
        await sql.unsafe('select 1', []);
        if (sql.options.shared) sql.options.shared.retries = 0;
        return;
      } catch (error) {
        if (refused >= 2 * sql.options.max || !isOfPlace(error) || !isPostgresLoss(error)) throw error;
      }
    }
  };
  /** A reservation that meets such an answer takes the place with it for ever. So after a loss a statement opens each place, and nobody else takes it before it is reserved. */
  const reserved = (): Promise<PostgresJsReserved> => {
    const inTurn = (): Promise<PostgresJsReserved> => known.turn.then(opened).then(() => sql.reserve());
    const mine = inTime(known.isSuspect ? inTurn() : sql.reserve(), () => known.isSuspect);
    if (known.isSuspect) known.turn = mine.catch(() => {});
    return mine;
  };
  return {
    async connect() {
      try {
        return reservedConnection(await reserved(), lose);
      } catch (error) {
        lose();
        throw error;
      }
    },
    // The driver waits for ever for the end of a statement that was under way in a place when it was lost.
    end: () => sql.end(known.isSuspect ? { timeout: END_AFTER_LOSS_S } : {}),
  };
};

/** Whether one place was lost, and others may be had: the server itself gave a reason, and those have SQL states, or the connection was closed. */
const isOfPlace = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && /^(\d|CONNECTION_CLOSED$)/.test(String(error.code));

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
          const { rows, affectedRows } = await db.query(text, [...values], { parsers: { [BYTEA]: byteaValue } });
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
 * @throws UsageError `invalid_argument` when it is none of them, or one that transforms what it reads
 */
export function postgresPool(client: PostgresClient): PostgresPool {
  const given: unknown = client;
  const has = (name: string): boolean => typeof given === 'object' && given !== null && name in given;
  if (typeof client === 'function' || has('reserve')) return postgresJsPool(client as PostgresJs);
  if (has('ready')) return pglitePool(client as PgliteDatabase);
  // A single connection of the same package has parameters of its own.
  if (has('connect') && !has('connectionParameters')) return pgPool(client as PgPool);
  throw new UsageError(
    'invalid_argument',
    "postgresStore takes a Pool of 'pg' (not a Client), what postgres() of 'postgres' returns, or a PGlite",
  );
}
