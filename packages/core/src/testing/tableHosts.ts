import Database from 'better-sqlite3';
import { CamelCasePlugin, Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';

import type { TableDatabase } from '../sources/table/TableDatabase.ts';
import type { TableEngine } from '../sources/table/TableStatements.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteDialect } from '../storage/sqlite/sqliteDialect.ts';
import { temporaryPostgres } from './temporaryPostgres.ts';

/** A host's database, as tests of the table source write it and the source reads it. */
export interface TableHost {
  engine: TableEngine;
  /** The host's own instance, with a plugin that renames columns. */
  db: TableDatabase;
  execute(statement: string): Promise<void>;
  remove(): Promise<void>;
}

const plugins = [new CamelCasePlugin()];

/** Hosts by name: a database of Node's own driver, one of better-sqlite3 by Kysely's dialect, and a PostgreSQL database. */
export const TABLE_HOSTS: readonly [name: string, open: () => Promise<TableHost>][] = [
  [
    'node:sqlite',
    async () => {
      const database = openSqlite(':memory:');
      const db = new Kysely<unknown>({ dialect: sqliteDialect(database, 1000), plugins });
      const execute = async (statement: string): Promise<void> => void database.exec(statement);
      return { engine: 'sqlite', db, execute, remove: () => db.destroy() };
    },
  ],
  [
    'better-sqlite3',
    async () => {
      const database = new Database(':memory:');
      const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }), plugins });
      const execute = async (statement: string): Promise<void> => void database.exec(statement);
      return { engine: 'sqlite', db, execute, remove: () => db.destroy() };
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const database = await temporaryPostgres();
      const pool = new pg.Pool({ connectionString: database.url, max: 2 });
      const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), plugins });
      return {
        engine: 'postgres',
        db,
        execute: async (statement) => void (await pool.query(statement)),
        remove: async () => {
          await db.destroy();
          await database.remove();
        },
      };
    },
  ],
];
