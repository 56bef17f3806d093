import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CamelCasePlugin, Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';

import type { StoreHarness } from '../testing/contractTools.ts';
import { type SqlStoreDatabase, sqlStoreContract } from '../testing/sqlStoreContract.ts';
import { storeContract } from '../testing/storeContract.ts';
import { type TemporaryPostgres, temporaryPostgres, temporarySchemas } from '../testing/temporaryPostgres.ts';
import { kyselyStore } from './kyselyStore.ts';

const plugins = [new CamelCasePlugin()];
const FEWER = { cases: 4, tenantQueries: 30 };

const sqliteHost: StoreHarness<SqlStoreDatabase> = {
  create: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usagekit-stock-'));
    const file = join(folder, 'host.db');
    const instances: Kysely<unknown>[] = [];
    return {
      open: async (tenant = '') => {
        const database = new Database(file, { timeout: 20 });
        database.pragma('journal_mode = wal');
        const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }), plugins });
        instances.push(db);
        const store = kyselyStore(db, { engine: 'sqlite', tablePrefix: 'ai_', tenant });
        await store.migrate();
        return store;
      },
      execute: async (statement) => {
        const database = new Database(file);
        database.exec(statement.replaceAll('uk_', 'ai_'));
        database.close();
      },
      remove: async () => {
        for (const db of instances) await db.destroy();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
storeContract('stock SqliteDialect of a host', sqliteHost, FEWER);
sqlStoreContract('stock SqliteDialect of a host', sqliteHost);

let database: TemporaryPostgres;
let db: Kysely<unknown>;
let pool: pg.Pool;
beforeAll(async () => {
  database = await temporaryPostgres();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), plugins });
});
afterAll(async () => {
  await db.destroy();
  await database.remove();
});

const schemas = temporarySchemas((statement) => pool.query(statement));
const postgresHost: StoreHarness<SqlStoreDatabase> = {
  create: async () => {
    const schema = await schemas.take();
    return {
      open: async (tenant = '') => {
        const store = kyselyStore(db, { engine: 'postgres', schema, tablePrefix: 'ai_', tenant });
        await store.migrate();
        return store;
      },
      execute: async (statement) => {
        await pool.query(statement.replaceAll('uk_', `${schema}.ai_`));
      },
      remove: () => schemas.giveBack(schema),
    };
  },
};
storeContract('stock PostgresDialect of a host', postgresHost, FEWER);
sqlStoreContract('stock PostgresDialect of a host', postgresHost);
