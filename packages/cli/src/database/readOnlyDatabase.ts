import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

import { openSqlite } from '@usagekit/core/sqlite';

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * An existing database, opened without the right to change it. A reader beside a writer needs two small files next to the database; in a folder where
 * they cannot be made nobody writes, so that it is read as it stands: https://www.sqlite.org/wal.html#read_only_databases
 *
 * @throws UsageError `store_unavailable` when it cannot be opened
 */
export function readOnlyDatabase(file: string): ReturnType<typeof openSqlite> {
  if (isWritable(dirname(file)) || existsSync(`${file}-wal`)) return openSqlite(file, { readOnly: true });
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}
