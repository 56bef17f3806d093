import { type Kysely, sql } from 'kysely';

import type { EngineTraits } from './EngineTraits.ts';
import type { Schema } from './Schema.ts';

/** What has to fit: a code of a closed list, an id or count below 2³¹, any 64-bit integer, a fraction, a text, a text in a key, bytes. */
export type ColumnType = 'code' | 'id' | 'int64' | 'double' | 'text' | 'keyText' | 'bytes';

type Indexes = Readonly<Record<string, readonly string[]>>;

/** A table as a migration makes it. */
export interface TableSpec {
  name: keyof Schema;
  /** In order; a `?` after the type allows NULL. */
  columns: Readonly<Record<string, ColumnType | `${ColumnType}?`>>;
  /** What is unique, and written by. */
  key: readonly string[];
  /**
   * The order in which rows are kept: of the key, of arrival (which suits rows with long bytes), or, for keys that are random, of columns that rows are read by.
   * Engines that keep every table in the order of arrival have an index of those columns instead.
   */
  order: 'key' | 'arrival' | readonly string[];
  unique?: Indexes;
  indexes?: Indexes;
}

/** Primary key and indexes of a table, on an engine that keeps rows in the order of their primary key or on one that does not. */
function keysOf({ key, order, unique, indexes }: TableSpec, isClustering: boolean) {
  if (typeof order === 'string') return { primary: key, unique, indexes };
  if (!isClustering) return { primary: key, unique, indexes: { order, ...indexes } };
  return { primary: [...new Set([...order, ...key])], unique: { key, ...unique }, indexes };
}

/** The statements that make a table and its indexes. */
export function tableStatements(db: Kysely<Schema>, traits: EngineTraits, spec: TableSpec) {
  const columns = Object.entries(spec.columns).map(([name, type]) => {
    const nullable = type.endsWith('?');
    const stored = traits.types[(nullable ? type.slice(0, -1) : type) as ColumnType];
    return sql`${sql.id(name)} ${sql.raw(stored)}${sql.raw(nullable ? '' : ' not null')}`;
  });
  const ids = (names: readonly string[]) => sql.join(names.map((name) => sql.id(name)));
  const { primary, unique, indexes } = keysOf(spec, traits.clusteredEnd !== '');
  const end = spec.order === 'arrival' ? '' : traits.clusteredEnd;
  const statements = [
    sql`create table ${sql.table(spec.name)} (${sql.join(columns)}, primary key (${ids(primary)}))${sql.raw(end)}`,
  ];
  for (const [kind, of] of [['unique index', unique ?? {}] as const, ['index', indexes ?? {}] as const]) {
    for (const [name, on] of Object.entries(of)) {
      statements.push(
        sql`create ${sql.raw(kind)} ${sql.id(`${spec.name}_${name}`)} on ${sql.table(spec.name)} (${ids(on)})`,
      );
    }
  }
  return statements.map((statement) => statement.compile(db));
}
