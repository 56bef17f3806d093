import { createHash } from 'node:crypto';

import Database from 'better-sqlite3';
import pg from 'pg';
import { expect, it } from 'vitest';

import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request } from '../testing/steadyUsage.ts';
import { temporaryPostgres } from '../testing/temporaryPostgres.ts';
import { kyselyStore } from './kyselyStore.ts';
import { migrationSql } from './migrationSql.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';
import { postgresStore } from './postgres/index.ts';
import { Kysely, SqliteDialect } from 'kysely';
import type { UsageStore } from './UsageStore.ts';

/** What a store says of itself after a write and a migration that has nothing to do. */
const stateOf = async (store: UsageStore): Promise<unknown> => {
  await store.write(batch({ requests: [request('r', 's', Date.UTC(2026, 0, 1))] }), examplePrice);
  await store.migrate();
  return { isWritten: (await store.extent()).revision > 0, differences: (await store.check()).differences };
};
/** Which SQL each version stands for, as the first characters of its SHA-256: a new version appends a row, and none is ever changed, for databases of it are there. */
const VERSIONS: Readonly<Record<number, Record<'sqlite' | 'postgres', string>>> = {
  7: { sqlite: 'd64d4eec797b0fa5', postgres: '964343f2a6595104' },
};

const SOUND = { isWritten: true, differences: [] };

it('the schema of each engine is as committed', async () => {
  await expect(migrationSql({ engine: 'sqlite' })).toMatchFileSnapshot('schemas/sqlite.sql');
  await expect(migrationSql({ engine: 'postgres' })).toMatchFileSnapshot('schemas/postgres.sql');
});

it('a version stands for one schema: what changes it is a migration, with the next version', () => {
  const hash = (engine: 'sqlite' | 'postgres'): string =>
    createHash('sha256').update(migrationSql({ engine })).digest('hex').slice(0, 16);
  expect({ sqlite: hash('sqlite'), postgres: hash('postgres') }).toEqual(VERSIONS[SCHEMA_VERSION]);
});

it.each(Array.from({ length: 6 }, (_, i) => i + 1))(
  'a database of the pre-release version %i is refused',
  async (v) => {
    const database = new Database(':memory:');
    database.exec(migrationSql({ engine: 'sqlite' }));
    database.exec(`update uk_meta set value = '${v}' where name = 'schema_version'`);
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
    await expect(kyselyStore(db, { engine: 'sqlite' }).migrate()).rejects.toMatchObject({
      code: 'store_foreign',
      message: expect.stringContaining('remove it and sync again') as string,
    });
    await db.destroy();
  },
);

it('a database made by hand with the printed SQL needs no migration: SQLite', async () => {
  const database = new Database(':memory:');
  database.exec(migrationSql({ engine: 'sqlite', tablePrefix: 'ai_' }));
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  expect(await stateOf(kyselyStore(db, { engine: 'sqlite', tablePrefix: 'ai_' }))).toEqual(SOUND);
  await db.destroy();
});

it('a database made by hand with the printed SQL needs no migration: PostgreSQL', async () => {
  const database = await temporaryPostgres();
  try {
    await database.execute(`create schema "Usage"; ${migrationSql({ engine: 'postgres', schema: 'Usage' })}`);
    const store = postgresStore(new pg.Pool({ connectionString: database.url }), { schema: 'Usage' });
    expect(await stateOf(store)).toEqual(SOUND);
    await store.close();
  } finally {
    await database.remove();
  }
});

it('refuses an engine it does not know', () => {
  expect(() => migrationSql({ engine: 'oracle' as 'sqlite' })).toThrow(
    expect.objectContaining({ code: 'invalid_argument' }),
  );
  expect(() => migrationSql({ engine: 'sqlite', tablePrefix: 'a"; drop table x; --' })).toThrow(
    expect.objectContaining({ code: 'invalid_argument' }),
  );
});
