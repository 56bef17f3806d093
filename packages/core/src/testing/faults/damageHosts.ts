import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

import type { UsageStore } from '../../storage/UsageStore.ts';
import { temporaryPostgres } from '../temporaryPostgres.ts';
import { openFaultTarget } from './openFaultTarget.ts';

/** A database of one test, and somebody beside the store who damages it. */
export interface DamageHost {
  /** Another store on it, which knows the example dimensions. */
  opened(): UsageStore;
  execute(statement: string): Promise<void>;
  /** Tables with the number of their rows, by name. */
  tables(): Promise<Record<string, number>>;
  remove(): Promise<void>;
}

const COUNT = (table: string): string => `select count(*) as n from ${table}`;

async function sqliteHost(): Promise<DamageHost> {
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-damage-'));
  const file = join(folder, 'usage.db');
  const stores: UsageStore[] = [];
  const beside = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(file);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    opened() {
      const { store } = openFaultTarget({ engine: 'sqlite', file });
      stores.push(store);
      return store;
    },
    execute: async (statement) => beside((database) => database.exec(statement)),
    tables: async () =>
      beside((database) => {
        const names = database.prepare("select name from sqlite_master where type = 'table' order by name").all();
        return Object.fromEntries(
          names.map(({ name }) => [name, Number(database.prepare(COUNT(String(name))).get()?.['n'])]),
        );
      }),
    async remove() {
      for (const store of stores) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Hosts in schemas of a database that is made with the first of them. */
function postgresHosts(): { host(): Promise<DamageHost>; remove(): Promise<void> } {
  let database: ReturnType<typeof temporaryPostgres> | undefined;
  let count = 0;
  return {
    async host() {
      const { url } = await (database ??= temporaryPostgres());
      const schema = `damage_${(count += 1)}`;
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      await admin.query(`create schema ${schema}; set search_path to ${schema}`);
      const stores: UsageStore[] = [];
      return {
        opened() {
          const { store } = openFaultTarget({ engine: 'postgres', url, schema });
          stores.push(store);
          return store;
        },
        execute: async (statement) => void (await admin.query(statement)),
        async tables() {
          const names = await admin.query<{ name: string }>(
            `select tablename as name from pg_tables where schemaname = '${schema}' order by tablename`,
          );
          const found: Record<string, number> = {};
          for (const { name } of names.rows) found[name] = Number((await admin.query(COUNT(name))).rows[0].n);
          return found;
        },
        async remove() {
          for (const store of stores) await store.close();
          await admin.end();
        },
      };
    },
    remove: async () => (await database)?.remove(),
  };
}

/** An engine by name, and what makes a database of it for one test. */
export type DamageEngine = [name: string, host: () => Promise<DamageHost>];

/** Both engines; `remove` when all tests are done. */
export function damageEngines(): { engines: DamageEngine[]; remove(): Promise<void> } {
  const { host, remove } = postgresHosts();
  return {
    engines: [
      ['SQLite', sqliteHost],
      ['PostgreSQL', host],
    ],
    remove,
  };
}
