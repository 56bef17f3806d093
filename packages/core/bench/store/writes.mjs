// Part 4: what a store's write costs beside the bare statements that put the same rows into the same tables.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { Kysely } from 'kysely';

import { sqliteDialect } from '../../src/storage/sqlite/sqliteDialect.ts';
import { sqliteTraits } from '../../src/storage/sqlite/sqliteTraits.ts';
import { openStore } from './generate.mjs';
import { median, printTable, short, spread, timed, verdict } from './measured.mjs';
import { batchOf, price, year } from './year.mjs';

const REQUESTS = 200_000;
/** What the store sets on its connection. */
const PRAGMAS =
  'pragma cache_size = -32768; pragma temp_store = memory; pragma synchronous = normal; pragma wal_autocheckpoint = 8000';
/** Primary keys of the tables that the bare statements write. */
const TABLES = { uk_request: ['tenant', 'request_key'], uk_session: ['tenant', 'id'] };

/** Batches of about {@link REQUESTS} requests and their sessions, without calls and turns. */
function batches(settings) {
  const sessions = Math.round(REQUESTS / settings.requests);
  return [...year({ ...settings, sessions })].map((part) => ({ ...batchOf(part), toolCalls: [], turns: [] }));
}

/** Columns of a table; the first ones are its primary key. */
const columnsOf = (db, table) =>
  db
    .prepare(`select name from pragma_table_info('${table}')`)
    .all()
    .map((row) => row.name);

/** Statement that inserts a row of all columns of a table, or replaces it. */
function upsertOf(db, table) {
  const columns = columnsOf(db, table);
  const replaced = columns.filter((name) => !TABLES[table].includes(name)).map((name) => `${name} = excluded.${name}`);
  return db.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
     on conflict (${TABLES[table].join(', ')}) do update set ${replaced.join(', ')}`,
  );
}

/** How an engine is written to: through the store, and by hand. */
const ENGINES = {
  sqlite: {
    async store(file, parts) {
      const store = openStore(file);
      await store.migrate();
      const { ms } = await timed(async () => {
        for (const part of parts) await store.write(part, price, { bulk: true });
      });
      await store.close();
      return ms;
    },
    /** Rows of both tables as the store has written them, cut into as many transactions. */
    written(file, parts) {
      const db = new DatabaseSync(file);
      const rowsOf = (table) => {
        const query = db.prepare(`select * from ${table}`);
        query.setReadBigInts(true);
        // As a driver is given them: numbers, and bigints where a number cannot hold it.
        const plain = (value) =>
          typeof value === 'bigint' && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
        query.setReturnArrays(true);
        return query.all().map((row) => row.map(plain));
      };
      const [requests, sessions] = [rowsOf('uk_request'), rowsOf('uk_session')];
      db.close();
      let [r, s] = [0, 0];
      return parts.map((part) => ({
        uk_request: requests.slice(r, (r += part.requests.length)),
        uk_session: sessions.slice(s, (s += part.sessions.length)),
      }));
    },
    /** The same rows through the store's own statements, without what a store does to make rows of records. */
    async upsert(file, written, tables) {
      const empty = openStore(file);
      await empty.migrate();
      await empty.close();
      const database = new DatabaseSync(file);
      database.exec(PRAGMAS);
      const db = new Kysely({ dialect: sqliteDialect(database, 1000) });
      const columns = Object.fromEntries(tables.map((table) => [table, columnsOf(database, table)]));
      const { ms } = await timed(async () => {
        for (const part of written) {
          await sqliteTraits.transaction(db, async (trx) => {
            for (const table of tables) {
              await sqliteTraits.upsert(trx, { table, columns: columns[table], keys: 2, rows: part[table] });
            }
          });
        }
      });
      await db.destroy();
      return ms;
    },
    async byHand(file, written, tables) {
      const empty = openStore(file);
      await empty.migrate();
      await empty.close();
      const db = new DatabaseSync(file);
      db.exec(PRAGMAS);
      const upserts = tables.map((table) => [table, upsertOf(db, table)]);
      const { ms } = await timed(() => {
        for (const part of written) {
          db.exec('begin immediate');
          for (const [table, upsert] of upserts) for (const row of part[table]) upsert.run(...row);
          db.exec('commit');
        }
      });
      db.close();
      return ms;
    },
  },
};

/** Engines that writes are timed on: another one is an entry in the list above. */
export const ENGINE_NAMES = Object.keys(ENGINES);

export async function writes({ rounds, engine, ...settings }) {
  const way = ENGINES[engine];
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-writes-'));
  try {
    const parts = batches(settings);
    const requests = parts.reduce((sum, part) => sum + part.requests.length, 0);
    const first = join(folder, 'first.db');
    await way.store(first, parts);
    const written = way.written(first, parts);
    const times = { store: [], upsert: [], both: [], requests: [] };
    for (let round = 0; round < rounds; round += 1) {
      const file = (name) => join(folder, `${name}${round}.db`);
      times.store.push(await way.store(file('store'), parts));
      times.upsert.push(await way.upsert(file('upsert'), written, ['uk_request', 'uk_session']));
      times.both.push(await way.byHand(file('both'), written, ['uk_request', 'uk_session']));
      times.requests.push(await way.byHand(file('requests'), written, ['uk_request']));
      for (const name of Object.keys(times))
        for (const end of ['', '-wal', '-shm']) rmSync(`${file(name)}${end}`, { force: true });
    }
    const rate = (ms) => (requests / ms) * 1000;
    const row = (name, all, bar) => {
      const ratios = all.map((ms, i) => times.both[i] / ms);
      const met = bar === undefined ? ['', ''] : [`≥ ${bar}`, verdict(median(ratios), bar, { least: true })];
      return [name, spread(all.map(rate)), spread(ratios), ...met];
    };
    printTable(
      `4. writes on ${engine}: ${short(requests)} requests and their sessions in ${parts.length} transactions`,
      ['what', 'requests/s', 'of by hand', 'bar', 'verdict'],
      [
        row('store.write: records keyed, looked up, joined, priced, summed, written', times.store, 0.8),
        row('the same rows through the store’s statements alone', times.upsert, 0.8),
        row('by hand: prepared upserts of requests and sessions', times.both),
        row('by hand: of requests alone', times.requests),
      ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
