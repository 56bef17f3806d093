import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';

import { kyselyStore } from '../storage/kyselyStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { type Usagekit, usagekit } from './usagekit.ts';

const NOW_MS = Date.UTC(2026, 5, 1);
const FINALS = { inputTokens: 3, outputTokens: 3 };
const closed = { status: 'rejected', reason: expect.objectContaining({ code: 'store_unavailable' }) };

/** Everything that a host can ask of it, at once. */
const calls = (usage: Usagekit): Promise<PromiseSettledResult<unknown>[]> =>
  Promise.allSettled([
    usage.service.getAnalytics('7d'),
    usage.service.getSessions(),
    usage.service.getRuns(),
    usage.service.getRollup({ family: 'usage', segments: [], bucket: 'total', by: [] }),
    usage.migrate(),
    usage.sync(),
    usage.reprice(),
    usage.undoReprice(),
  ]);

it('after close() nothing is written any more into a database of the host, and nothing is answered from it', async () => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) });
  const store = kyselyStore(db, { engine: 'sqlite' });
  const usage = usagekit({ store, timeZone: 'UTC', now: () => NOW_MS });
  await usage.migrate();
  const session = usage.recorder.start({ key: 'before', model: 'gpt-5' });
  await usage.close();
  const { revision } = await store.extent();
  expect(await calls(usage)).toEqual(Array.from({ length: 8 }, () => closed));
  const records = [
    session.complete(FINALS),
    usage.recorder.run({ workspace: 'w' }).start({ key: 'after', model: 'gpt-5' }).complete(FINALS),
    usage.recorder.request({ session: 's', model: 'gpt-5', usage: FINALS }),
  ];
  expect(await Promise.allSettled(records)).toEqual([closed, closed, closed]);
  await usage.close();
  expect((await store.extent()).revision).toBe(revision);
  await db.destroy();
});

it('calls made after close(), which is not done yet, are rejected; what was recorded before is written', async () => {
  const store = sqliteStore(openSqlite(':memory:'));
  const written: unknown[] = [];
  const watched = {
    ...store,
    write: (...of: Parameters<typeof store.write>) => (written.push(of[0].sessions.length), store.write(...of)),
  };
  const usage = usagekit({ store: watched, timeZone: 'UTC', now: () => NOW_MS });
  await usage.migrate();
  const completed = usage.recorder.start({ key: 'before', model: 'gpt-5' }).complete(FINALS);
  const closing = usage.close();
  expect(await calls(usage)).toEqual(Array.from({ length: 8 }, () => closed));
  await Promise.all([completed, closing]);
  expect(written.length).toBeGreaterThan(0);
});
