import { type Kysely, sql } from 'kysely';

import { assertNames } from '../model/assertNames.ts';
import { UsageError } from '../errors.ts';
import { ledgerStore } from './ledgerStore.ts';
import type { EngineName } from './EngineTraits.ts';
import type { Schema } from './Schema.ts';
import { tableNames } from './tableNames.ts';
import { tenantNameOf } from './tenantName.ts';
import type { UsageStore } from './UsageStore.ts';
import { inHostTransaction, stockTraits } from './stockTraits.ts';

/**
 * What a store needs of a host's Kysely instance. Any `Kysely<DB>` is one, and any transaction of it; their other methods, compared one by one, do not fit each other
 * where a database has one table.
 */
export type KyselyInstance<DB = unknown> = Pick<Kysely<DB>, 'isTransaction'> & { withoutPlugins(): unknown };

/** The engine whose names and parameters an instance writes; `undefined` where that is neither. */
function spokenEngine(db: Kysely<Schema>): EngineName | undefined {
  const text = sql`${sql.id('a')} = ${0}`.compile(db).sql;
  return text === '"a" = $1' ? 'postgres' : text === '"a" = ?' ? 'sqlite' : undefined;
}

/**
 * A store in the host's own database, through the host's own Kysely instance: its stock dialect, whatever plugins it has, and its transaction when `db` is one.
 * Writes through a stock dialect take about twice as long on SQLite, and no longer on PostgreSQL as through the stores that open the database themselves. In a host's transaction, writes are
 * committed with it, and rollups are recomputed by a later `drain()`; the tenant's other writers wait until it ends.
 *
 * @param db never closed by the store. Types of its tables do not matter
 * @param options.engine what the instance speaks
 * @param options.tablePrefix begins the names of all tables; `uk_` when absent
 * @param options.schema schema of the tables on PostgreSQL; the connection's search path when absent. It has to exist
 * @param options.tenant whose usage it holds; every statement is scoped to it
 * @throws UsageError `invalid_argument`
 */
export function kyselyStore<DB>(
  db: KyselyInstance<DB>,
  options: { engine: EngineName; tablePrefix?: string; schema?: string; tenant?: string },
): UsageStore {
  const { engine, tenant: _, ...names } = options;
  const traits = stockTraits(engine);
  let own = db.withoutPlugins() as Kysely<Schema>;
  const spoken = spokenEngine(own);
  if (spoken !== undefined && spoken !== engine) {
    throw new UsageError(
      'invalid_argument',
      `this instance speaks ${spoken}, not ${engine}: say { engine: '${spoken}' }`,
    );
  }
  for (const plugin of tableNames(engine, names)) own = own.withPlugin(plugin);
  // A name that is misspelt must not open the data of nobody in particular.
  assertNames('a store', options, ['tenant', 'engine', 'tablePrefix', 'schema']);
  const tenant = tenantNameOf(options);
  const store = db.isTransaction
    ? ledgerStore(own, inHostTransaction(traits), { tenant, joined: db })
    : ledgerStore(own, traits, { tenant });
  return { ...store, close: () => Promise.resolve() };
}
