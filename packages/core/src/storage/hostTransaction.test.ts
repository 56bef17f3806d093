import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, sql, SqliteDialect } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { usagekit } from '../service/usagekit.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { temporaryPostgres } from '../testing/temporaryPostgres.ts';
import { kyselyStore } from './kyselyStore.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);
const written = (name: string, inputTokens: number) =>
  batch({
    requests: [request(name, `s${name}`, AT_MS, { model: `model-${name}`, inputTokens, outputTokens: 0 })],
    sessions: [session(`s${name}`, AT_MS, { project: `project-${name}` })],
  });

describe('stores in a transaction of the host', () => {
  let db: Kysely<unknown>;
  beforeEach(async () => {
    db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) });
    await kyselyStore(db, { engine: 'sqlite' }).migrate();
  });
  afterEach(() => db.destroy());

  const tokensByProject = async (of: Kysely<unknown>): Promise<Record<string, number>> => {
    const usage = usagekit({ store: kyselyStore(of, { engine: 'sqlite' }), timeZone: 'UTC', now: () => AT_MS + 1 });
    const { sessions } = await usage.service.getAnalytics({ dateRange: '7d' });
    const { sessions: list } = await usage.service.getSessions({ dateRange: '7d' });
    expect(sessions.total).toBe(list.length);
    return Object.fromEntries(list.map((of) => [of.project, of.inputTokens]).toSorted());
  };

  it('writes asked for at once, of several stores, take turns', async () => {
    await db.transaction().execute(async (trx) => {
      const [one, other] = [kyselyStore(trx, { engine: 'sqlite' }), kyselyStore(trx, { engine: 'sqlite' })];
      const writes = ['a', 'b', 'c', 'd'].map((name, i) =>
        (i % 2 ? other : one).write(written(name, i + 1), examplePrice),
      );
      await Promise.all([...writes, expect(one.write(written('', -1), examplePrice)).rejects.toThrow('inputTokens')]);
    });
    expect(await tokensByProject(db)).toEqual({ 'project-a': 1, 'project-b': 2, 'project-c': 3, 'project-d': 4 });
    expect(await kyselyStore(db, { engine: 'sqlite' }).check()).toMatchObject({ differences: [] });
  });

  it('nothing is remembered of what the host takes back to a savepoint', async () => {
    const trx = await db.startTransaction().execute();
    const store = kyselyStore(trx, { engine: 'sqlite' });
    const usage = usagekit({ store, timeZone: 'UTC', now: () => AT_MS + 1 });
    const input = async () => (await usage.service.getAnalytics({ dateRange: '7d' })).tokens.total.input;
    await store.write(written('first', 1), examplePrice);
    const before = await trx.savepoint('host').execute();
    await store.write(written('taken-back', 1000), examplePrice);
    expect(await input()).toBe(1001);
    await before.rollbackToSavepoint('host').execute();
    await store.write(written('second', 30), examplePrice);
    expect(await input()).toBe(31);
    await store.write(written('taken-back', 400), examplePrice);
    await trx.commit().execute();
    expect(await tokensByProject(db)).toEqual({ 'project-first': 1, 'project-second': 30, 'project-taken-back': 400 });
  });
});

describe('others who write meanwhile', () => {
  const again = {
    code: 'store_locked',
    message: expect.stringMatching(/your transaction.* roll it back, begin it anew/),
  };

  it.each(['repeatable read', 'serializable'] as const)(
    'PostgreSQL, %s: the host is told to begin anew',
    async (level) => {
      const database = await temporaryPostgres();
      const pool = new pg.Pool({ connectionString: database.url });
      const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
      const store = kyselyStore(db, { engine: 'postgres' });
      await store.migrate();
      await store.write(written('a', 1), examplePrice);
      const begun = async () => {
        const trx = await db.startTransaction().setIsolationLevel(level).execute();
        await sql`select count(*) from uk_tenant`.execute(trx);
        return trx;
      };
      const trx = await begun();
      await store.write(written('b', 2), examplePrice);
      await expect(kyselyStore(trx, { engine: 'postgres' }).write(written('c', 3), examplePrice)).rejects.toMatchObject(
        again,
      );
      await trx.rollback().execute();
      const anew = await begun();
      await kyselyStore(anew, { engine: 'postgres' }).write(written('c', 3), examplePrice);
      await anew.commit().execute();
      expect(await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).toMatchObject({
        total: 3,
      });
      await db.destroy();
      await database.remove();
    },
  );

  it('SQLite, a transaction that has read: the host is told to begin anew', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usagekit-host-'));
    const opened = () => {
      const database = new Database(join(folder, 'usage.db'));
      database.pragma('journal_mode = wal');
      return new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
    };
    const [db, other] = [opened(), opened()];
    await kyselyStore(db, { engine: 'sqlite' }).migrate();
    const trx = await db.startTransaction().execute();
    await sql`select count(*) from uk_tenant`.execute(trx);
    await kyselyStore(other, { engine: 'sqlite' }).write(written('b', 2), examplePrice);
    await expect(kyselyStore(trx, { engine: 'sqlite' }).write(written('c', 3), examplePrice)).rejects.toMatchObject(
      again,
    );
    await trx.rollback().execute();
    await db.destroy();
    await other.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
});
