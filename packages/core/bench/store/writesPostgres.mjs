// How part 4 writes to PostgreSQL: through the store's own dialect, through a host's, and by hand. Each way makes a database of its own and drops it.
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import postgres from 'postgres';

import { kyselyStore } from '../../src/storage/kyselyStore.ts';
import { postgresDialect } from '../../src/storage/postgres/postgresDialect.ts';
import { postgresPool } from '../../src/storage/postgres/postgresPool.ts';
import { postgresStore } from '../../src/storage/postgres/postgresStore.ts';
import { postgresTraits } from '../../src/storage/postgres/postgresTraits.ts';
import { stockTraits } from '../../src/storage/stockTraits.ts';
import { temporaryPostgres } from '../../src/testing/temporaryPostgres.ts';
import { declareYear } from './generate.mjs';
import { price } from './year.mjs';

/** Columns of a primary key: the first ones of both tables. */
const KEYS = 2;

const pgPool = (url) => new pg.Pool({ connectionString: url, max: 2 });
const postgresJs = (url) => postgres(url, { max: 2, onnotice: () => {} });
const hostDatabase = (url) => new Kysely({ dialect: new PostgresDialect({ pool: pgPool(url) }) });

/** A database with the tables of a store and nothing in them. */
async function emptyDatabase() {
  const database = await temporaryPostgres();
  const store = postgresStore(pgPool(database.url));
  await store.migrate();
  await store.close();
  return database;
}

async function countsOf({ url }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    'select (select count(*) from uk_request)::integer as uk_request, (select count(*) from uk_session)::integer as uk_session',
  );
  await client.end();
  return rows[0];
}

/** Removes the database when the way that used it is closed. */
const way = (database, write, end) => ({
  write,
  counts: () => countsOf(database),
  async close() {
    await end();
    await database.remove();
  },
});

async function storeWay(open) {
  const database = await emptyDatabase();
  const { store, end } = open(database.url);
  declareYear(store);
  return way(
    database,
    (part) => store.write(part, price, { bulk: true }),
    async () => {
      await store.close();
      await end?.();
    },
  );
}

/** Rows through an engine's `upsert`, without what a store does to make rows of records. */
async function upsertWay({ tables, columns }, open, traits) {
  const database = await emptyDatabase();
  const db = open(database.url);
  const write = (part) =>
    traits.transaction(db, async (trx) => {
      for (const table of tables) {
        await traits.upsert(trx, { table, columns: columns[table], keys: KEYS, rows: part[table] });
      }
    });
  return way(database, write, () => db.destroy());
}

const ESCAPED = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const cell = (value) => {
  if (value === null) return '\\N';
  return typeof value === 'string' ? value.replace(/[\\\t\n\r]/g, (c) => ESCAPED[c]) : String(value);
};
/** Rows as COPY reads them: https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
const copyText = (rows) => rows.map((row) => `${row.map(cell).join('\t')}\n`).join('');
const ROWS_PER_CHUNK = 1000;

/**
 * A COPY as a query of pg, which has none of its own but carries out any: https://node-postgres.com/apis/client#clientquery
 * (postgres.js leaves Nagle's algorithm on, and waits 40 ms at the end of every COPY for the server's delayed acknowledgement.)
 */
class Copy {
  #text;
  #rows;
  #done;

  constructor(text, rows, done) {
    this.#text = text;
    this.#rows = rows;
    this.#done = done;
  }

  submit(connection) {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection) {
    for (let from = 0; from < this.#rows.length; from += ROWS_PER_CHUNK) {
      connection.sendCopyFromChunk(Buffer.from(copyText(this.#rows.slice(from, from + ROWS_PER_CHUNK))));
    }
    connection.endCopyFrom();
  }

  handleCommandComplete() {}

  handleReadyForQuery() {
    this.#done();
  }

  handleError(error) {
    this.#done(error);
  }
}

const copied = (client, text, rows) =>
  new Promise((resolve, reject) => {
    client.query(new Copy(text, rows, (error) => (error ? reject(error) : resolve())));
  });

/** COPY into a temporary table without indexes, and from there into the table in one statement. */
async function byHand({ tables, columns }) {
  const database = await emptyDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const stages = tables.map((table) => {
    const names = columns[table].join(', ');
    const replaced = columns[table].slice(KEYS).map((name) => `${name} = excluded.${name}`);
    return {
      table,
      make: `create temporary table stage_${table} (like ${table}) on commit delete rows`,
      copy: `copy stage_${table} (${names}) from stdin`,
      move: `insert into ${table} (${names}) select ${names} from stage_${table}
        on conflict (${columns[table].slice(0, KEYS).join(', ')}) do update set ${replaced.join(', ')}`,
    };
  });
  for (const { make } of stages) await client.query(make);
  const write = async (part) => {
    await client.query('begin');
    for (const { table, copy, move } of stages) {
      await copied(client, copy, part[table]);
      await client.query(move);
    }
    await client.query('commit');
  };
  return way(database, write, () => client.end());
}

const HAND = 'COPY to a stage and upsert';
const ownStore = (client) => ({ store: postgresStore(client) });
const ownDatabase = (client) => new Kysely({ dialect: postgresDialect(postgresPool(client)) });

export const POSTGRES_ENGINES = {
  postgres: {
    bar: 0.8,
    hand: HAND,
    byHand,
    store: () => storeWay((url) => ownStore(pgPool(url))),
    upsert: (of) => upsertWay(of, (url) => ownDatabase(pgPool(url)), postgresTraits),
  },
  'postgres-js': {
    bar: 0.8,
    hand: HAND,
    byHand,
    store: () => storeWay((url) => ownStore(postgresJs(url))),
    upsert: (of) => upsertWay(of, (url) => ownDatabase(postgresJs(url)), postgresTraits),
  },
  'postgres-stock': {
    bar: 0.3,
    hand: HAND,
    byHand,
    store: () =>
      storeWay((url) => {
        const db = hostDatabase(url);
        return { store: kyselyStore(db, { engine: 'postgres' }), end: () => db.destroy() };
      }),
    upsert: (of) => upsertWay(of, hostDatabase, stockTraits('postgres')),
  },
};
