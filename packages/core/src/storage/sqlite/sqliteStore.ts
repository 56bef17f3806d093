import { Kysely } from 'kysely';

import { UsageError } from '../../errors.ts';
import { ledgerStore } from '../ledgerStore.ts';
import type { Schema } from '../Schema.ts';
import type { UsageStore } from '../UsageStore.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';
import { sqliteDialect } from './sqliteDialect.ts';
import { sqliteTraits } from './sqliteTraits.ts';

/** Marks a file as ours in its header: https://www.sqlite.org/fileformat.html#application_id ("USGK"). */
const APPLICATION_ID = 0x5553474b;

const pragma = (database: SqliteDatabase, name: string): number =>
  Number(Object.values((database.prepare(`pragma ${name}`).all()[0] ?? { none: 0 }) as object)[0]);

/** Refuses a file that holds somebody else's tables, and marks an empty one. */
function claimFile(database: SqliteDatabase, readOnly: boolean): void {
  const id = pragma(database, 'application_id');
  if (id === APPLICATION_ID) return;
  const tables = Number(
    (database.prepare('select count(*) as n from sqlite_master').all()[0] as { n: number | bigint }).n,
  );
  if (id !== 0 || tables > 0) {
    throw new UsageError('store_foreign', 'the database belongs to another program: choose another file');
  }
  if (!readOnly) database.exec(`pragma application_id = ${APPLICATION_ID}`);
}

/**
 * A store in a SQLite database file, which belongs to the store alone.
 *
 * @param database an open database of node:sqlite or better-sqlite3
 * @param options.tenant whose usage it holds; every statement is scoped to it
 * @param options.readOnly the connection cannot write; the schema must be up to date
 * @param options.lockTimeoutMs how long a write waits for another process's; 10 s when absent
 * @throws UsageError `store_foreign`, `store_locked`, `store_read_only` or `store_unavailable`
 */
export function sqliteStore(
  database: SqliteDatabase,
  options: { tenant?: string; readOnly?: boolean; lockTimeoutMs?: number } = {},
): UsageStore {
  try {
    database.exec('pragma busy_timeout = 50; pragma cache_size = -32768; pragma temp_store = memory');
    claimFile(database, options.readOnly ?? false);
    if (!options.readOnly)
      database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 8000');
  } catch (error) {
    throw sqliteTraits.storeError(error);
  }
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database, options.lockTimeoutMs ?? 10_000) });
  return ledgerStore(db, sqliteTraits, options.tenant === undefined ? {} : { tenant: options.tenant });
}
