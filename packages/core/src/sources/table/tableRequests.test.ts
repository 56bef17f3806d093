import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { dimension } from '../../metrics/dimension.ts';
import { costOf } from '../../pricing/costOf.ts';
import { priceBook } from '../../pricing/priceBook.ts';
import { openSqlite } from '../../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import { tableSource } from './tableSource.ts';

const book = priceBook();
const price = (request: Parameters<typeof costOf>[0]) => costOf(request, book);

/** All usage of a store by these names. */
async function usage(store: UsageStore, by: readonly string[] = []) {
  const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by });
  return Object.fromEntries(rows.map(({ key, measures }) => [key.join('/'), measures]));
}

describe.each(TABLE_HOSTS)('S3.17 requests read from a table of a host (%s)', (_name, open) => {
  let host: TableHost;
  beforeAll(async () => {
    host = await open();
  });
  afterAll(() => host.remove());

  it('rows of requests belong to their sessions; those without one are in every sum and in no session', async () => {
    await host.execute(
      `create table calls (id bigint primary key, at_ms bigint, chat text, repo text, team text, endpoint text, model text, tin bigint, tout bigint, cached bigint, cw bigint, cw1h bigint)`,
    );
    await host.execute(`insert into calls values
      (1, 1793500000000, 'chat-1', 'web', 'x', '/chat', 'claude-haiku-5-5', 120000, 1000, 115000, 0, 0),
      (2, 1793500060000, 'chat-1', 'web', 'x', '/sum', 'claude-haiku-5-5', 100, 10, 0, 50, 20),
      (3, 1793500060000, null, 'web', 'y', '/sum', 'claude-haiku-5-5', 120000, 1000, 115000, 0, 0)`);
    const dimensions = [dimension('team', { grain: 'session' }), dimension('endpoint', { grain: 'request' })];
    const source = tableSource(host.db, {
      engine: host.engine,
      table: 'calls',
      cursor: 'id',
      grain: 'request',
      epoch: 'ms',
      inputIncludesCache: true,
      dimensions,
      columns: {
        at: 'at_ms',
        session: 'chat',
        project: 'repo',
        team: 'team',
        endpoint: 'endpoint',
        model: 'model',
        inputTokens: 'tin',
        outputTokens: 'tout',
        cacheReadTokens: 'cached',
        cacheWriteTokens: 'cw',
        cacheWrite1hTokens: 'cw1h',
      },
    });
    const store = sqliteStore(openSqlite(':memory:'));
    store.declare({ dimensions });
    await store.migrate();
    expect(await importUsage({ store, sources: [source], price })).toMatchObject({
      requests: 3,
      sessions: 1,
      skipped: [],
    });
    const { sessions, total } = await store.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 9, offset: 0 });
    expect([total, sessions[0]]).toMatchObject([
      1,
      { id: 'chat-1', project: 'web', requests: 2, durationMinutes: 1, engagedMinutes: 0, turns: 0 },
    ]);
    expect(await usage(store, ['team', 'endpoint'])).toMatchObject({
      'x//chat': { requests: 1n, input: 5000n, cacheRead: 115000n, costPico: 10_750_000_000n },
      'x//sum': { input: 50n, cacheWrite5m: 30n, cacheWrite1h: 20n, output: 10n },
      // One call of its own: the tier of its whole prompt holds, session or not.
      'y//sum': { requests: 1n, costPico: 10_750_000_000n },
    });
    expect(await usage(store, ['project'])).toMatchObject({ web: { requests: 3n } });
    expect((await store.check()).differences).toEqual([]);
    await store.close();
  });
});
