import {
  type Dialect,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

import type { EngineName } from './EngineTraits.ts';
import { schemaStatements } from './migrations/index.ts';
import type { Schema } from './Schema.ts';
import { stockTraits } from './stockTraits.ts';
import { tableNames } from './tableNames.ts';

const DIALECTS: Readonly<Record<EngineName, Dialect>> = {
  sqlite: {
    createDriver: () => new DummyDriver(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  postgres: {
    createDriver: () => new DummyDriver(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
};

const BEGIN: Readonly<Record<EngineName, string>> = { sqlite: 'begin immediate;\n', postgres: 'begin;\n' };

/**
 * The SQL by which somebody else makes the tables of a store, for hosts whose application may not: afterwards `migrate()` finds nothing to do. It is one transaction, so
 * that it leaves nothing when it stops half way; a tool that begins one by itself gets it without the first and the last line.
 *
 * @param options.tablePrefix as for the store
 * @param options.schema as for the store, on PostgreSQL; it has to exist
 * @throws UsageError `invalid_argument`
 * @example
 * migrationSql({ engine: 'postgres' }).startsWith('begin;') // => true
 */
export function migrationSql(options: { engine: EngineName; tablePrefix?: string; schema?: string }): string {
  const { engine, ...names } = options;
  const traits = stockTraits(engine);
  const db = new Kysely<Schema>({ dialect: DIALECTS[engine], plugins: tableNames(engine, names) });
  const statements = schemaStatements(db, traits).map(({ sql }) => `${sql.replaceAll(/\s+/g, ' ').trim()};\n`);
  return [BEGIN[engine], ...statements, 'commit;\n'].join('');
}
