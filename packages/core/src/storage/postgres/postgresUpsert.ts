import { type Kysely, sql } from 'kysely';

import type { RowUpsert } from '../EngineTraits.ts';
import type { Schema } from '../Schema.ts';

/** Few enough that the client has the next ones ready while the server is at one statement, and that what a statement costs by itself does not show. */
const ROWS_PER_STATEMENT = 2000;
/** From this many rows on, a column of one value is sent as one: the text of the statement depends on it, and those of small writes would be many. */
const MANY_ROWS = 100;

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

/** Values as the text of an array. */
export function arrayText(values: readonly unknown[]): string {
  const items = values.map((value) => (typeof value === 'number' || typeof value === 'bigint' ? value : item(value)));
  return `{${items.join(',')}}`;
}

/** Lets a statement that was begun go to the server. */
const sent = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** The statement that writes some rows. */
function statementOf(db: Kysely<Schema>, { table, columns, keys }: RowUpsert, rows: readonly (readonly unknown[])[]) {
  const names = columns.map((column) => sql.id(column));
  const replaced = names.slice(keys).map((name) => sql`${name} = excluded.${name}`);
  const action = replaced.length === 0 ? sql`do nothing` : sql`do update set ${sql.join(replaced)}`;
  const same: ReturnType<typeof sql>[] = [];
  const values = columns.map((column, at) => {
    const type = sql.raw(`::text::${typeOf(table, column)}[]`);
    const first = rows[0]?.[at];
    if (rows.length < MANY_ROWS || rows.some((row) => row[at] !== first)) {
      return sql`unnest(${arrayText(rows.map((row) => row[at]))}${type})`;
    }
    same.push(sql`(${arrayText([first])}${type})[1] as ${sql.id(column)}`);
    return sql.id(column);
  });
  // `offset 0` keeps the server from putting the values into the outer query, where it would read them anew for every row.
  return sql`
    insert into ${sql.table(table)} (${sql.join(names)})
    select ${sql.join(values)} from (select ${sql.join(same)} offset 0) as same
    on conflict (${sql.join(names.slice(0, keys))}) ${action}`.compile(db);
}

/**
 * One array a column: a statement carries thousands of rows, and its text is the same for any number of them. The arrays are unnested in the select list, where
 * they advance together row by row: in the `from` clause the server would first put all rows aside. While the server is at one statement, the next is made.
 */
export async function postgresUpsert(db: Kysely<Schema>, upsert: RowUpsert): Promise<void> {
  const { rows } = upsert;
  let running: Promise<unknown> | undefined;
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const length = Math.min(ROWS_PER_STATEMENT, rows.length - from);
    const statement = statementOf(
      db,
      upsert,
      Array.from({ length }, (_, i) => rows.at(from + i) ?? []),
    );
    await running;
    running = db.executeQuery(statement);
    // Whoever waits for it is told of a failure, which may come before anybody does.
    running.catch(() => {});
    if (from + length < rows.length) await sent();
  }
  await running;
}
