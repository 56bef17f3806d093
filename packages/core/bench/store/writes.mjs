// Part 4: what a store's write costs beside the plainest statements that put the same rows into the same tables.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { median, printTable, short, spread, timed, verdict } from './measured.mjs';
import { POSTGRES_ENGINES } from './writesPostgres.mjs';
import { SQLITE_ENGINES } from './writesSqlite.mjs';
import { openStore } from './generate.mjs';
import { batchOf, price, year } from './year.mjs';

const BOTH = ['uk_request', 'uk_session'];

/**
 * How an engine is written to. Each of `store`, `upsert` and `byHand` opens an empty database and returns `write`, which takes one part in one transaction,
 * `counts` of the rows that are there, and `close`.
 */
const ENGINES = { ...SQLITE_ENGINES, ...POSTGRES_ENGINES };
export const ENGINE_NAMES = Object.keys(ENGINES);

/** Batches of about `written` requests and their sessions, without calls and turns. */
function batches(settings) {
  const sessions = Math.round(settings.written / settings.requests);
  return [...year({ ...settings, sessions })].map((part) => ({ ...batchOf(part), toolCalls: [], turns: [] }));
}

/** Rows of both tables as a store writes them, whatever the engine, cut into as many transactions. */
async function writtenRows(file, parts) {
  const store = openStore(file);
  await store.migrate();
  for (const part of parts) await store.write(part, price, { bulk: true });
  await store.close();
  const db = new DatabaseSync(file);
  const rowsOf = (table, order) => {
    const query = db.prepare(`select * from ${table} order by ${order}`);
    query.setReadBigInts(true);
    query.setReturnArrays(true);
    // As a driver is given them: numbers, and bigints where a number cannot hold it.
    const plain = (value) => (typeof value === 'bigint' && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value);
    return query.all().map((row) => row.map(plain));
  };
  const columnsOf = (table) =>
    db
      .prepare(`select name from pragma_table_info('${table}')`)
      .all()
      .map((row) => row.name);
  const [requests, sessions] = [rowsOf('uk_request', 'session, at_ms'), rowsOf('uk_session', 'id')];
  const columns = Object.fromEntries(BOTH.map((table) => [table, columnsOf(table)]));
  db.close();
  let [r, s] = [0, 0];
  const rows = parts.map((part) => ({
    uk_request: requests.slice(r, (r += part.requests.length)),
    uk_session: sessions.slice(s, (s += part.sessions.length)),
  }));
  return { rows, columns };
}

/** Times of one round in ms. The ways take turns with every transaction, each on a database of its own, so that all have the same neighbours. */
async function round(ways, places, counts) {
  const names = Object.keys(ways);
  const open = {};
  const ms = Object.fromEntries(names.map((name) => [name, 0]));
  try {
    for (const name of names) open[name] = await ways[name].open();
    for (let place = 0; place < places; place += 1) {
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(place + turn) % names.length];
        ms[name] += (await timed(() => open[name].write(ways[name].parts[place]))).ms;
      }
    }
    for (const name of names) {
      const found = await open[name].counts();
      const wrong = ways[name].tables.find((table) => found[table] !== counts[table]);
      if (wrong) throw new Error(`${name}: ${found[wrong]} rows in ${wrong} instead of ${counts[wrong]}`);
    }
  } finally {
    for (const one of Object.values(open)) await one.close();
  }
  return ms;
}

export async function writes({ rounds, engine, ...settings }) {
  const way = ENGINES[engine];
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-writes-'));
  try {
    const parts = batches(settings);
    const { rows, columns } = await writtenRows(join(folder, 'first.db'), parts);
    const counts = Object.fromEntries(
      BOTH.map((table) => [table, rows.reduce((sum, part) => sum + part[table].length, 0)]),
    );
    const of = (tables) => ({ folder, tables, columns });
    const ways = {
      store: { parts, tables: BOTH, open: () => way.store(of(BOTH)) },
      upsert: { parts: rows, tables: BOTH, open: () => way.upsert(of(BOTH)) },
      both: { parts: rows, tables: BOTH, open: () => way.byHand(of(BOTH)) },
      requests: { parts: rows, tables: ['uk_request'], open: () => way.byHand(of(['uk_request'])) },
    };
    const times = [];
    // The first round warms up code and caches.
    for (let n = 0; n <= rounds; n += 1) times.push(await round(ways, parts.length, counts));
    times.shift();
    const line = (title, name, bar) => {
      const ratios = times.map((ms) => ms.both / ms[name]);
      const met = bar === undefined ? ['', ''] : [`≥ ${bar}`, verdict(median(ratios), bar, { least: true })];
      return [title, spread(times.map((ms) => (counts.uk_request / ms[name]) * 1000)), spread(ratios), ...met];
    };
    printTable(
      `4. writes on ${engine}: ${short(counts.uk_request)} requests and their sessions in ${parts.length} transactions`,
      ['what', 'requests/s', 'of by hand', 'bar', 'verdict'],
      [
        line('store.write: records keyed, looked up, joined, priced, summed, written', 'store', way.bar),
        line('the same rows through the store’s statements alone', 'upsert', way.bar),
        line(`by hand: ${way.hand}, of requests and sessions`, 'both'),
        line('by hand: of requests alone', 'requests'),
      ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
