import type { CompiledQuery } from 'kysely';

import type { DirectReads } from '../EngineTraits.ts';
import { recordStatement } from './recordStatement.ts';
import type { SqliteDatabase, SqliteStatement } from './SqliteDatabase.ts';

/** Statements that are kept, beyond which all are forgotten. */
const MAX_STATEMENTS = 200;

/** Builds that were altered: some never see that others have written. https://www.sqlite.org/c3ref/c_source_id.html */
const ALTERED = /alt\d+$/;

/** Commits of other connections, and rows that this one has ever changed: https://www.sqlite.org/pragma.html#pragma_data_version. */
const STATE = { others: 'pragma data_version', own: 'select total_changes() as own' };
/** Of attached databases, which may have the tables, it tells nothing. */
const BUILD = 'select sqlite_source_id() as id, (select count(*) from pragma_database_list where seq > 1) as attached';

/** The statements that tell a state; `undefined` where the build of SQLite has none that can be trusted. */
function stateStatements(database: SqliteDatabase): Record<keyof typeof STATE, SqliteStatement> | undefined {
  try {
    const [of] = recordStatement(database, BUILD).all() as { id: string; attached: number }[];
    if (!of || ALTERED.test(of.id) || Number(of.attached) > 0) return undefined;
    return { others: recordStatement(database, STATE.others), own: recordStatement(database, STATE.own) };
  } catch {
    // An older or smaller build knows no such function or table.
    return undefined;
  }
}

/** Reads of a snapshot on the one connection that there is, past the promises of each layer above it. */
export function sqliteReads(database: SqliteDatabase): DirectReads {
  const statements = new Map<string, SqliteStatement>();
  let told: { by: ReturnType<typeof stateStatements> } | undefined;
  const statementOf = (sql: string): SqliteStatement => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const made = recordStatement(database, sql);
    statements.set(sql, made);
    return made;
  };
  return {
    state() {
      told ??= { by: stateStatements(database) };
      if (!told.by) return undefined;
      // The first begins the snapshot, where that has not begun.
      const [others] = told.by.others.all() as { data_version: number | bigint }[];
      const [changes] = told.by.own.all() as { own: number | bigint }[];
      return others && changes && `${others.data_version} ${changes.own}`;
    },
    rows: <R>(query: CompiledQuery<R>, parameters: readonly unknown[]) =>
      statementOf(query.sql).all(...(parameters as never[])) as R[],
  };
}
