export type { SqliteDatabase, SqliteStatement } from './SqliteDatabase.ts';
export { openSqlite } from './openSqlite.ts';
export { sqliteStore } from './sqliteStore.ts';
export { storedTenants } from './storedTenants.ts';
