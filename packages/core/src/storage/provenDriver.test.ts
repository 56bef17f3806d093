import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../testing/temporaryPostgres.ts';
import { kyselyStore } from './kyselyStore.ts';
import { postgresStore } from './postgres/index.ts';
import type { UsageStore } from './UsageStore.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const written = (name: string) =>
  batch({ requests: [request(name, `s${name}`, AT_MS)], sessions: [session(`s${name}`, AT_MS)] });
const segments = [{ startMs: AT_MS, endMs: AT_MS + 3_600_000, offsetSlots: 0 }];
const requests = async (store: UsageStore): Promise<bigint | undefined> =>
  (await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] }))[0]?.measures.requests;

let database: TemporaryPostgres;
let good: UsageStore;
beforeAll(async () => {
  database = await temporaryPostgres();
  good = postgresStore(new pg.Pool({ connectionString: database.url, max: 2 }));
  await good.migrate();
  await good.write(written('a'), examplePrice);
});
afterAll(async () => {
  await good.close();
  await database.remove();
});

const pool = (options: pg.PoolConfig & { binary?: boolean }): pg.Pool =>
  new pg.Pool({ connectionString: database.url, max: 2, ...options });
/** A pool with parsers of the host's own, by the id of their type. */
const parsing = (own: Record<number, (text: string) => unknown>): pg.Pool => {
  const getTypeParser = (id: number, format?: 'text') => own[id] ?? pg.types.getTypeParser(id, format);
  return pool({ types: { getTypeParser } as pg.CustomTypesConfig });
};
const BOOL = 16;
const BYTEA = 17;
const INT8 = 20;
const INT4 = 23;
const FLOAT8 = 701;
const NUMERIC = 1700;

describe('a driver that does not give back what it was sent is refused, for reading and for writing', () => {
  it.each<[name: string, open: () => Promise<UsageStore> | UsageStore, what: string]>([
    ['binary of pg', () => postgresStore(pool({ binary: true })), 'big integers'],
    ['pg, bytes as text', () => postgresStore(parsing({ [BYTEA]: String })), 'bytes'],
    [
      'pg, dates of integers',
      () => postgresStore(parsing({ [INT8]: (text) => new Date(Number(text)) })),
      'big integers',
    ],
    [
      'pg, sums in millions',
      () => postgresStore(parsing({ [NUMERIC]: (text) => Number(text) / 1e6 })),
      'sums of big integers',
    ],
    ['pg, lists without null', () => postgresStore(pool({ options: '-c array_nulls=off' })), 'null'],
    [
      'postgres.js, bytes as text',
      () => {
        const bytes = { to: BYTEA, from: [BYTEA], serialize: String, parse: String };
        return postgresStore(postgres(database.url, { max: 2, types: { bytes }, onnotice: () => {} }));
      },
      'bytes',
    ],
    [
      'PGlite, integers as text with a unit',
      async () => postgresStore(await PGlite.create({ parsers: { [INT4]: (text: string) => `${text} pieces` } })),
      'integers',
    ],
    [
      'a Kysely instance on binary of pg',
      () =>
        kyselyStore(new Kysely({ dialect: new PostgresDialect({ pool: pool({ binary: true }) }) }), {
          engine: 'postgres',
        }),
      'big integers',
    ],
  ])('%s', async (_, open, what) => {
    const store = await open();
    const refused = {
      code: 'invalid_argument',
      message: expect.stringMatching(`does not give .*\\b${what}\\b.* back as they were sent`),
    };
    await expect(store.migrate()).rejects.toMatchObject(refused);
    await expect(store.write(written('b'), examplePrice)).rejects.toMatchObject(refused);
    await expect(store.extent()).rejects.toMatchObject(refused);
    await expect(store.check()).rejects.toMatchObject(refused);
    await store.close();
    expect(await requests(good)).toBe(1n);
    expect((await good.check()).differences).toEqual([]);
  });
});

describe('a driver that reads values as others do not is taken where a store can tell them', () => {
  it.each<[name: string, own: Record<number, (text: string) => unknown>]>([
    ['numbers', { [INT8]: Number, [NUMERIC]: Number }],
    ['bigints', { [INT8]: BigInt, [INT4]: BigInt, [NUMERIC]: BigInt }],
    ['text', { [INT8]: String, [INT4]: String, [NUMERIC]: String, [FLOAT8]: String, [BOOL]: String }],
  ])('%s', async (_, own) => {
    const store = postgresStore(parsing(own), { tenant: 'own' });
    await store.migrate();
    await store.write(written('a'), examplePrice);
    expect(await requests(store)).toBe(1n);
    expect((await store.check()).differences).toEqual([]);
    await store.close();
    const empty = postgresStore(parsing(own), { tablePrefix: 'nobody_' });
    await expect(empty.extent()).rejects.toMatchObject({ message: expect.stringContaining('call migrate() first') });
    await empty.close();
  });
});

it('a Kysely instance on SQLite whose driver gives lists is refused', async () => {
  const database = new Database(':memory:');
  const prepare = (text: string): Database.Statement => {
    const statement = database.prepare(text);
    return statement.reader ? statement.raw(true) : statement;
  };
  const dialect = new SqliteDialect({ database: { prepare, close: () => void database.close() } as never });
  const db = new Kysely({ dialect });
  await expect(kyselyStore(db, { engine: 'sqlite' }).migrate()).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringContaining('columns the names that were asked for'),
  });
  await db.destroy();
});

it('a driver is looked at once', async () => {
  const statements: string[] = [];
  const db = new Kysely({
    dialect: new PostgresDialect({ pool: pool({}) }),
    log: (event) => void statements.push(event.query.sql),
  });
  const store = kyselyStore(db, { engine: 'postgres' });
  await Promise.all([store.extent(), store.extent()]);
  await store.write(written('a'), examplePrice);
  expect(statements.filter((text) => text.includes('of_0'))).toHaveLength(1);
  await db.destroy();
});
