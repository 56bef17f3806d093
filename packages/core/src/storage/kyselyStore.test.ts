import Database from 'better-sqlite3';
import { type Generated, Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { EngineName } from './EngineTraits.ts';
import { kyselyStore } from './kyselyStore.ts';
import { migrationSql } from './migrationSql.ts';

/** Of one table: the types of an instance and of its transactions differ most there. */
interface OneTable {
  person: { id: Generated<number>; first_name: string };
}

let database: Database.Database;
let db: Kysely<OneTable>;
beforeEach(() => {
  database = new Database(':memory:');
  db = new Kysely<OneTable>({ dialect: new SqliteDialect({ database }) });
});
afterEach(() => db.destroy());

it('an instance of any tables is taken, and any transaction of it', async () => {
  await kyselyStore<OneTable>(db, { engine: 'sqlite' }).migrate();
  await kyselyStore(db as Kysely<unknown>, { engine: 'sqlite' }).migrate();
  const inOwn = await db.transaction().execute((trx) => kyselyStore(trx, { engine: 'sqlite' }).extent());
  const controlled = await db.startTransaction().execute();
  expect(await kyselyStore(controlled, { engine: 'sqlite' }).extent()).toEqual(inOwn);
  const saved = await controlled.savepoint('mine').execute();
  expect(await kyselyStore(saved, { engine: 'sqlite' }).extent()).toEqual(inOwn);
  await controlled.rollback().execute();
});

describe('what an engine does not have is refused', () => {
  const refused = (...parts: string[]) =>
    expect.objectContaining({ code: 'invalid_argument', message: expect.stringMatching(parts.join('.*')) });

  it('an instance of the other engine', async () => {
    const other = new Kysely<OneTable>({ dialect: new PostgresDialect({ pool: new pg.Pool() }) });
    expect(() => kyselyStore(db, { engine: 'postgres' })).toThrow(refused('speaks sqlite', "engine: 'sqlite'"));
    expect(() => kyselyStore(other, { engine: 'sqlite' })).toThrow(refused('speaks postgres', "engine: 'postgres'"));
    await other.destroy();
  });

  it('a schema on SQLite, in the printed SQL as well', () => {
    expect(() => kyselyStore(db, { engine: 'sqlite', schema: 'main' })).toThrow(refused('SQLite has no schemas'));
    expect(() => migrationSql({ engine: 'sqlite', schema: 'main' })).toThrow(refused('SQLite has no schemas'));
  });

  it.each(['sqlite_', 'SQLite_usage_'])('names that SQLite keeps for itself: %s', (tablePrefix) => {
    const open = (engine: EngineName) => migrationSql({ engine, tablePrefix });
    expect(() => kyselyStore(db, { engine: 'sqlite', tablePrefix })).toThrow(refused('keeps names', 'sqlite_'));
    expect(() => open('sqlite')).toThrow(refused('keeps names', 'sqlite_'));
    expect(open('postgres')).toContain(`"${tablePrefix}session"`);
  });
});

it('tables of another store under the same name in other letters are not shared on SQLite', async () => {
  await kyselyStore(db, { engine: 'sqlite', tablePrefix: 'Ai_' }).migrate();
  await kyselyStore(db, { engine: 'sqlite', tablePrefix: 'Ai_' }).migrate();
  await kyselyStore(db, { engine: 'sqlite', tablePrefix: 'uk_' }).migrate();
  await expect(kyselyStore(db, { engine: 'sqlite', tablePrefix: 'ai_' }).migrate()).rejects.toMatchObject({
    code: 'store_foreign',
    message: expect.stringContaining('the table Ai_meta is there'),
  });
});

it('a prefix that makes a table of the name of an index that is there is refused on SQLite', async () => {
  await kyselyStore(db, { engine: 'sqlite' }).migrate();
  await expect(kyselyStore(db, { engine: 'sqlite', tablePrefix: 'uk_session_' }).migrate()).rejects.toMatchObject({
    code: 'store_foreign',
    message: expect.stringMatching(/index named uk_session_run.* choose another tablePrefix/),
  });
});
