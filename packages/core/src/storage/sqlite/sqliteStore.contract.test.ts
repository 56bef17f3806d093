import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Libsql from 'libsql';

import { type SqlStoreDatabase, sqlStoreContract } from '../../testing/sqlStoreContract.ts';
import { storeContract } from '../../testing/storeContract.ts';
import type { UsageStore } from '../UsageStore.ts';
import { openSqlite } from './openSqlite.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';
import { sqliteStore } from './sqliteStore.ts';

const harness = (connect: (file: string) => SqliteDatabase) => ({
  create: async (): Promise<SqlStoreDatabase> => {
    const folder = mkdtempSync(join(tmpdir(), 'usagekit-contract-'));
    const file = join(folder, 'usage.db');
    const stores: UsageStore[] = [];
    return {
      open: async (tenant) => {
        const store = sqliteStore(connect(file), tenant === undefined ? {} : { tenant });
        stores.push(store);
        await store.migrate();
        return store;
      },
      execute: async (statement) => {
        const database = connect(file);
        database.exec(statement);
        database.close();
      },
      remove: async () => {
        for (const store of stores) await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});

const nodeSqlite = harness(openSqlite);
storeContract('node:sqlite', nodeSqlite);
sqlStoreContract('node:sqlite', nodeSqlite);

const betterSqlite = harness((file) => new Database(file));
storeContract('better-sqlite3', betterSqlite);
sqlStoreContract('better-sqlite3', betterSqlite);

const libSql = harness((file) => new Libsql(file));
storeContract('libSQL', libSql, { cases: 10, tenantQueries: 40 });
sqlStoreContract('libSQL', libSql);
