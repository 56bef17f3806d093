import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Libsql from 'libsql';

import { type StoreDatabase, storeContract } from '../../testing/storeContract.ts';
import type { UsageStore } from '../UsageStore.ts';
import { openSqlite } from './openSqlite.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';
import { sqliteStore } from './sqliteStore.ts';

const harness = (connect: (file: string) => SqliteDatabase) => ({
  create: async (): Promise<StoreDatabase> => {
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

storeContract('node:sqlite', harness(openSqlite));
storeContract(
  'better-sqlite3',
  harness((file) => new Database(file)),
);
storeContract(
  'libSQL',
  harness((file) => new Libsql(file)),
  { cases: 10, tenantQueries: 40 },
);
