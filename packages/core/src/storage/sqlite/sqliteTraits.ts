import { type CompiledQuery, type Kysely, sql, type SqlBool } from 'kysely';

import { UsageError } from '../../errors.ts';
import type { EngineTraits, RowUpsert } from '../EngineTraits.ts';
import type { Schema } from '../Schema.ts';
import { withinEdges } from './withinEdges.ts';
import { upsertQuery } from './upsertQuery.ts';
import { ARRAYS, MANY, type ManyRuns } from './sqliteDialect.ts';

/** The meaning of SQLite's result codes for a store as a whole: https://www.sqlite.org/rescode.html */
function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UsageError) return error;
  const text = `${error.message} ${'code' in error ? String(error.code) : ''} ${'errstr' in error ? String(error.errstr) : ''}`;
  const as = (code: ConstructorParameters<typeof UsageError>[0], message: string): UsageError =>
    new UsageError(code, message, { cause: error });
  if (/database is locked|SQLITE_BUSY|table is locked/i.test(text)) {
    return as('store_locked', 'the database is locked by another process: wait until it is done, then try again');
  }
  if (/not a database|SQLITE_NOTADB/i.test(text)) return as('store_foreign', 'the file is not a SQLite database');
  if (/malformed|SQLITE_CORRUPT/i.test(text)) {
    return as('store_unavailable', 'the database file is damaged: restore a copy, or remove it and sync again');
  }
  if (/readonly|SQLITE_READONLY/i.test(text)) {
    return as(
      'store_read_only',
      'the database file cannot be written: allow writing to it and to its folder, in which SQLite keeps its log even when it only reads',
    );
  }
  if (/database (connection )?is not open|closed database/i.test(text))
    return as('store_unavailable', 'the database was closed: open it again, and a store on it');
  if (/unable to open|SQLITE_CANTOPEN/i.test(text))
    return as('store_unavailable', 'the database file cannot be opened');
  if (/disk is full|SQLITE_FULL|disk I\/O/i.test(text)) {
    return as(
      'store_unavailable',
      'the disk is full or failing: nothing of the last batch was written; make room, then write it again',
    );
  }
  if (/(within|inside) a transaction/i.test(text)) {
    return as(
      'store_locked',
      'somebody else has begun a transaction on this connection: give every store one of its own',
    );
  }
  const [, table] = MISSING.exec(error.message) ?? [];
  if (table !== undefined) {
    return as(
      'store_unavailable',
      `the table ${table} is missing: call migrate() first, which makes the tables or says what to do`,
    );
  }
  if (/already exists|already (an?|another) (table|index)/i.test(error.message)) {
    return as('store_foreign', `${error.message}, and it is not ours: choose another tablePrefix or another database`);
  }
  return error;
}

const MISSING = /no such table: ?(\S*)/i;

/** @throws UsageError `store_foreign` when a table is there under the same name in other letters, large or small, which SQLite takes for one */
async function assertSpelling(db: Kysely<Schema>, table: keyof Schema): Promise<void> {
  const name = sql`${sql.table(table)}`.compile(db).sql.slice(1, -1);
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and lower(name) = lower(${name})`.execute(db);
  const [found] = rows;
  if (!found || found.name === name) return;
  throw new UsageError(
    'store_foreign',
    `the table ${found.name} is there, and to SQLite ${name} is the same name: write tablePrefix as it is there, or choose another`,
  );
}

/** Tables are asked for one by one: whether a schema was attached under another name, its list does not tell. */
async function present(db: Kysely<Schema>, tables: readonly (keyof Schema)[]): Promise<Set<keyof Schema>> {
  const there = new Set<keyof Schema>();
  for (const table of tables) {
    try {
      await sql`select 1 from ${sql.table(table)} limit 0`.execute(db);
      await assertSpelling(db, table);
      there.add(table);
    } catch (error) {
      if (!(error instanceof Error) || !MISSING.test(error.message)) throw error;
    }
  }
  return there;
}

/** Rows in one statement: running one costs as much as several rows do. */
const ROWS_AT_ONCE = 64;

/** Statements by what they write: making the text of one takes longer than writing a few rows. */
const compiled = new Map<string, CompiledQuery>();

function compiledUpsert(db: Kysely<Schema>, of: RowUpsert, count: number): CompiledQuery {
  const name = `${of.table} ${of.columns.join()} ${of.keys} ${count}`;
  const query = compiled.get(name) ?? upsertQuery(db, of, count);
  compiled.set(name, query);
  return query;
}

/** Rows through prepared statements: many at once, and the rest one by one. */
async function upsert(db: Kysely<Schema>, of: RowUpsert): Promise<void> {
  const { rows } = of;
  const width = of.columns.length;
  const blocks = Math.floor(rows.length / ROWS_AT_ONCE);
  const first = blocks * ROWS_AT_ONCE;
  const run = (count: number, many: ManyRuns) =>
    db.executeQuery({ ...compiledUpsert(db, of, count), [MANY]: many } as CompiledQuery);
  if (blocks > 0) {
    const values: unknown[] = Array.from({ length: width * ROWS_AT_ONCE }, () => null);
    const parameters = (block: number): unknown[] => {
      for (let n = 0; n < ROWS_AT_ONCE; n += 1) {
        const row = rows.at(block * ROWS_AT_ONCE + n) as readonly unknown[];
        for (let i = 0; i < width; i += 1) values[n * width + i] = row[i];
      }
      return values;
    };
    await run(ROWS_AT_ONCE, { times: blocks, parameters });
  }
  if (first < rows.length) {
    await run(1, { times: rows.length - first, parameters: (n) => rows.at(first + n) as readonly unknown[] });
  }
}

const TYPES: EngineTraits['types'] = {
  code: 'integer',
  id: 'integer',
  int64: 'integer',
  double: 'double precision',
  text: 'text',
  keyText: 'text',
  bytes: 'blob',
};

/** SQLite: integer affinity everywhere, rows clustered by primary key, batches through one prepared statement. */
export const sqliteTraits: EngineTraits = {
  engine: 'sqlite',
  types: TYPES,
  clusteredEnd: ' without rowid',
  integerText: (expression) => sql<string>`cast(${expression} as text)`,
  keyIn: (fixed, column, keys) => {
    const columns = sql.join([...Object.keys(fixed), column].map((name) => sql.id(name)));
    const values = Object.values(fixed);
    return sql<SqlBool>`(${columns}) in (values ${sql.join(keys.map((key) => sql`(${sql.join([...values, key])})`))})`;
  },
  isAmong: (column, query) => sql<SqlBool>`${column} in (${query})`,
  isWithin: withinEdges,
  // The second is node:sqlite's own, of an integer that no JavaScript number holds.
  isOverflow: (error) => error instanceof Error && /integer overflow|too large to be represented/i.test(error.message),
  isConflict: () => false,
  isOtherType: (column, nullable) =>
    nullable
      ? sql<SqlBool>`typeof(${column}) not in ('integer', 'null')`
      : sql<SqlBool>`typeof(${column}) <> 'integer'`,
  present,
  sent: (type, value) => sql`cast(${value} as ${sql.raw(TYPES[type])})`,
  upsert,
  values: async (db, query) => {
    const { rows } = await db.executeQuery<unknown[]>({ ...query.compile(db), [ARRAYS]: true } as CompiledQuery<
      unknown[]
    >);
    return rows;
  },
  rowsAtOnce: 200_000,
  transaction: (db, work) => db.transaction().execute(work),
  snapshot: (db, read) => db.transaction().setAccessMode('read only').execute(read),
  storeError,
};
