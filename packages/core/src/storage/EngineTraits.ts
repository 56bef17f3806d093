import type { CompiledQuery, CreateTableBuilder, Kysely, RawBuilder, Transaction } from 'kysely';

import type { Schema } from './Schema.ts';

/** What differs between engines; everything else of a store is written once. */
export interface EngineTraits {
  engine: 'sqlite';
  /** Column type of a 64-bit integer, and of a generated row id. */
  int64: 'integer' | 'bigint';
  /** Ends a `create table` whose rows are kept in the order of their primary key, where the engine has that. */
  clustered<T extends string, C extends string>(table: CreateTableBuilder<T, C>): CreateTableBuilder<T, C>;
  /** An integer column or expression as decimal text. */
  integerText(expression: RawBuilder<unknown>): RawBuilder<string>;
  /** Whether an error says that a sum did not fit 64 bits. */
  isOverflow(error: unknown): boolean;
  /** Sends one statement with many parameter rows. */
  executeMany(db: Transaction<Schema>, query: CompiledQuery, rows: readonly (readonly unknown[])[]): Promise<void>;
  /** Runs work in a write transaction that excludes other writers from its start. */
  transaction<T>(db: Kysely<Schema>, work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Runs reads in one snapshot, without excluding writers where the engine can. */
  snapshot<T>(db: Kysely<Schema>, read: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Turns a driver's error into a `UsageError` when it is about the store as a whole; else returns it as it is. */
  storeError(error: unknown): unknown;
}
