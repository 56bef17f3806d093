import { Kysely } from 'kysely';

import { assertNames } from '../../model/assertNames.ts';
import { UsageError } from '../../errors.ts';
import { isTimerMs } from '../../model/isTimerMs.ts';
import { timerFault } from '../../model/timerFault.ts';
import { ledgerStore } from '../ledgerStore.ts';
import type { Schema } from '../Schema.ts';
import { tenantNameOf } from '../tenantName.ts';
import type { UsageStore } from '../UsageStore.ts';
import { recordStatement } from './recordStatement.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';
import { isBusy, sqliteDialect } from './sqliteDialect.ts';
import { sqliteReads } from './sqliteReads.ts';
import { sqliteTraits } from './sqliteTraits.ts';

/** Marks a file as ours in its header: https://www.sqlite.org/fileformat.html#application_id ("USGK"). */
const APPLICATION_ID = 0x5553474b;

/** Attempts at opening a file that others open at the same time. */
const ATTEMPTS = 10;

const pragma = (database: SqliteDatabase, name: string): number =>
  Number(Object.values((recordStatement(database, `pragma ${name}`).all()[0] ?? { none: 0 }) as object)[0]);

/** Whether the tables of a file are those that the printed SQL makes. */
function hasVersion(database: SqliteDatabase): boolean {
  try {
    return recordStatement(database, "select value from uk_meta where name = 'schema_version'").all().length > 0;
  } catch (error) {
    if (error instanceof Error && /no such (table|column)/i.test(error.message)) return false;
    throw error;
  }
}

/** Refuses a file that holds somebody else's tables, and marks an empty one. */
function claimFile(database: SqliteDatabase, readOnly: boolean): void {
  const id = pragma(database, 'application_id');
  if (id === APPLICATION_ID) return;
  const isEmpty = recordStatement(database, 'select 1 from sqlite_master limit 1').all().length === 0;
  // Tables of ours without the mark were made by the SQL of the migrations.
  if (id !== 0 || (!isEmpty && !hasVersion(database))) {
    // Another process may have claimed it, and made its tables, in between: the mark comes before the tables.
    if (pragma(database, 'application_id') === APPLICATION_ID) return;
    throw new UsageError('store_foreign', 'the database belongs to another program: choose another file');
  }
  if (!readOnly) database.exec(`pragma application_id = ${APPLICATION_ID}`);
}

/** Claims a file and sets a connection up. Processes that open a new file at once wait for each other. */
function prepareFile(database: SqliteDatabase, readOnly: boolean, lockTimeoutMs: number): void {
  // Fails, and does nothing, where somebody has begun a transaction: what follows would be part of it, or fail half way.
  database.exec('begin; rollback');
  // Rows are read by the plain names of their columns.
  database.exec('pragma short_column_names = 1; pragma full_column_names = 0');
  database.exec(
    `pragma busy_timeout = ${Math.ceil(lockTimeoutMs)}; pragma cache_size = -32768; pragma temp_store = memory`,
  );
  for (let attempt = 1; ; attempt += 1) {
    try {
      claimFile(database, readOnly);
      if (!readOnly) database.exec('pragma journal_mode = wal');
      break;
    } catch (error) {
      if (attempt >= ATTEMPTS || readOnly || !isBusy(error)) throw error;
      // The change to a log does not wait for others by itself; a transaction does.
      database.exec('begin immediate; rollback');
    }
  }
  if (!readOnly) database.exec('pragma synchronous = normal; pragma wal_autocheckpoint = 8000');
  // From now on whoever waits leaves the process free meanwhile.
  database.exec('pragma busy_timeout = 50');
}

/**
 * A store in a SQLite database file, which belongs to the store alone.
 *
 * @param database an open database of node:sqlite, better-sqlite3, libsql or bun:sqlite
 * @param options.tenant whose usage it holds; every statement is scoped to it
 * @param options.readOnly the connection cannot write; the schema must be up to date
 * @param options.lockTimeoutMs how long a write waits for another process's, ms, 2³¹ − 1 at most; 10 s when absent
 * @throws UsageError `invalid_argument`, `store_foreign`, `store_locked`, `store_read_only` or `store_unavailable`
 */
export function sqliteStore(
  database: SqliteDatabase,
  options: { tenant?: string; readOnly?: boolean; lockTimeoutMs?: number } = {},
): UsageStore {
  const { readOnly = false, lockTimeoutMs = 10_000 } = options;
  // A name that is misspelt must not open the data of nobody in particular.
  assertNames('a store', options, ['tenant', 'readOnly', 'lockTimeoutMs']);
  const tenant = tenantNameOf(options);
  if (typeof (database as Partial<SqliteDatabase> | undefined)?.prepare !== 'function') {
    throw new UsageError('invalid_argument', `a store takes an open database: sqliteStore(openSqlite('usage.db'))`);
  }
  if (!isTimerMs(lockTimeoutMs)) {
    throw new UsageError('invalid_argument', timerFault('lockTimeoutMs', lockTimeoutMs));
  }
  try {
    prepareFile(database, readOnly, lockTimeoutMs);
  } catch (error) {
    throw sqliteTraits.storeError(error);
  }
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database, lockTimeoutMs) });
  return ledgerStore(db, { ...sqliteTraits, direct: sqliteReads(database) }, { tenant });
}
