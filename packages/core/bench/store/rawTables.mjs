// The same year without rollups: one flat wide row per request, call and session, in DuckDB and in SQLite.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { DuckDBInstance } from '@duckdb/node-api';

import { roundHalfEven } from '../../src/metrics/roundHalfEven.ts';
import {
  APPROVALS,
  KINDS,
  MODELS,
  OUTCOMES,
  PHASES,
  price,
  PROJECTS,
  PROVIDERS,
  SOURCE,
  STATUSES,
  TABLES,
  TOOLS,
  USERS,
} from './year.mjs';

const INT = 'bigint';
const TOKENS = { input: INT, cache_read: INT, cache_w5m: INT, cache_w1h: INT, output: INT, reasoning: INT };
/** What the session tells of its requests and calls. Lists are the words of a column: DuckDB stores them as an ENUM, SQLite as text. */
const SESSION = {
  status: STATUSES,
  source: [SOURCE],
  project: PROJECTS,
  user_name: USERS,
  table_name: TABLES,
  phase: PHASES,
};

/** Columns of the raw tables. */
export const RAW_TABLES = {
  raw_request: {
    at_ms: INT,
    session_start_ms: INT,
    ...SESSION,
    kind: KINDS,
    model: MODELS,
    provider: PROVIDERS,
    basis: ['list-price', 'unpriced'],
    quality: ['final', 'partial'],
    requests: INT,
    ...TOKENS,
    cost_pico: INT,
  },
  raw_call: {
    at_ms: INT,
    session_start_ms: INT,
    ...SESSION,
    model: MODELS,
    tool: TOOLS,
    outcome: OUTCOMES,
    approval: APPROVALS,
    approval_source: ['', 'otel'],
    calls: INT,
    duration_ms: INT,
  },
  raw_session: {
    start_ms: INT,
    last_ms: INT,
    id: 'text',
    ...SESSION,
    model: [...MODELS, ''],
    models: 'text',
    engaged_ms: INT,
    turns: INT,
    calls: INT,
    requests: INT,
    ...TOKENS,
    cost_pico: INT,
    cost_nano: INT,
    unpriced_requests: INT,
    unpriced_tokens: INT,
  },
};

/** The column that a table's time index is on. */
const TIME = { raw_request: 'at_ms', raw_call: 'at_ms', raw_session: 'start_ms' };

const tokensOf = (r) => [
  r.inputTokens,
  r.cacheReadTokens,
  r.cacheWrite5mTokens,
  r.cacheWrite1hTokens,
  r.outputTokens,
  r.reasoningTokens,
];

/** Rows of one session, by table. */
function rowsOf({ record, startMs, lastMs, requests, toolCalls, turns }) {
  const { project, status, dimensions } = record;
  const session = [status, SOURCE, project, dimensions.user, dimensions.table, dimensions.phase];
  const sums = {
    tokens: [0, 0, 0, 0, 0, 0],
    pico: 0,
    priced: false,
    unpriced: 0,
    unpricedTokens: 0,
    models: new Map(),
  };
  const rawRequests = requests.map((r) => {
    const { nanoUsd, picoRest, basis } = price(r);
    const tokens = tokensOf(r);
    tokens.forEach((n, i) => (sums.tokens[i] += n));
    const pico = nanoUsd === null ? null : nanoUsd * 1000 + picoRest;
    if (pico === null) {
      sums.unpriced += 1;
      sums.unpricedTokens += tokens.slice(0, 5).reduce((a, b) => a + b, 0);
    } else sums.priced = true;
    sums.pico += pico ?? 0;
    sums.models.set(r.model, (sums.models.get(r.model) ?? 0) + (pico ?? 0));
    return [r.atMs, startMs, ...session, r.kind, r.model, r.provider, basis, r.quality, 1, ...tokens, pico];
  });
  const rawCalls = toolCalls.map((c) => {
    const words = [c.model, c.tool, c.outcome, c.approval, c.approvalSource];
    return [c.atMs, startMs, ...session, ...words, c.callCount, c.durationMs];
  });
  const primary = [...sums.models].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? '';
  const rawSession = [
    startMs,
    lastMs,
    record.id,
    ...session,
    primary,
    [...sums.models.keys()].toSorted().join(' '),
    turns.reduce((sum, t) => sum + t.engagedMs, 0),
    turns.length,
    toolCalls.length,
    requests.length,
    ...sums.tokens,
    sums.pico,
    sums.priced ? Number(roundHalfEven(BigInt(sums.pico), 1000n)) : null,
    sums.unpriced,
    sums.unpricedTokens,
  ];
  return { raw_request: rawRequests, raw_call: rawCalls, raw_session: [rawSession] };
}

/** Takes sessions into the raw databases; `finish` makes the indexes. */
export async function rawWriter({ duckdb, sqlite }) {
  for (const file of [duckdb, `${duckdb}.wal`, sqlite]) rmSync(file, { force: true });
  const db = new DatabaseSync(sqlite);
  db.exec('pragma journal_mode = off; pragma synchronous = off');
  const tables = Object.entries(RAW_TABLES).map(([table, columns]) => {
    const names = Object.keys(columns);
    const types = Object.values(columns).map((type) => (type === INT ? 'integer' : 'text'));
    db.exec(`create table ${table} (${names.map((name, i) => `${name} ${types[i]}`).join(', ')})`);
    const insert = db.prepare(`insert into ${table} values (${names.map(() => '?').join(', ')})`);
    const csv = `${duckdb}.${table}.csv`;
    return { table, columns, insert, csv, file: openSync(csv, 'w') };
  });
  return {
    write(sessions) {
      db.exec('begin');
      for (const { table, insert, file } of tables) {
        const lines = [];
        for (const session of sessions) {
          for (const row of rowsOf(session)[table]) {
            insert.run(...row);
            lines.push(row.map((value) => (value === null ? '' : value === '' ? '""' : value)).join(','));
          }
        }
        if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
      }
      db.exec('commit');
    },
    async finish() {
      for (const { table } of tables) db.exec(`create index ${table}_time on ${table} (${TIME[table]})`);
      db.exec('analyze');
      db.close();
      const connection = await (await DuckDBInstance.create(duckdb)).connect();
      for (const { table, columns, csv, file } of tables) {
        closeSync(file);
        const types = Object.entries(columns).map(([name, type]) => {
          if (!Array.isArray(type)) return `'${name}': '${type}'`;
          return `'${name}': 'varchar'`;
        });
        const typed = Object.entries(columns).map(([name, type]) =>
          Array.isArray(type)
            ? `"${name}"::enum(${type.map((word) => `'${word}'`).join(', ')}) as "${name}"`
            : `"${name}"`,
        );
        await connection.run(
          `create table ${table} as select ${typed.join(', ')} from read_csv('${csv}', header = false, columns = {${types.join(', ')}})`,
        );
        rmSync(csv);
      }
      await connection.run('checkpoint');
      connection.closeSync();
    },
  };
}
