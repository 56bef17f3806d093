import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database that a test made for itself. */
export interface TemporaryPostgres {
  url: string;
  execute(statement: string): Promise<void>;
  remove(): Promise<void>;
}

const PATIENT_ATTEMPTS = 3;

const isInUse = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55006';

/** A database of its own on the test server, by default the one on this machine; `USAGEKIT_POSTGRES_URL` names another. */
export async function temporaryPostgres(): Promise<TemporaryPostgres> {
  const server = process.env['USAGEKIT_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  const name = `usagekit_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const on = async (where: string, statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: where });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await on(server, `create database ${name}`);
  return {
    url: url.href,
    execute: (statement) => on(url.href, statement),
    remove: async () => {
      // Connections that are about to close are waited for by the server, five seconds each time: one that is closed by it instead is an error of its client.
      for (let attempt = 1; ; attempt += 1) {
        try {
          await on(server, `drop database ${name}${attempt > PATIENT_ATTEMPTS ? ' with (force)' : ''}`);
          return;
        } catch (error) {
          if (!isInUse(error) || attempt > PATIENT_ATTEMPTS) throw error;
        }
      }
    },
  };
}

/** Runs a statement somewhere. */
type Run = (statement: string) => Promise<unknown>;

/** Deletes what a store wrote into the tables of a schema: they are as they were after the migration. */
async function emptySchema(run: Run, schema: string): Promise<void> {
  await run(`do $$ declare t text; begin
    for t in select tablename from pg_tables where schemaname = '${schema}' loop
      if right(t, 5) = '_meta' then execute format('delete from %I.%I where name <> %L', '${schema}', t, 'schema_version');
      else execute format('delete from %I.%I', '${schema}', t); end if;
    end loop; end $$`);
}

/** Schemas that are used again, emptied: making one takes longer than most tests in it. */
export function temporarySchemas(run: Run): { take(): Promise<string>; giveBack(schema: string): Promise<void> } {
  const spare: string[] = [];
  let count = 0;
  return {
    async take() {
      const emptied = spare.pop();
      if (emptied !== undefined) return emptied;
      count += 1;
      await run(`create schema case_${count}`);
      return `case_${count}`;
    },
    async giveBack(schema) {
      await emptySchema(run, schema);
      spare.push(schema);
    },
  };
}
