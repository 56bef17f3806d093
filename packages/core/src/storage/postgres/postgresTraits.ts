import { type Kysely, sql, type SqlBool } from 'kysely';

import type { EngineTraits } from '../EngineTraits.ts';
import { rowValues } from '../rowValues.ts';
import type { Schema } from '../Schema.ts';
import { isPostgresConflict, postgresStoreError } from './postgresErrors.ts';
import { arrayText, postgresUpsert } from './postgresUpsert.ts';

/** Asked of the catalogue, which nobody needs a right for, and which fails no transaction. */
async function present(db: Kysely<Schema>, tables: readonly (keyof Schema)[]): Promise<Set<keyof Schema>> {
  const places = tables.map((table, i) => {
    const name = sql`${sql.table(table)}`.compile(db).sql;
    return sql`case when to_regclass(${name}) is null then 0 else 1 end as ${sql.id(`t${i}`)}`;
  });
  const { rows } = await sql<Record<string, unknown>>`select ${sql.join(places)}`.execute(db);
  return new Set(tables.filter((_, i) => Number(rows[0]?.[`t${i}`]) === 1));
}

const TYPES: EngineTraits['types'] = {
  code: 'smallint',
  id: 'integer',
  int64: 'bigint',
  double: 'double precision',
  text: 'text',
  keyText: 'text',
  bytes: 'bytea',
};

/** PostgreSQL: sums of 64-bit integers are exact there, rows are locked one by one. */
export const postgresTraits: EngineTraits = {
  engine: 'postgres',
  types: TYPES,
  clusteredEnd: '',
  integerText: (expression) => sql<string>`cast(${expression} as text)`,
  keyIn: (fixed, column, keys) => {
    const equal = Object.entries(fixed).map(([name, value]) => sql`${sql.id(name)} = ${value}`);
    return sql<SqlBool>`${sql.join([...equal, sql`${sql.id(column)} in (${sql.join(keys)})`], sql` and `)}`;
  },
  isAmong: (column, query) => sql<SqlBool>`${column} = any (array(${query}))`,
  // A search by halves among the edges: https://www.postgresql.org/docs/current/functions-math.html. Whole numbers are all that is in the text.
  isWithin: (column, edges) =>
    sql<SqlBool>`width_bucket(${sql.raw(column)}, ${sql.raw(`'{${edges.join()}}'::int8[]`)}) % 2 = 1`,
  isOverflow: (error) => error instanceof Error && 'code' in error && error.code === '22003',
  isConflict: isPostgresConflict,
  present,
  sent: (type, value) => sql`(${arrayText([value])}::text::${sql.raw(TYPES[type])}[])[1]`,
  upsert: postgresUpsert,
  values: rowValues,
  rowsAtOnce: 0,
  transaction: (db, work) => db.transaction().execute(work),
  snapshot: (db, read) =>
    db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read),
  storeError: postgresStoreError,
};
