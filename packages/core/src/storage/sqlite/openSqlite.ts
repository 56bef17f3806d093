import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { UsageError } from '../../errors.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';

/**
 * Opens a SQLite file with the driver built into Node. The folder is made when it is missing.
 *
 * @param file path, or `:memory:`
 * @param options.readOnly open an existing file without the right to change it
 * @throws UsageError `store_unavailable` when it cannot be opened
 */
export function openSqlite(file: string, options: { readOnly?: boolean } = {}): SqliteDatabase {
  try {
    const memory = file === ':memory:';
    if (options.readOnly && !existsSync(file)) throw new Error('no such file');
    if (!memory && !options.readOnly) mkdirSync(dirname(resolve(file)), { recursive: true });
    const database = new DatabaseSync(file, { readOnly: options.readOnly ?? false });
    if (memory) return database;
    const inode = statSync(file).ino;
    return Object.assign(database, { isInPlace: () => statSync(file, { throwIfNoEntry: false })?.ino === inode });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('store_unavailable', `cannot open the database ${file}: ${reason}`, { cause: error });
  }
}
