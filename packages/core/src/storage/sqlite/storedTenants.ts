import { UsageError } from '../../errors.ts';
import { hash63 } from '../../model/hash63.ts';
import { RESTORE } from '../migrations/refusals.ts';
import { originalText } from '../storedText.ts';
import { recordStatement } from './recordStatement.ts';
import type { SqliteDatabase } from './SqliteDatabase.ts';
import { sqliteTraits } from './sqliteTraits.ts';

/** Each tenant, and each number of one that sessions have and no tenant. */
const TENANTS = `
  select id, name, cast(hash as text) as hash from uk_tenant union all
  select tenant, null, null from (select distinct tenant from uk_session) where tenant not in (select id from uk_tenant)
  order by 1`;

interface Row {
  id: number;
  name: string | null;
  hash: string | null;
}

function rowsOf(database: SqliteDatabase): Row[] {
  try {
    return recordStatement(database, TENANTS).all() as Row[];
  } catch (error) {
    // Whether tables are missing is for a store to say.
    if (error instanceof Error && /no such (table|column)/i.test(error.message)) return [];
    throw sqliteTraits.storeError(error);
  }
}

/**
 * The names of all tenants that a file of `sqliteStore` holds usage of, in the order in which they came; none of a file without usage.
 *
 * @param database open, for reading at least; it stays open
 * @throws UsageError `store_unavailable` when a tenant is lost or its name was changed, `store_foreign` when the file is no database
 * @example
 * storedTenants(openSqlite(':memory:')) // => []
 */
export function storedTenants(database: SqliteDatabase): string[] {
  return rowsOf(database).map(({ id, name, hash }) => {
    const text = name === null ? undefined : originalText(name);
    if (text !== undefined && hash63(text) === BigInt(hash ?? -1)) return text;
    const fault =
      text === undefined
        ? `the tenant ${id} is lost, while sessions of it are there`
        : `the name of tenant ${id} was changed`;
    throw new UsageError('store_unavailable', `in the table uk_tenant ${fault}: ${RESTORE}`);
  });
}
