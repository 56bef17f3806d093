import { statSync } from 'node:fs';
import { dirname } from 'node:path';

import { UsageError } from '@usagekit/core';
import { type BackgroundSync, usagekit } from '@usagekit/core/service';
import type { UsageSource } from '@usagekit/core/sources';
import { openSqlite, sqliteStore, storedTenants } from '@usagekit/core/sqlite';
import type { UsageStore } from '@usagekit/core/storage';

import { CommandError } from '../args/CommandError.ts';
import { writeErrorReason } from '../writeErrorReason.ts';
import { madeFolder } from './madeFolder.ts';

/** An open database with the library's facade over it. */
export interface OpenUsage {
  usage: ReturnType<typeof usagekit>;
  store: UsageStore;
}

interface OpenOptions {
  timeZone: string;
  sources?: UsageSource[];
  background?: BackgroundSync;
  /** Whose usage; the empty text when absent. */
  tenant?: string;
  /** All sums are computed anew before anything else is done, and tables of them that were lost are made again. */
  rebuild?: boolean;
}

/** Adds the file's name to what is wrong with it; what was asked for in a wrong way has nothing to do with it. */
function fileError(file: string, error: unknown): unknown {
  const isOfStore = error instanceof UsageError && error.code.startsWith('store_');
  if (!isOfStore || error.message.includes(file)) return error;
  return new UsageError(error.code, `${file}: ${error.message}`, { cause: error });
}

/** A store whose errors name its file, whatever it is asked. */
function named(store: UsageStore, file: string): UsageStore {
  const tell = (error: unknown): never => {
    throw fileError(file, error);
  };
  const methods = Object.entries(store).map(([name, method]: [string, (...args: unknown[]) => unknown]) => {
    const telling = (...args: unknown[]): unknown => {
      const result = method(...args);
      return result instanceof Promise ? result.catch(tell) : result;
    };
    return [name, telling];
  });
  return Object.fromEntries(methods) as UsageStore;
}

/**
 * A file and whose usage in it is meant, for people.
 *
 * @example
 * tenantPlace('usage.db', 'acme') // => "usage.db, tenant 'acme'"
 */
export const tenantPlace = (file: string, tenant: string): string =>
  tenant === '' ? file : `${file}, tenant '${tenant}'`;

/** Names of all whose usage is in an existing database; the empty text alone while there is none. */
export function tenantsOf(file: string): string[] {
  try {
    const database = openSqlite(file, { readOnly: true });
    try {
      const tenants = storedTenants(database);
      return tenants.length === 0 ? [''] : tenants;
    } finally {
      database.close();
    }
  } catch (error) {
    throw fileError(file, error);
  }
}

/** @throws CommandError with exit code 1 for a folder in place of a database file */
export function refuseFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CommandError(1, `${file} is a folder: name a database file in it`);
  }
}

/** @throws CommandError with exit code 1 unless there is a file with something in it */
export function assertDatabase(file: string): void {
  refuseFolder(file);
  if (!statSync(file, { throwIfNoEntry: false })?.size) {
    throw new CommandError(1, `no usage database at ${file}: run 'usagekit sync' first, or name another with --db`);
  }
}

async function opened(
  file: string,
  readOnly: boolean,
  { rebuild, tenant = '', ...options }: OpenOptions,
): Promise<OpenUsage> {
  const database = openSqlite(file, { readOnly });
  try {
    const store = named(sqliteStore(database, { readOnly, tenant }), tenantPlace(file, tenant));
    const usage = usagekit({ store, ...options });
    if (rebuild) await store.rebuild();
    await usage.migrate();
    return { usage, store };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens the database for writing; it is made when it is missing.
 *
 * @throws CommandError with exit code 1 when the file cannot be made, UsageError when it is locked, damaged, read-only or another program's
 */
export async function openUsage(file: string, options: OpenOptions): Promise<OpenUsage> {
  refuseFolder(file);
  try {
    madeFolder(dirname(file));
  } catch (error) {
    throw new CommandError(1, `cannot make the folder ${dirname(file)}: ${writeErrorReason(error)}`, { cause: error });
  }
  try {
    return await opened(file, false, options);
  } catch (error) {
    throw fileError(file, error);
  }
}

/**
 * Opens an existing database for reading, so that a file on a read-only disk or one that another process is syncing can be read. Only a schema
 * of an earlier version makes it write.
 *
 * @throws CommandError with exit code 1 when there is no usage in the file, or as {@link openUsage}
 */
export async function readUsage(file: string, options: OpenOptions): Promise<OpenUsage> {
  assertDatabase(file);
  try {
    return await opened(file, true, options);
  } catch (error) {
    const outdated = error instanceof Error && 'code' in error && error.code === 'store_read_only';
    if (!outdated) throw fileError(file, error);
  }
  return openUsage(file, options);
}
