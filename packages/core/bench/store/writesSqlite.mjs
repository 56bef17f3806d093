// How part 4 writes to SQLite: through the store's own dialect, through a host's, and by hand.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';

import { kyselyStore } from '../../src/storage/kyselyStore.ts';
import { sqliteDialect } from '../../src/storage/sqlite/sqliteDialect.ts';
import { sqliteTraits } from '../../src/storage/sqlite/sqliteTraits.ts';
import { stockTraits } from '../../src/storage/stockTraits.ts';
import { declareYear, openStore } from './generate.mjs';
import { price } from './year.mjs';

/** What the store sets on its connection. */
const PRAGMAS =
  'pragma cache_size = -32768; pragma temp_store = memory; pragma synchronous = normal; pragma wal_autocheckpoint = 8000; pragma journal_mode = wal';
/** Columns of a primary key: the first ones of both tables. */
const KEYS = 2;

const newFile = (folder) => join(folder, `${randomUUID()}.db`);

/** A file with the tables of a store and nothing in them. */
async function emptyFile(folder) {
  const file = newFile(folder);
  const store = openStore(file);
  await store.migrate();
  await store.close();
  return file;
}

function countsOf(file) {
  const db = new DatabaseSync(file, { readOnly: true });
  const count = (table) => db.prepare(`select count(*) as n from ${table}`).get().n;
  const counts = { uk_request: count('uk_request'), uk_session: count('uk_session') };
  db.close();
  return counts;
}

/** A connection of a host, as `kyselyStore` is given one. */
function hostDatabase(file) {
  const database = new Database(file);
  database.exec(PRAGMAS);
  return new Kysely({ dialect: new SqliteDialect({ database }) });
}

const storeWay = (file, store, end = async () => {}) => ({
  write: (part) => store.write(part, price, { bulk: true }),
  counts: () => countsOf(file),
  close: async () => {
    await store.close();
    await end();
  },
});

/** Rows through an engine's `upsert`, without what a store does to make rows of records. */
const upsertWay = (file, db, traits, { tables, columns }) => ({
  write: (part) =>
    traits.transaction(db, async (trx) => {
      for (const table of tables) {
        await traits.upsert(trx, { table, columns: columns[table], keys: KEYS, rows: part[table] });
      }
    }),
  counts: () => countsOf(file),
  close: () => db.destroy(),
});

/** Statement that inserts a row of all columns of a table, or replaces it. */
function preparedUpsert(db, table, columns) {
  const replaced = columns.slice(KEYS).map((name) => `${name} = excluded.${name}`);
  return db.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
     on conflict (${columns.slice(0, KEYS).join(', ')}) do update set ${replaced.join(', ')}`,
  );
}

async function byHand({ folder, tables, columns }) {
  const file = await emptyFile(folder);
  const db = new DatabaseSync(file);
  db.exec(PRAGMAS);
  const upserts = tables.map((table) => [table, preparedUpsert(db, table, columns[table])]);
  return {
    write(part) {
      db.exec('begin immediate');
      for (const [table, upsert] of upserts) for (const row of part[table]) upsert.run(...row);
      db.exec('commit');
    },
    counts: () => countsOf(file),
    close: () => db.close(),
  };
}

const HAND = 'prepared upserts of node:sqlite';

export const SQLITE_ENGINES = {
  sqlite: {
    bar: 0.8,
    hand: HAND,
    byHand,
    async store({ folder }) {
      const file = await emptyFile(folder);
      return storeWay(file, openStore(file));
    },
    async upsert(of) {
      const file = await emptyFile(of.folder);
      const database = new DatabaseSync(file);
      database.exec(PRAGMAS);
      return upsertWay(file, new Kysely({ dialect: sqliteDialect(database, 1000) }), sqliteTraits, of);
    },
  },
  'sqlite-stock': {
    bar: 0.3,
    hand: HAND,
    byHand,
    async store({ folder }) {
      const file = await emptyFile(folder);
      const db = hostDatabase(file);
      return storeWay(file, declareYear(kyselyStore(db, { engine: 'sqlite' })), () => db.destroy());
    },
    async upsert(of) {
      const file = await emptyFile(of.folder);
      return upsertWay(file, hostDatabase(file), stockTraits('sqlite'), of);
    },
  },
};
