import { type Kysely, sql, type SqlBool } from 'kysely';

import type { EngineTraits, RowUpsert } from '../EngineTraits.ts';
import { allRows } from '../allRows.ts';
import { rowValues } from '../rowValues.ts';
import type { Schema } from '../Schema.ts';
import { isPostgresConflict, postgresStoreError } from './postgresErrors.ts';

const ROWS_PER_STATEMENT = 5000;

/** Columns that are not integers. */
const COLUMN_TYPES: Readonly<Record<string, string>> = {
  value: 'text',
  name: 'text',
  source: 'text',
  file: 'text',
  fingerprint: 'text',
  state: 'text',
  external_id: 'text',
  parent: 'text',
  run_id: 'text',
  workspace: 'text',
  reset_marker: 'text',
  sealed: 'text',
  mtime_ms: 'double precision',
  data: 'bytea',
};

/** Tables in which a name of {@link COLUMN_TYPES} is an integer. */
const INTEGERS: ReadonlySet<string> = new Set(['uk_dimset_value.value', 'uk_hour.state', 'uk_day.state']);

const typeOf = (table: string, column: string): string =>
  INTEGERS.has(`${table}.${column}`) ? 'bigint' : (COLUMN_TYPES[column] ?? 'bigint');

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** A value in the text of an array: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function item(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (value instanceof Uint8Array) return `"\\\\x${hexText(value)}"`;
  return typeof value === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : String(value);
}

/** One column of rows as the text of an array. */
function arrayText(rows: readonly (readonly unknown[])[], column: number): string {
  let text = '';
  for (const row of rows) text += text === '' ? item(row[column]) : `,${item(row[column])}`;
  return `{${text}}`;
}

/**
 * One array a column: a statement carries thousands of rows, and its text is the same for any number of them. The arrays are unnested in the select list, where
 * they advance together row by row: in the `from` clause the server would first put all rows aside.
 */
async function upsert(db: Kysely<Schema>, { table, columns, keys, rows: all }: RowUpsert): Promise<void> {
  const rows = allRows(all);
  const names = sql.join(columns.map((column) => sql.id(column)));
  const conflict = sql.join(columns.slice(0, keys).map((column) => sql.id(column)));
  const replaced = columns.slice(keys).map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`);
  const action = replaced.length === 0 ? sql`do nothing` : sql`do update set ${sql.join(replaced)}`;
  const types = columns.map((column) => sql.raw(`::text::${typeOf(table, column)}[]`));
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const part = rows.slice(from, from + ROWS_PER_STATEMENT);
    const values = types.map((type, i) => sql`unnest(${arrayText(part, i)}${type})`);
    await sql`
      insert into ${sql.table(table)} (${names}) select ${sql.join(values)}
      on conflict (${conflict}) ${action}`.execute(db);
  }
}

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
  isOverflow: (error) => error instanceof Error && 'code' in error && error.code === '22003',
  isConflict: isPostgresConflict,
  present,
  sent: (type, value) => sql`(${arrayText([[value]], 0)}::text::${sql.raw(TYPES[type])}[])[1]`,
  upsert,
  values: rowValues,
  rowsAtOnce: 0,
  transaction: (db, work) => db.transaction().execute(work),
  snapshot: (db, read) =>
    db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read),
  storeError: postgresStoreError,
};
