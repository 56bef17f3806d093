import { type Kysely, sql } from 'kysely';

import type { EngineTraits } from './EngineTraits.ts';
import type { Schema } from './Schema.ts';

/** What has to fit: a code of a closed list, an id or count below 2³¹, any 64-bit integer, a fraction, a text, a text in a key, bytes. */
export type ColumnType = 'code' | 'id' | 'int64' | 'double' | 'text' | 'keyText' | 'bytes';

/** A table as a migration makes it. */
export interface TableSpec {
  name: keyof Schema;
  /** In order; a `?` after the type allows NULL. */
  columns: Readonly<Record<string, ColumnType | `${ColumnType}?`>>;
  /** Primary key. */
  key: readonly string[];
  /** Rows are kept in the order of the key. Without it they are kept in the order of arrival, which suits wide rows with random keys. */
  clustered: boolean;
  unique?: Readonly<Record<string, readonly string[]>>;
  indexes?: Readonly<Record<string, readonly string[]>>;
}

/** The statements that make a table and its indexes. */
export function tableStatements(db: Kysely<Schema>, traits: EngineTraits, spec: TableSpec) {
  const columns = Object.entries(spec.columns).map(([name, type]) => {
    const nullable = type.endsWith('?');
    const stored = traits.types[(nullable ? type.slice(0, -1) : type) as ColumnType];
    return sql`${sql.id(name)} ${sql.raw(stored)}${sql.raw(nullable ? '' : ' not null')}`;
  });
  const ids = (names: readonly string[]) => sql.join(names.map((name) => sql.id(name)));
  const end = spec.clustered ? traits.clusteredEnd : '';
  const statements = [
    sql`create table ${sql.table(spec.name)} (${sql.join(columns)}, primary key (${ids(spec.key)}))${sql.raw(end)}`,
  ];
  for (const [kind, indexes] of [
    ['unique index', spec.unique ?? {}] as const,
    ['index', spec.indexes ?? {}] as const,
  ]) {
    for (const [name, on] of Object.entries(indexes)) {
      statements.push(
        sql`create ${sql.raw(kind)} ${sql.id(`${spec.name}_${name}`)} on ${sql.table(spec.name)} (${ids(on)})`,
      );
    }
  }
  return statements.map((statement) => statement.compile(db));
}
