import Database from 'better-sqlite3';
import { type Generated, Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { kyselyStore } from './kyselyStore.ts';

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
