import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

import { UsageError } from '../../errors.ts';
import { assertNames } from '../../model/assertNames.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';

/** Makes a folder and those above it, one by one: Node's own recursive form never returns where a system says "no such file" of a folder to make, as below `/proc`. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * An existing file, opened for reading. A reader beside a writer needs two small files next to the database; in a folder where they cannot be made nobody writes, so
 * that the file is read as it stands: https://www.sqlite.org/wal.html#read_only_databases
 */
function opened(file: string): DatabaseSync {
  if (!statSync(file, { throwIfNoEntry: false })) throw new Error('no such file');
  const hasLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (hasLog || isWritable(dirname(resolve(file)))) return new DatabaseSync(file, { readOnly: true });
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

/**
 * Opens a SQLite file with the driver built into Node. The folder is made when it is missing.
 *
 * @param file path, or `:memory:`; no `file:` URI
 * @param options.readOnly open an existing file without the right to change it, also in a folder that cannot be written
 * @throws UsageError `invalid_argument` for a URI, or an option that there is not; `store_unavailable` when it cannot be opened
 */
export function openSqlite(file: string, options: { readOnly?: boolean } = {}): SqliteDatabase {
  assertNames('openSqlite', options, ['readOnly']);
  // A path to Node and an address to SQLite: each would open, or make, another file.
  if (typeof file !== 'string' || /^file:/i.test(file)) {
    const remedy = "a URI becomes a path by fileURLToPath of node:url, a file of that name has one as './file:…'";
    throw new UsageError(
      'invalid_argument',
      `openSqlite takes a path, or ':memory:', and not ${String(file)}: ${remedy}`,
    );
  }
  try {
    if (file === ':memory:') return new DatabaseSync(file);
    if (!options.readOnly) makeFolder(dirname(resolve(file)));
    const database = options.readOnly ? opened(file) : new DatabaseSync(file);
    const inode = statSync(file).ino;
    return Object.assign(database, { isInPlace: () => statSync(file, { throwIfNoEntry: false })?.ino === inode });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('store_unavailable', `cannot open the database ${file}: ${reason}`, { cause: error });
  }
}
