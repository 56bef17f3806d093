import { type CompiledQuery, type Kysely, sql } from 'kysely';

import { UsageError } from '../../errors.ts';
import type { EngineTraits } from '../EngineTraits.ts';
import type { Schema } from '../Schema.ts';
import { type TableSpec, tableStatements } from '../TableSpec.ts';
import { migration0001Ledger } from './0001Ledger.ts';
import { CACHES, foreignTable, halfMade, lostVersion, missingTables, SEALED } from './refusals.ts';

/** All schema changes in order. Appended, never edited. */
const MIGRATIONS: readonly (readonly TableSpec[])[] = [migration0001Ledger];

/** Last version of the layouts that pre-releases made, which no migration begins at. */
const PRE_RELEASE = 6;

/** Version that this code reads and writes: one more for each migration. */
export const SCHEMA_VERSION = PRE_RELEASE + MIGRATIONS.length;

/** @throws UsageError `store_newer` when a later version of the library made the schema */
export function assertKnown(version: number): void {
  if (version <= SCHEMA_VERSION) return;
  throw new UsageError(
    'store_newer',
    `this database has schema version ${version}, made by a newer Usagekit; this one knows ${SCHEMA_VERSION}: update Usagekit`,
  );
}

/** Migrations that a schema still lacks; an empty database has version 0. */
const missing = (version: number): readonly (readonly TableSpec[])[] =>
  MIGRATIONS.slice(Math.max(0, version - PRE_RELEASE));

/** @throws UsageError `store_foreign` when the table was not made here, or has no version */
async function versionOf(db: Kysely<Schema>, traits: EngineTraits): Promise<number | undefined> {
  try {
    const row = await db.selectFrom('uk_meta').select('value').where('name', '=', 'schema_version').executeTakeFirst();
    return row && /^\d+$/.test(row.value) ? Number(row.value) : undefined;
  } catch (error) {
    if (traits.storeError(error) instanceof UsageError) throw error;
    // The engine finds fault with the statement itself: the columns are others.
    throw foreignTable(db, 'uk_meta', error);
  }
}

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

/** What is there of a schema. */
interface Found {
  tables: ReadonlySet<keyof Schema>;
  /** 0 = none of it; `undefined` = there is a table for it that does not say. */
  version: number | undefined;
  /** Tables of that version that are not there. */
  lost: readonly TableSpec[];
}

const schemaTables = (version: number): TableSpec[] => MIGRATIONS.slice(0, Math.max(0, version - PRE_RELEASE)).flat();

async function looked(db: Kysely<Schema>, traits: EngineTraits): Promise<Found> {
  const tables = await traits.present(db, ['uk_meta', ...schemaTables(SCHEMA_VERSION).map(({ name }) => name)]);
  const version = tables.has('uk_meta') ? await versionOf(db, traits) : 0;
  return { tables, version, lost: schemaTables(version ?? 0).filter(({ name }) => !tables.has(name)) };
}

/** Whether a look found neither nothing nor a whole schema. */
const isOdd = ({ tables, version, lost }: Found): boolean =>
  version === undefined || lost.length > 0 || (version === 0 && tables.size > (tables.has('uk_meta') ? 1 : 0));

/**
 * What is there of a schema. A look takes several statements, between which another process may commit the schema: what it found is odd then, and so it is seen again,
 * after that commit.
 */
async function foundSchema(db: Kysely<Schema>, traits: EngineTraits): Promise<Found> {
  const found = await looked(db, traits);
  return isOdd(found) ? looked(db, traits) : found;
}

/** @throws UsageError when tables are there that a schema of this version does not have, or its version is lost */
function assertOwn(db: Kysely<Schema>, { tables, version }: Found): void {
  if (version !== undefined && version > 0) return;
  const own = schemaTables(SCHEMA_VERSION).filter(({ name }) => tables.has(name));
  if (own.length === schemaTables(SCHEMA_VERSION).length) throw lostVersion(db);
  if (version === undefined) throw foreignTable(db, 'uk_meta');
  const [first] = own;
  if (!first) return;
  throw tables.has('uk_meta')
    ? halfMade(
        db,
        own.map(({ name }) => name),
      )
    : foreignTable(db, first.name);
}

async function isSealed(db: Kysely<Schema>): Promise<boolean> {
  const sealed = db.selectFrom('uk_tenant').select('id').where('sealed_before_ms', '>', 0);
  return (await sealed.limit(1).execute()).length > 0;
}

/** Refuses a schema that has lost tables, unless they are caches and are to be made. */
async function assertWhole(db: Kysely<Schema>, { tables, lost }: Found, withCaches: boolean): Promise<void> {
  const names = lost.map(({ name }) => name);
  if (names.length === 0) return;
  const sealed = tables.has('uk_tenant') && (await isSealed(db));
  const areCaches = names.every((name) => CACHES.has(name) && !(sealed && SEALED.has(name)));
  if (!areCaches || !withCaches) throw missingTables(db, names, areCaches);
}

/**
 * Brings a store's schema to {@link SCHEMA_VERSION}, all missing steps in one write transaction that first takes the lock of the version's own row: two
 * processes that start at once run them once, and one that is killed or fails in the middle leaves what it found.
 *
 * @param options.withCaches tables that were lost are made again, where all of them are caches. They are empty then
 * @throws UsageError `store_newer` when a later version of the library made the schema, `store_foreign` when a pre-release or somebody else did,
 * `store_unavailable` when it has lost tables
 */
export async function migrate(
  db: Kysely<Schema>,
  traits: EngineTraits,
  { withCaches = false }: { withCaches?: boolean } = {},
): Promise<void> {
  const found = await foundSchema(db, traits);
  const { version } = found;
  assertKnown(version ?? 0);
  if (version !== undefined && version > 0 && version <= PRE_RELEASE) {
    throw new UsageError(
      'store_foreign',
      'this database was made by a pre-release of Usagekit, whose layout cannot be kept: choose another, or remove it and sync again',
    );
  }
  assertOwn(db, found);
  await assertWhole(db, found, withCaches);
  if (version === SCHEMA_VERSION && found.lost.length === 0) return;
  if (db.isTransaction) {
    throw new UsageError('invalid_argument', 'migrate() begins transactions of its own: call it outside of yours');
  }
  await traits.transaction(db, async (trx) => {
    await trx.executeQuery(metaStatement(trx, traits));
    // Not a replacing write: another process may have migrated in the meantime.
    const first = trx.insertInto('uk_meta').values({ name: 'schema_version', value: '0' });
    await first.onConflict((c) => c.column('name').doNothing()).execute();
    // A write that changes nothing locks the row.
    await sql`update ${sql.table('uk_meta')} set value = value where name = 'schema_version'`.execute(trx);
    const locked = await foundSchema(trx, traits);
    const current = locked.version ?? 0;
    for (const table of [...locked.lost, ...missing(current).flat()]) {
      for (const statement of tableStatements(trx, traits, table)) await trx.executeQuery(statement);
    }
    await trx.executeQuery(versionStatement(trx, Math.max(current, SCHEMA_VERSION)));
  });
}
