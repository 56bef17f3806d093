import type { Kysely } from 'kysely';

import { UsageError } from '../../errors.ts';
import type { EngineTraits } from '../EngineTraits.ts';
import type { Schema } from '../Schema.ts';
import { migration0001Ledger } from './0001Ledger.ts';

type Migration = (db: Kysely<Schema>, traits: EngineTraits) => Promise<void>;

/** All schema changes in order; the schema's version is how many of them have run. Appended, never edited. */
const MIGRATIONS: readonly Migration[] = [migration0001Ledger];

/** Version that this code reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

const versionOf = async (db: Kysely<Schema>): Promise<number> => {
  const row = await db.selectFrom('uk_meta').select('value').where('name', '=', 'schema_version').executeTakeFirst();
  return row ? Number(row.value) : 0;
};

/**
 * Brings a store's schema to {@link SCHEMA_VERSION}, all missing steps in one write transaction: two processes that start at once
 * run them once, and a process killed in the middle leaves the version it found.
 *
 * @throws UsageError `store_newer` when a later version of the library made the schema
 */
export async function migrate(db: Kysely<Schema>, traits: EngineTraits): Promise<void> {
  // Any other reason for failing than the missing table shows again below.
  const current = await versionOf(db).catch(() => 0);
  if (current === SCHEMA_VERSION) return;
  await traits.transaction(db, async (trx) => {
    await trx.schema
      .createTable('uk_meta')
      .ifNotExists()
      .addColumn('name', 'varchar(64)', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
    const found = await versionOf(trx);
    if (found > SCHEMA_VERSION) {
      throw new UsageError(
        'store_newer',
        `this database has schema version ${found}, made by a newer Usagekit; this one knows ${SCHEMA_VERSION}: update Usagekit`,
      );
    }
    for (const step of MIGRATIONS.slice(found)) await step(trx, traits);
    await trx.deleteFrom('uk_meta').where('name', '=', 'schema_version').execute();
    await trx
      .insertInto('uk_meta')
      .values({ name: 'schema_version', value: String(SCHEMA_VERSION) })
      .execute();
  });
}
