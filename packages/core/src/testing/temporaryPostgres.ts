import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database that a test made for itself. */
export interface TemporaryPostgres {
  url: string;
  execute(statement: string): Promise<void>;
  remove(): Promise<void>;
}

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
    remove: () => on(server, `drop database ${name} with (force)`),
  };
}
