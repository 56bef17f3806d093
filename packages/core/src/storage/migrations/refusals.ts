import { type Kysely, sql } from 'kysely';

import { UsageError } from '../../errors.ts';
import type { Schema } from '../Schema.ts';

/** Tables that a rebuild fills from the others. */
export const CACHES: ReadonlySet<keyof Schema> = new Set<keyof Schema>([
  'uk_dimset_value',
  'uk_dimset_rollup',
  'uk_model_set',
  'uk_dimension',
  'uk_request_hour',
  'uk_tool_call_hour',
  'uk_hour',
  'uk_day',
  'uk_cell',
  'uk_marginal',
]);

/** Those of them that alone know of sealed time. */
export const SEALED: ReadonlySet<keyof Schema> = new Set<keyof Schema>(['uk_dimension', 'uk_hour', 'uk_cell']);

/** What helps where a part of the ledger is gone. */
export const RESTORE = 'restore a backup of the database, or begin a new one and sync again';

/** Tables by the names they have in the database. */
const named = (db: Kysely<Schema>, tables: readonly (keyof Schema)[]): string =>
  tables.map((table) => sql`${sql.table(table)}`.compile(db).sql.replaceAll('"', '')).join(', ');

/** Refuses a table that somebody else made. */
export function foreignTable(db: Kysely<Schema>, table: keyof Schema, cause?: unknown): UsageError {
  return new UsageError(
    'store_foreign',
    `the table ${named(db, [table])} of this database was not made by Usagekit: choose another tablePrefix or schema, or another database`,
    { cause },
  );
}

/** Refuses tables that the printed SQL of a migration has made before it stopped half way. */
export function halfMade(db: Kysely<Schema>, tables: readonly (keyof Schema)[]): UsageError {
  return new UsageError(
    'store_unavailable',
    `the tables of this database were made in part: the SQL of a migration stopped half way. Drop ${named(db, ['uk_meta', ...tables])} if they are empty, and make them again by migrate() or by the whole SQL`,
  );
}

/** Refuses a schema that does not say of which version it is. */
export function lostVersion(db: Kysely<Schema>): UsageError {
  return new UsageError(
    'store_unavailable',
    `the schema version in the table ${named(db, ['uk_meta'])} is lost, though the other tables are there: ${RESTORE}`,
  );
}

/** Refuses a schema that has lost tables; `areCaches` = a rebuild can make all of them. */
export function missingTables(db: Kysely<Schema>, tables: readonly (keyof Schema)[], areCaches: boolean): UsageError {
  const [which, them] =
    tables.length === 1 ? [`the table ${named(db, tables)} is`, 'it'] : [`the tables ${named(db, tables)} are`, 'them'];
  return new UsageError(
    'store_unavailable',
    areCaches
      ? `${which} missing: \`usagekit doctor --rebuild\`, or rebuild() of the store, makes ${them} again from the ledger`
      : `${which} missing, and nothing else holds what was in ${them}: ${RESTORE}`,
  );
}
