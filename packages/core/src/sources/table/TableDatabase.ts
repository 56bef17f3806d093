/** A statement as Kysely hands it to its driver. */
export interface TableQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly query: {
    readonly kind: 'RawNode';
    readonly sqlFragments: readonly string[];
    readonly parameters: readonly [];
  };
  readonly queryId: { readonly queryId: string };
}

/** The part of a host's Kysely instance that a table is read through. Any `Kysely<DB>` is one, a transaction too. */
export interface TableDatabase {
  withoutPlugins(): TableDatabase;
  executeQuery(query: TableQuery): Promise<{ rows: unknown[] }>;
}

let count = 0;

/** A statement with its values, which are always bound. */
export function tableQuery(sql: string, parameters: readonly unknown[]): TableQuery {
  count += 1;
  return {
    sql,
    parameters,
    query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
    queryId: { queryId: `usagekit-table-${count}` },
  };
}
