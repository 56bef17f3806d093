import { Kysely } from 'kysely';

import { assertNames } from '../../model/assertNames.ts';
import { ledgerStore } from '../ledgerStore.ts';
import type { Schema } from '../Schema.ts';
import { tableNames } from '../tableNames.ts';
import { tenantNameOf } from '../tenantName.ts';
import type { UsageStore } from '../UsageStore.ts';
import type { PostgresClient } from './PostgresClient.ts';
import { postgresDialect } from './postgresDialect.ts';
import { postgresPool } from './postgresPool.ts';
import { postgresTraits } from './postgresTraits.ts';

/**
 * A store in a PostgreSQL database, from version 13 on.
 *
 * @param client a `Pool` of the package `pg`, what `postgres()` of `postgres` returns when it transforms nothing that is read, or a `PGlite`. It belongs to the store from then on: `close()` ends it
 * @param options.tenant whose usage it holds; every statement is scoped to it
 * @param options.tablePrefix begins the names of all tables; `uk_` when absent
 * @param options.schema schema of the tables; the connection's search path when absent. It has to exist
 * @throws UsageError `invalid_argument`
 */
export function postgresStore(
  client: PostgresClient,
  options: { tenant?: string; tablePrefix?: string; schema?: string } = {},
): UsageStore {
  // A name that is misspelt must not open the data of nobody in particular.
  assertNames('a store', options, ['tenant', 'tablePrefix', 'schema']);
  const tenant = tenantNameOf(options);
  const db = new Kysely<Schema>({
    dialect: postgresDialect(postgresPool(client)),
    plugins: tableNames('postgres', options),
  });
  return ledgerStore(db, postgresTraits, { tenant });
}
