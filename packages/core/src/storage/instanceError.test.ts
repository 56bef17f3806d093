import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, sql, SqliteDialect } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../testing/temporaryPostgres.ts';
import type { EngineName } from './EngineTraits.ts';
import { kyselyStore } from './kyselyStore.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';
import type { UsageStore } from './UsageStore.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const RECORDS = batch({ requests: [request('r', 's', AT_MS)], sessions: [session('s', AT_MS)] });

let database: TemporaryPostgres;
beforeAll(async () => {
  database = await temporaryPostgres();
});
afterAll(() => database.remove());

/** How reading and writing end. */
const outcomes = (store: UsageStore): Promise<PromiseSettledResult<unknown>[]> =>
  Promise.allSettled([store.extent(), store.write(RECORDS, examplePrice)]);
/** Both with a message of these words. */
const refused = (words: string): unknown[] => {
  const reason = expect.objectContaining({
    name: 'UsageError',
    code: 'store_unavailable',
    message: expect.stringContaining(words),
  });
  return [
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ];
};

const DIALECTS = {
  sqlite: () => new SqliteDialect({ database: new Database(':memory:') }),
  postgres: () => new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url, max: 2 }) }),
};

describe.each<EngineName>(['sqlite', 'postgres'])('what is over on %s is told from a fault', (engine) => {
  let db: Kysely<unknown>;
  beforeEach(async () => {
    db = new Kysely<unknown>({ dialect: DIALECTS[engine]() });
    await kyselyStore(db, { engine }).migrate();
    return () => db.destroy();
  });

  it('a transaction of the host, that was used and that was not', async () => {
    const [used, unused] = await db.transaction().execute(async (trx) => {
      const stores = [kyselyStore(trx, { engine }), kyselyStore(trx, { engine })] as const;
      await stores[0].extent();
      return stores;
    });
    expect(await outcomes(used)).toEqual(refused('has ended'));
    expect(await outcomes(unused)).toEqual(refused('has ended'));
    const controlled = await db.startTransaction().execute();
    const rolledBack = kyselyStore(controlled, { engine });
    await rolledBack.extent();
    await controlled.rollback().execute();
    expect(await outcomes(rolledBack)).toEqual(refused('has ended'));
  });

  it('the instance of the host', async () => {
    const store = kyselyStore(db, { engine });
    await store.extent();
    await db.destroy();
    expect(await outcomes(store)).toEqual(refused('was destroyed'));
    expect(await outcomes(kyselyStore(db, { engine }))).toEqual(refused('was destroyed'));
  });
});

it('a transaction of PostgreSQL in which a statement of the host failed takes no other, and says so', async () => {
  const db = new Kysely<unknown>({ dialect: DIALECTS.postgres() });
  await kyselyStore(db, { engine: 'postgres' }).migrate();
  const trx = await db.startTransaction().execute();
  const store = kyselyStore(trx, { engine: 'postgres' });
  await store.extent();
  const saved = await trx.savepoint('before').execute();
  await expect(sql`select nonsense`.execute(trx)).rejects.toThrow('nonsense');
  expect(await outcomes(store)).toEqual(refused('until it is rolled back'));
  expect(await outcomes(kyselyStore(trx, { engine: 'postgres' }))).toEqual(refused('until it is rolled back'));
  await saved.rollbackToSavepoint('before').execute();
  expect(await store.write(RECORDS, examplePrice)).toMatchObject({ newRequests: 1 });
  await trx.rollback().execute();
  await db.destroy();
});

it.each([
  ['node:sqlite', () => openSqlite(':memory:')],
  ['better-sqlite3', () => new Database(':memory:')],
])('a database of %s that was closed under its store', async (_, open) => {
  const opened = open();
  const store = sqliteStore(opened);
  await store.migrate();
  opened.close();
  expect(await outcomes(store)).toEqual(refused('the database was closed'));
});
