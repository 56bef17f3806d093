import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll } from 'vitest';

import { type SqlStoreDatabase, sqlStoreContract } from '../../testing/sqlStoreContract.ts';
import { storeContract } from '../../testing/storeContract.ts';
import { type TemporaryPostgres, temporaryPostgres, temporarySchemas } from '../../testing/temporaryPostgres.ts';
import type { PgPool, PostgresClient, PostgresJs } from './PostgresClient.ts';
import { postgresStore } from './postgresStore.ts';

let database: TemporaryPostgres;
let pool: pg.Pool;
let sql: ReturnType<typeof postgres>;
beforeAll(async () => {
  database = await temporaryPostgres();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  sql = postgres(database.url, { max: 8, onnotice: () => {} });
});
afterAll(async () => {
  await Promise.all([pool.end(), sql.end()]);
  await database.remove();
});

const schemas = temporarySchemas((statement) => pool.query(statement));
/** A schema of its own for each database that the contract asks for; connections are shared, because opening them takes longest. */
const harness = (client: () => PostgresClient) => ({
  create: async (): Promise<SqlStoreDatabase> => {
    const schema = await schemas.take();
    return {
      open: async (tenant) => {
        const options = { schema, tablePrefix: 'host_' };
        const store = postgresStore(client(), tenant === undefined ? options : { ...options, tenant });
        await store.migrate();
        return store;
      },
      execute: async (statement) => {
        await pool.query(statement.replaceAll('uk_', `${schema}.host_`));
      },
      remove: () => schemas.giveBack(schema),
    };
  },
});

const pooled = harness((): PgPool => ({ connect: () => pool.connect(), end: async () => {} }));
storeContract('pg', pooled);
sqlStoreContract('pg', pooled);

// Another driver of the same engine: fewer cases.
const FEWER = { cases: 4, tenantQueries: 30 };
const postgresJs = harness((): PostgresJs => ({
  ...sql,
  unsafe: (text, values) => sql.unsafe(text, values),
  reserve: () => sql.reserve() as never,
  end: async () => {},
}));
storeContract('postgres.js', postgresJs, FEWER);
sqlStoreContract('postgres.js', postgresJs);

let pglite: PGlite;
beforeAll(async () => {
  pglite = await PGlite.create();
});
afterAll(() => pglite.close());

const embedded = {
  create: async (): Promise<SqlStoreDatabase> => {
    await pglite.exec('drop schema public cascade; create schema public');
    return {
      open: async (tenant) => {
        const store = postgresStore(pglite, tenant === undefined ? {} : { tenant });
        await store.migrate();
        return store;
      },
      execute: async (statement) => {
        await pglite.exec(statement);
      },
      remove: () => {},
    };
  },
};
storeContract('PGlite', embedded, FEWER);
sqlStoreContract('PGlite', embedded);
