import { type CompiledQuery, type Kysely, sql } from 'kysely';

import { UsageError } from '../../errors.ts';
import type { EngineTraits } from '../EngineTraits.ts';
import type { Schema } from '../Schema.ts';
import { type TableSpec, tableStatements } from '../TableSpec.ts';
import { migration0001Ledger } from './0001Ledger.ts';

/** All schema changes in order. Appended, never edited. */
const MIGRATIONS: readonly (readonly TableSpec[])[] = [migration0001Ledger];

/** Last version of the layouts that pre-releases made, which no migration begins at. */
const PRE_RELEASE = 5;

/** Version that this code reads and writes: one more for each migration. */
export const SCHEMA_VERSION = PRE_RELEASE + MIGRATIONS.length;

/** Migrations that a schema still lacks; an empty database has version 0. */
const missing = (version: number): readonly (readonly TableSpec[])[] =>
  MIGRATIONS.slice(Math.max(0, version - PRE_RELEASE));

const versionOf = async (db: Kysely<Schema>): Promise<number> => {
  const row = await db.selectFrom('uk_meta').select('value').where('name', '=', 'schema_version').executeTakeFirst();
  return row ? Number(row.value) : 0;
};

const metaStatement = (db: Kysely<Schema>, traits: EngineTraits): CompiledQuery =>
  sql`create table if not exists ${sql.table('uk_meta')} (name ${sql.raw(traits.types.keyText)} not null primary key, value ${sql.raw(traits.types.text)} not null)`.compile(
    db,
  );

const versionStatement = (db: Kysely<Schema>, version: number): CompiledQuery =>
  sql`update ${sql.table('uk_meta')} set value = ${sql.lit(String(version))} where name = 'schema_version'`.compile(db);

/** Statements that make the whole schema in an empty database, in order, as one who runs them by hand would. */
export function schemaStatements(db: Kysely<Schema>, traits: EngineTraits): CompiledQuery[] {
  return [
    metaStatement(db, traits),
    sql`insert into ${sql.table('uk_meta')} (name, value) values ('schema_version', '0')`.compile(db),
    ...missing(0).flatMap((tables) => tables.flatMap((table) => tableStatements(db, traits, table))),
    versionStatement(db, SCHEMA_VERSION),
  ];
}

/**
 * Brings a store's schema to {@link SCHEMA_VERSION}, all missing steps in one write transaction that first takes the lock of the version's own row: two
 * processes that start at once run them once, and a process killed in the middle leaves the version it found.
 *
 * @throws UsageError `store_newer` when a later version of the library made the schema, `store_foreign` when a pre-release did
 */
export async function migrate(db: Kysely<Schema>, traits: EngineTraits): Promise<void> {
  // Any other reason for failing than the missing table shows again below.
  const current = await versionOf(db).catch(() => 0);
  if (current === SCHEMA_VERSION) return;
  if (current > SCHEMA_VERSION) {
    throw new UsageError(
      'store_newer',
      `this database has schema version ${current}, made by a newer Usagekit; this one knows ${SCHEMA_VERSION}: update Usagekit`,
    );
  }
  if (current > 0 && current <= PRE_RELEASE) {
    throw new UsageError(
      'store_foreign',
      'this database was made by a pre-release of Usagekit, whose layout cannot be kept: choose another, or remove it and sync again',
    );
  }
  if (db.isTransaction) {
    throw new UsageError('invalid_argument', 'migrate() begins transactions of its own: call it outside of yours');
  }
  // By itself, so that the row to lock is there for everybody before anybody migrates.
  await traits.transaction(db, async (trx) => {
    await trx.executeQuery(metaStatement(trx, traits));
    // Not a replacing write: another process may have migrated in the meantime.
    const version = trx.insertInto('uk_meta').values({ name: 'schema_version', value: '0' });
    await version.onConflict((c) => c.column('name').doNothing()).execute();
  });
  await traits.transaction(db, async (trx) => {
    // A write that changes nothing locks the row.
    await sql`update ${sql.table('uk_meta')} set value = value where name = 'schema_version'`.execute(trx);
    const found = await versionOf(trx);
    for (const tables of missing(found)) {
      for (const table of tables) {
        for (const statement of tableStatements(trx, traits, table)) await trx.executeQuery(statement);
      }
    }
    await trx.executeQuery(versionStatement(trx, Math.max(found, SCHEMA_VERSION)));
  });
}
