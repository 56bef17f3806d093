import { DatabaseSync } from 'node:sqlite';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import { expect, it } from 'vitest';

import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { batch, request } from '../../testing/steadyUsage.ts';
import { kyselyStore } from '../kyselyStore.ts';
import { openSqlite } from './openSqlite.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';
import { sqliteStore } from './sqliteStore.ts';

const refusal = (message: string) =>
  expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) });

it.each([Number.NaN, Infinity, -1, 2 ** 31, '200', null, 5n])('a time to wait for a lock of %s is refused', (ms) => {
  const lockTimeoutMs = ms as number;
  expect(() => sqliteStore(openSqlite(':memory:'), { lockTimeoutMs })).toThrow(refusal(`lockTimeoutMs is ${ms}`));
});

it.each([0, 0.5, 2 ** 31 - 1])('one of %s ms is taken', async (lockTimeoutMs) => {
  const store = sqliteStore(openSqlite(':memory:'), { lockTimeoutMs });
  await store.migrate();
  expect(await store.extent()).toMatchObject({ latestMs: null });
  await store.close();
});

it.each([
  ['node:sqlite', () => new DatabaseSync(':memory:')],
  ['better-sqlite3', () => new Database(':memory:')],
  ['libSQL', () => new Libsql(':memory:')],
] satisfies [string, () => SqliteDatabase][])(
  'a connection in a transaction is refused, and left in it: %s',
  (_, open) => {
    for (const begin of ['begin', 'begin immediate']) {
      const database: SqliteDatabase = open();
      database.exec(begin);
      for (const readOnly of [false, true]) {
        expect(() => sqliteStore(database, { readOnly })).toThrow(
          expect.objectContaining({ code: 'store_locked', message: expect.stringContaining('begun a transaction') }),
        );
      }
      database.exec('create table own (a integer); rollback');
      database.close();
    }
  },
);

it('a connection that gives columns their full names is made to give plain ones', async () => {
  for (const short of [0, 1]) {
    const database = new DatabaseSync(':memory:');
    database.exec(`pragma short_column_names = ${short}; pragma full_column_names = 1`);
    const store = sqliteStore(database);
    await store.migrate();
    await store.write(batch({ requests: [request('r', 's', Date.UTC(2026, 0, 1))] }), examplePrice);
    const page = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;
    expect((await store.sessions(page)).sessions).toMatchObject([{ id: 's', requests: 1 }]);
    expect((await store.check()).differences).toEqual([]);
    await store.close();
  }
});

it('through a Kysely instance such a connection is refused, and the error says why', async () => {
  const database = new Database(':memory:');
  database.pragma('short_column_names = 0');
  database.pragma('full_column_names = 1');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  await expect(kyselyStore(db, { engine: 'sqlite' }).migrate()).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringContaining('full_column_names'),
  });
  await db.destroy();
});
