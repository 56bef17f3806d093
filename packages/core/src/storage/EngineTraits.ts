import type { CompiledQuery, Kysely, RawBuilder, SqlBool } from 'kysely';

import type { Schema } from './Schema.ts';
import type { ColumnType } from './TableSpec.ts';

/** Engines a store can be kept on. */
export type EngineName = 'sqlite' | 'postgres';

/** Rows as lists of their values: those of many can be made as they are asked for, in order, so that none has to wait for the last. */
export interface RowList {
  readonly length: number;
  at(index: number): readonly unknown[] | undefined;
}

/** Whole rows to write: those that are new are inserted, those that are there replaced. */
export interface RowUpsert {
  table: keyof Schema;
  /** Names in the order of the values in `rows`; the first `keys` of them are the primary key. */
  columns: readonly string[];
  keys: number;
  /** Integers as number or bigint, text, bytes, or `null`. No two rows have the same key. */
  rows: RowList;
}

/** Reads within a snapshot, where an engine has one connection and its driver answers at once. */
export interface DirectReads {
  /** Tells which state of the database the snapshot is of: two that are told the same have the same rows in all tables. `undefined` where nobody can tell. */
  state(): string | undefined;
  rows<R>(query: CompiledQuery<R>, parameters: readonly unknown[]): R[];
}

/** What differs between engines; everything else of a store is written once. */
export interface EngineTraits {
  engine: EngineName;
  /** Column types, by what has to fit. */
  types: Record<ColumnType, string>;
  /** Ends the definition of a table whose rows are kept in the order of their primary key, where the engine has that; else `''`. */
  clusteredEnd: string;
  /** An integer column or expression as decimal text. */
  integerText(expression: RawBuilder<unknown>): RawBuilder<string>;
  /**
   * Rows of a key whose first columns are fixed and whose last is one of a list. SQLite without statistics takes a tenant for ten rows, and would read all
   * of them to find 250 by their keys; to PostgreSQL a plain list is as good.
   */
  keyIn(
    fixed: Readonly<Record<string, number>>,
    column: string,
    keys: readonly (number | bigint)[],
  ): RawBuilder<SqlBool>;
  /**
   * Whether a column's value is among those that a query gives, by looking up each of them: PostgreSQL, not knowing how many there are, might read the whole
   * table instead of a list.
   */
  isAmong(column: RawBuilder<unknown>, query: RawBuilder<unknown>): RawBuilder<SqlBool>;
  /**
   * Whether a column's value lies in one of many stretches, given by their edges: from the first to the second, from the third to the fourth, … Half-open.
   *
   * @throws UsageError `invalid_argument` when they are more than a statement takes
   */
  isWithin(column: string, edges: readonly number[]): RawBuilder<SqlBool>;
  /** Whether an error says that a sum did not fit 64 bits, or a value not the driver's numbers. */
  isOverflow(error: unknown): boolean;
  /** Whether a value of a column of integers is none. Absent where the engine has types of columns, as all but SQLite do. */
  isOtherType?(column: RawBuilder<unknown>, nullable: boolean): RawBuilder<SqlBool>;
  /** A value in the form in which {@link EngineTraits.upsert} sends those of a column: integer, text, bytes or `null`. */
  sent(type: ColumnType, value: unknown): RawBuilder<unknown>;
  upsert(db: Kysely<Schema>, upsert: RowUpsert): Promise<void>;
  /** Rows as lists of their values, in the order of the columns. */
  values(db: Kysely<Schema>, query: RawBuilder<unknown>): Promise<unknown[][]>;
  /**
   * Rows that are read at once to be added up here, which takes less time than to have the engine sort them into groups; 0 = the engine is quicker, because a wire
   * lies between, or rows are made into records.
   */
  rowsAtOnce: number;
  /** Whether an error says that the engine gave up on a transaction because of another one: the same work may succeed when it is done again. */
  isConflict(error: unknown): boolean;
  /** Those of some tables that are there. */
  present(db: Kysely<Schema>, tables: readonly (keyof Schema)[]): Promise<Set<keyof Schema>>;
  /** Runs work in a write transaction. */
  transaction<T>(db: Kysely<Schema>, work: (trx: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** Runs reads in one snapshot, without excluding writers where the engine can. */
  snapshot<T>(db: Kysely<Schema>, read: (trx: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** Used within {@link EngineTraits.snapshot} alone. */
  direct?: DirectReads;
  /** Turns a driver's error into a `UsageError` when it is about the store as a whole; else returns it as it is. */
  storeError(error: unknown): unknown;
}
