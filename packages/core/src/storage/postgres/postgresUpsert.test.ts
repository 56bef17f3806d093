import { Kysely } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { type TemporaryPostgres, temporaryPostgres } from '../../testing/temporaryPostgres.ts';
import type { Schema } from '../Schema.ts';
import { postgresDialect } from './postgresDialect.ts';
import { postgresPool } from './postgresPool.ts';
import { postgresUpsert } from './postgresUpsert.ts';

/** Columns of a table of a store that has integers, a fraction and texts. */
const COLUMNS = ['tenant', 'source', 'file', 'read_offset', 'size', 'mtime_ms', 'fingerprint', 'state'] as const;
const TEXTS = ['NULL', '', '{}', '"', String.raw`\x41`, 'a,b', `it's`, 'naïve 日本', '\n\t'];
/** More than one statement carries. */
const MANY = 4500;

type Row = readonly unknown[];
const row = (i: number, state: unknown = TEXTS[i % TEXTS.length], size = i): Row => [
  1,
  TEXTS[i % TEXTS.length],
  `file ${i}`,
  BigInt(i) * 1_000_000_007n,
  size,
  i + 0.25,
  'same in all',
  state,
];
const rowsOf = (length: number, of: (i: number) => Row): Row[] => Array.from({ length }, (_, i) => of(i));

let database: TemporaryPostgres;
let pool: pg.Pool;
let db: Kysely<Schema>;
beforeAll(async () => {
  database = await temporaryPostgres();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  db = new Kysely<Schema>({ dialect: postgresDialect(postgresPool(pool)) });
});
afterAll(async () => {
  await db.destroy();
  await database.remove();
});
beforeEach(async () => {
  await pool.query('drop table if exists uk_cursor, uk_cell');
  await pool.query(`create table uk_cursor (tenant integer not null, source text not null, file text not null, read_offset bigint,
    size integer, mtime_ms double precision, fingerprint text, state text, primary key (tenant, source, file))`);
  await pool.query(
    'create table uk_cell (tenant integer, family smallint, hour integer, data bytea, primary key (tenant, family, hour))',
  );
});

const upsert = (rows: readonly Row[], on: Kysely<Schema> = db): Promise<void> =>
  postgresUpsert(on, { table: 'uk_cursor', columns: COLUMNS, keys: 3, rows });
const stored = async (): Promise<Row[]> => {
  const { rows } = await pool.query<unknown[]>({ text: 'select * from uk_cursor order by mtime_ms', rowMode: 'array' });
  return rows;
};
/** As the driver reads what was written. */
const read = (rows: readonly Row[]): Row[] => rows.map((values) => values.with(3, String(values[3])));

it.each([1, 99, 100, 2000, MANY])('%s rows are stored as they were given, and replaced', async (length) => {
  const rows = rowsOf(length, row);
  await upsert(rows);
  expect(await stored()).toEqual(read(rows));
  // Now nothing where there was something, and one number in all of them.
  const replaced = rowsOf(length, (i) => row(i, null, 7));
  await upsert(replaced);
  expect(await stored()).toEqual(read(replaced));
});

it('a value that all rows of one statement have, and not those of the next, stays theirs', async () => {
  const rows = rowsOf(MANY, (i) => row(i, i < 2000 ? 'first' : null, i < 4000 ? 5 : 6));
  await upsert(rows);
  expect(await stored()).toEqual(read(rows));
});

it('bytes are stored, the same in many rows too', async () => {
  const data = [new Uint8Array([0, 255, 92, 34]), new Uint8Array()];
  for (const [family, length] of [
    [1, 2],
    [2, 150],
  ] as const) {
    const rows = rowsOf(length, (hour) => [1, family, hour, data[family === 2 ? 0 : hour]]);
    await postgresUpsert(db, { table: 'uk_cell', columns: ['tenant', 'family', 'hour', 'data'], keys: 3, rows });
  }
  const { rows } = await pool.query<{ family: number; data: string; cells: string }>(
    `select family, encode(data, 'hex') as data, count(*) as cells from uk_cell group by 1, 2 order by 1, 2`,
  );
  expect(rows).toEqual([
    { family: 1, data: '', cells: '1' },
    { family: 1, data: '00ff5c22', cells: '1' },
    { family: 2, data: '00ff5c22', cells: '150' },
  ]);
});

it.each([0, 1999, 2000, MANY - 1])('a row that the server refuses, at %s of 4500, ends the whole write', async (at) => {
  const rows = rowsOf(MANY, (i) => row(i, 'x', i === at ? 2 ** 40 : i));
  const write = db.transaction().execute((trx) => upsert(rows, trx as unknown as Kysely<Schema>));
  await expect(write).rejects.toMatchObject({ code: '22003' });
  expect(await stored()).toEqual([]);
});

it('no rows are no statement', async () => {
  await upsert([]);
  expect(await stored()).toEqual([]);
});
