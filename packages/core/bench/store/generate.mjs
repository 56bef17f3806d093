// Part 1: the year in a store's file, timed; and beside it the same rows in raw tables.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { dimension } from '../../src/metrics/dimension.ts';
import { openSqlite } from '../../src/storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../../src/storage/sqlite/sqliteStore.ts';
import { printTable, short, timed, verdict } from './measured.mjs';
import { rawWriter } from './rawTables.mjs';
import { batchOf, NOW_MS, PHASES, price, year, ZONE } from './year.mjs';

export const filesOf = (file) => ({
  store: file,
  duckdb: `${file}.raw.duckdb`,
  sqlite: `${file}.raw.sqlite`,
  about: `${file}.json`,
});

/** Declares dimensions and zone of the year to a store. */
export function declareYear(store) {
  const ofSession = { grain: 'session' };
  store.declare({
    dimensions: [
      dimension('user', ofSession),
      dimension('table', ofSession),
      dimension('phase', { ...ofSession, order: PHASES }),
    ],
    zones: [ZONE],
  });
  return store;
}

/** The store of the bench. */
export const openStore = (file) => declareYear(sqliteStore(openSqlite(file)));

/** Bytes of each table and index of a SQLite file. */
export function bytesOf(file) {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare('select name, sum(pgsize) as bytes from dbstat where aggregate = true group by name').all();
  db.close();
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.bytes)]));
}

const countOf = (file, table) => {
  const db = new DatabaseSync(file, { readOnly: true });
  const { n } = db.prepare(`select count(*) as n from ${table}`).get();
  db.close();
  return n;
};

const removeDatabase = (file) => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
};

/** Whether the files are there and were made from these settings by this generator. */
export function isGenerated(settings) {
  const { about, store, duckdb, sqlite } = filesOf(settings.file);
  if (![about, store, duckdb, sqlite].every((file) => existsSync(file))) return false;
  const made = JSON.parse(readFileSync(about, 'utf8')).settings;
  return (
    ['sessions', 'requests', 'calls', 'seed'].every((name) => made[name] === settings[name]) && made.nowMs === NOW_MS
  );
}

/** Makes the files. */
export async function generate(settings) {
  const files = filesOf(settings.file);
  rmSync(files.about, { force: true });
  removeDatabase(files.store);
  const store = openStore(files.store);
  await store.migrate();
  const raw = await rawWriter(files);
  const rows = { requests: 0, toolCalls: 0, turns: 0, sessions: 0 };
  let writeMs = 0;
  for (const sessions of year(settings)) {
    const batch = batchOf(sessions);
    for (const name of Object.keys(rows)) rows[name] += batch[name].length;
    writeMs += (await timed(() => store.write(batch, price, { bulk: true }))).ms;
    raw.write(sessions);
  }
  const drainMs = (await timed(() => store.drain())).ms;
  await store.close();
  await raw.finish();
  const about = { settings: { ...settings, nowMs: NOW_MS }, rows, writeMs, drainMs, bytes: bytesOf(files.store) };
  writeFileSync(files.about, JSON.stringify(about, null, 2));
}

/** Prints what was measured when the files were made. */
export function printGenerated(settings) {
  const files = filesOf(settings.file);
  const { rows, writeMs, drainMs, bytes } = JSON.parse(readFileSync(files.about, 'utf8'));
  const facts = rows.requests + rows.toolCalls + rows.sessions;
  const share = drainMs / (writeMs + drainMs);
  const perSecond = (n, ms) => short((n / ms) * 1000);
  printTable(
    `1. generate: ${short(rows.sessions)} sessions, ${short(rows.requests)} requests, ${short(rows.toolCalls)} tool calls, ${short(rows.turns)} turns (not counted as rows)`,
    ['what', 'figure', 'bar', 'verdict'],
    [
      ['write, rows/s', perSecond(facts, writeMs), '–', '–'],
      ['write and drain, rows/s', perSecond(facts, writeMs + drainMs), '–', '–'],
      ['drain, rows/s', perSecond(facts, drainMs), '–', '–'],
      ['drain, share of the total', `${short(100 * share)} %`, '≤ 15 %', verdict(share, 0.15)],
    ],
  );
  const perRequest = (n) => (n / rows.requests).toFixed(1);
  const ofRequests = Object.entries(bytes).filter(([name]) => name.includes('uk_request'));
  const requestBytes = ofRequests.reduce((sum, [, n]) => sum + n, 0);
  const total = Object.values(bytes).reduce((sum, n) => sum + n, 0);
  const tables = Object.keys(bytes).filter((name) => /^uk_(cell|marginal)$/.test(name));
  printTable(
    'Bytes',
    ['table or index', 'MB', 'bytes per request', 'rows per request', 'bar', 'verdict'],
    [
      [
        'uk_request with its indexes',
        short(requestBytes / 1e6),
        perRequest(requestBytes),
        '1',
        '≤ 100',
        verdict(requestBytes / rows.requests, 100),
      ],
      ...Object.entries(bytes)
        .toSorted(([, a], [, b]) => b - a)
        .filter(([, n]) => n > total / 1000)
        .map(([name, n]) => [
          name,
          short(n / 1e6),
          perRequest(n),
          tables.includes(name) ? (countOf(files.store, name) / rows.requests).toFixed(3) : '',
          '',
          '',
        ]),
      ['everything', short(total / 1e6), perRequest(total), '', '', ''],
    ],
  );
}
