import Database from 'better-sqlite3';

import { storeContract } from '../../testing/storeContract.ts';
import { openSqlite } from './openSqlite.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';
import { sqliteStore } from './sqliteStore.ts';

const harness = (open: () => SqliteDatabase) => ({
  create: async () => {
    const store = sqliteStore(open());
    await store.migrate();
    return { store, cleanup: () => store.close() };
  },
});

storeContract(
  'node:sqlite',
  harness(() => openSqlite(':memory:')),
);
storeContract(
  'better-sqlite3',
  harness(() => new Database(':memory:')),
);
