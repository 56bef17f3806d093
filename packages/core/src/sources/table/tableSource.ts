import { UsageError } from '../../errors.ts';
import { assertNames } from '../../model/assertNames.ts';
import { assertPart } from '../../model/assertParts.ts';
import type { Dimension } from '../../model/Dimension.ts';
import type { UsageSource } from '../UsageSource.ts';
import { readTable } from './readTable.ts';
import { TABLE_FIELDS, type TableColumns, TOKEN_FIELDS } from './TableColumns.ts';
import type { TableDatabase } from './TableDatabase.ts';
import { type TableEngine, TableStatements } from './TableStatements.ts';
import { zonedMs } from './zonedMs.ts';

/** Which table is read, and what its columns hold. */
export interface TableSourceOptions {
  /** What the instance speaks, which cannot be told from it. */
  engine: TableEngine;
  table: string;
  /** Schema of the table; the connection's own search path when absent. */
  schema?: string;
  /**
   * A column that grows with every change of a row: a time (in UTC, or with its offset), or a number. Rows are read in its order; of two readings of a row the
   * one with the larger value holds. An index on it and the key keeps reading fast. Values that are neither, or of another kind than most, are reported.
   */
  cursor: string;
  /** Columns that together name a row, never `null`; those of the primary key when absent. */
  key?: string | readonly string[];
  columns: TableColumns;
  /** Whose rows are read: the value of `columns.tenant`. */
  tenant?: string | number;
  /** What a row is: usage of a stretch of time (a day), or one model call. `bucket` when absent. */
  grain?: 'bucket' | 'request';
  /** Zone of days, and of times that state no offset; `UTC` when absent. */
  timeZone?: string;
  /** What `at` is where it is a number. */
  epoch?: 's' | 'ms';
  /** The input column counts cached tokens (and cache writes) too, as OpenAI and Google report it. */
  inputIncludesCache?: boolean;
  /** The dimensions that columns hold, as they are declared to `usagekit`, of grain `session` or `request`. */
  dimensions?: readonly Dimension[];
  /**
   * How far back before the last cursor value rows are read again, for rows that were committed late: ms for times (a minute when absent), the cursor's own unit
   * for numbers (none when absent).
   */
  overlap?: number;
  /** Id of the source, part of every key and a value of the dimension `source`; the table's name when absent. */
  id?: string;
  /** Shown to people; the id when absent. */
  label?: string;
  /** Rows in one query; 1000 when absent. */
  pageSize?: number;
  /** The present, ms; the system's clock when absent. How far the table is read never goes beyond it, where the cursor holds times. */
  now?: () => number;
}

const OPTION_NAMES = [
  ...'engine table schema cursor key columns tenant grain timeZone epoch'.split(' '),
  ...'inputIncludesCache dimensions overlap id label pageSize now'.split(' '),
];

const wrong = (message: string): UsageError => new UsageError('invalid_argument', `tableSource: ${message}`);

/** A name that can stand in a statement. */
function assertName(what: string, name: unknown): void {
  if (typeof name !== 'string' || name === '' || name.includes('\0')) throw wrong(`${what} must be a name`);
}

function assertColumns(options: TableSourceOptions): void {
  const { columns, dimensions = [], grain = 'bucket', tenant } = options;
  if (!Array.isArray(dimensions) || !dimensions.every((of) => typeof of === 'object')) {
    throw wrong("'dimensions' takes a list: [dimension('user')], with the column in 'columns'");
  }
  if (typeof columns !== 'object' || columns === null) throw wrong("'columns' says which columns hold what");
  assertName('columns.at', columns.at);
  for (const [field, column] of Object.entries(columns)) {
    if (column === undefined) continue;
    assertName(`columns.${field}`, column);
    if (TABLE_FIELDS.includes(field)) continue;
    const declared = dimensions.find(({ name }) => name === field);
    if (!declared) throw wrong(`'${field}' is no field of usage: declare it in 'dimensions'`);
    if (declared.grain === 'call') throw wrong(`'${field}' describes tool calls, which rows are none`);
  }
  if (columns.costUsd !== undefined && columns.costNanoUsd !== undefined) {
    throw wrong("'costUsd' and 'costNanoUsd' say the same: name one");
  }
  if (columns.cacheWriteTokens !== undefined && columns.cacheWrite5mTokens !== undefined) {
    throw wrong("'cacheWriteTokens' holds 'cacheWrite5mTokens': name one");
  }
  const isCost = columns.costUsd !== undefined || columns.costNanoUsd !== undefined;
  if (!isCost && TOKEN_FIELDS.every((field) => columns[field] === undefined)) {
    throw wrong('name a column of tokens or of a cost');
  }
  if (grain === 'bucket' && columns.session !== undefined) {
    throw wrong("rows of a stretch of time belong to no session: 'session' is for grain 'request'");
  }
  if (grain === 'request' && columns.requestCount !== undefined) {
    throw wrong("rows of grain 'request' are one model call each: 'requestCount' is for grain 'bucket'");
  }
  if ((columns.tenant === undefined) !== (tenant === undefined)) {
    throw wrong("'columns.tenant' and 'tenant', whose rows are read, go together");
  }
}

/**
 * Usage that a host keeps in a table of its own: a row for a day, or for a model call, read through the host's own Kysely instance and never written. Rows
 * that change after they were read replace what was read of them; rows that are deleted stay in the ledger, as deleted transcripts do. Values
 * that are no usage (no time, negative, not a number, too large) are reported in the result of the sync and not counted.
 *
 * @param db the host's instance, or its transaction; plugins do not matter
 * @throws UsageError `invalid_argument`, `invalid_time_zone`
 */
export function tableSource(db: TableDatabase, options: TableSourceOptions): UsageSource {
  assertPart('tableSource(db)', db, ['withoutPlugins'], 'the Kysely instance of the host');
  assertNames('tableSource', options, OPTION_NAMES);
  const { engine, table, schema, cursor, columns, tenant, overlap, pageSize = 1000, now = Date.now } = options;
  if (engine !== 'sqlite' && engine !== 'postgres') {
    throw wrong(`'${String(engine)}' is no engine: 'sqlite' or 'postgres'`);
  }
  const key = typeof options.key === 'string' ? [options.key] : options.key;
  assertName('table', table);
  assertName('cursor', cursor);
  if (schema !== undefined) assertName('schema', schema);
  if (key?.length === 0) throw wrong("'key' names no column");
  for (const name of key ?? []) assertName('key', name);
  assertColumns(options);
  if (overlap !== undefined && !(Number.isFinite(overlap) && overlap >= 0)) throw wrong("'overlap' must be 0 or more");
  if (!Number.isSafeInteger(pageSize) || pageSize < 1) throw wrong("'pageSize' must be a whole number of 1 or more");
  const { grain = 'bucket', timeZone = 'UTC', epoch, dimensions = [], inputIncludesCache = false } = options;
  if (grain !== 'bucket' && grain !== 'request') throw wrong("'grain' is 'bucket' or 'request'");
  if (epoch !== undefined && epoch !== 's' && epoch !== 'ms') throw wrong("'epoch' is 's' or 'ms'");
  if (typeof inputIncludesCache !== 'boolean') throw wrong("'inputIncludesCache' is true or false");
  if (typeof now !== 'function') throw wrong("'now' takes a function, as Date.now");
  // An unknown zone is said now, not row by row.
  zonedMs(0, timeZone);

  const id = options.id ?? table;
  const of =
    columns.tenant !== undefined && tenant !== undefined ? { column: columns.tenant, value: tenant } : undefined;
  const shape = { engine, schema, table, cursor, tenant: of };
  const name = `table ${schema === undefined ? '' : `${schema}.`}${table}`;
  const path = of ? `${name} where ${of.column} is ${of.value}` : name;
  const reading = {
    source: id,
    db,
    shape,
    statements: new TableStatements(shape),
    key,
    rules: { grain, columns, dimensions, inputIncludesCache, timeZone, epoch },
    overlap,
    pageSize,
    now,
  };
  return {
    id,
    label: options.label ?? id,
    roots: () => [],
    files: () => [{ path, size: 0, mtimeMs: 0 }],
    read: (file, readOptions = {}) => readTable(reading, file, readOptions),
  };
}
