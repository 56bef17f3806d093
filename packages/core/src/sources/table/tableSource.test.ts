import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { costOf } from '../../pricing/costOf.ts';
import { priceBook } from '../../pricing/priceBook.ts';
import { usagekit } from '../../service/usagekit.ts';
import { memoryStore } from '../../storage/memory/memoryStore.ts';
import { openSqlite } from '../../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage, type ImportSummary } from '../importUsage.ts';
import { tableSource, type TableSourceOptions } from './tableSource.ts';

const book = priceBook();
const price = (request: Parameters<typeof costOf>[0]) => costOf(request, book);
const sync = (store: UsageStore, source: ReturnType<typeof tableSource>): Promise<ImportSummary> =>
  importUsage({ store, sources: [source], price });

/** All usage of a store by these names. */
async function usage(store: UsageStore, by: readonly string[] = []) {
  const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by });
  return Object.fromEntries(rows.map(({ key, measures }) => [key.join('/'), measures]));
}

describe.each(TABLE_HOSTS)('S3.17 usage read from a table of a host (%s)', (name, open) => {
  const isPostgres = name === 'PostgreSQL';
  let host: TableHost;
  beforeAll(async () => {
    host = await open();
  });
  afterAll(() => host.remove());
  afterEach(() => host.execute('drop table if exists daily; drop table if exists calls'));

  const daily = (more: Partial<TableSourceOptions> = {}) => {
    const { columns, ...rest } = more;
    return tableSource(host.db, {
      engine: host.engine,
      table: 'daily',
      cursor: 'updated_at',
      columns: {
        at: 'day',
        requestCount: 'requests',
        inputTokens: 'tokens_in',
        outputTokens: 'tokens_out',
        model: 'model',
        ...columns,
      },
      now: () => Date.UTC(2027, 0),
      ...rest,
    });
  };
  const createDaily = (more = '') =>
    host.execute(`create table daily (
      day ${isPostgres ? 'date' : 'text'}, org_id text not null default 'a', model text, requests bigint, tokens_in bigint, tokens_out bigint, cost numeric, "userName" text,
      updated_at ${isPostgres ? 'timestamptz' : 'text'}${more})`);
  const insertDaily = (rows: string) =>
    host.execute(
      `insert into daily (day, org_id, model, requests, tokens_in, tokens_out, cost, "userName", updated_at) values ${rows}`,
    );

  it('rows of days are counted on their local day, priced, and make no session', async () => {
    await createDaily(', primary key (day, org_id)');
    await insertDaily(`('2026-11-01', 'a', 'claude-haiku-4-5', 4, 1000, 100, null, 'ann', '2026-11-02 08:00:00'),
      ('2026-11-02', 'a', 'claude-haiku-4-5', 6, 2000, 200, null, 'ann', '2026-11-03 08:00:00')`);
    const store = sqliteStore(openSqlite(':memory:'));
    const app = usagekit({ store, timeZone: 'Europe/Berlin', sources: [daily({ timeZone: 'Europe/Berlin' })] });
    await app.migrate();
    expect(await app.sync()).toMatchObject({ files: 1, requests: 2, sessions: 0, duplicates: 0, skipped: [] });
    const answer = await app.service.getAnalytics({ start: '2026-10-31', end: '2026-11-03' });
    expect(answer.requests.total).toBe(10);
    expect(answer.series.map(({ start, requests }) => [start, requests])).toEqual([
      ['2026-10-31', 0],
      ['2026-11-01', 4],
      ['2026-11-02', 6],
      ['2026-11-03', 0],
    ]);
    // 3,000 input tokens at 1 USD and 300 output tokens at 5 USD a million.
    expect(answer.cost.nanoUsd).toBe('4500000');
    expect(answer.sessions).toMatchObject({ total: 0, top: [], heatmap: answer.sessions.heatmap });
    expect(answer.sessions.heatmap.every((cell) => cell.sessions === 0)).toBe(true);
    expect(answer.tokens.avgPerSession).toEqual({ input: 0, output: 0 });
    expect((await store.check()).differences).toEqual([]);
    expect(await app.sync()).toMatchObject({ files: 0, filesUnchanged: 1, requests: 0, skipped: [] });
    await app.close();
  });

  it('a row that was corrected replaces what was read of it, downwards too', async () => {
    await createDaily(', primary key (day, org_id)');
    await insertDaily(`('2026-11-01', 'a', 'm', 9, 1000, 100, 0.5, 'ann', '2026-11-02 08:00:00')`);
    const store = memoryStore();
    const source = daily({ columns: { at: 'day', costUsd: 'cost' } });
    await sync(store, source);
    await host.execute(
      `update daily set requests = 2, tokens_in = 10, tokens_out = null, cost = 0.000000001, updated_at = '2026-11-02 09:00:00'`,
    );
    expect(await sync(store, source)).toMatchObject({ requests: 1, duplicates: 0 });
    expect(await usage(store, ['basis', 'quality'])).toMatchObject({
      'recorded/partial': { requests: 2n, input: 10n, output: 0n, costPico: 1000n },
    });
  });

  it('a recorded cost is kept exactly; without one the list price holds, and an unknown model costs nothing known', async () => {
    await createDaily(', primary key (day, org_id)');
    await insertDaily(`('2026-11-01', 'a', 'house-model', 1, 5, 5, 1234567.123456789, 'ann', '2026-11-02 08:00:00'),
      ('2026-11-02', 'a', 'house-model', 3, 5, 5, null, 'ann', '2026-11-02 08:00:00'),
      ('2026-11-03', 'a', null, 1, 5, 5, null, 'ann', '2026-11-02 08:00:00')`);
    const store = memoryStore();
    const summary = await sync(store, daily({ columns: { at: 'day', costUsd: 'cost' } }));
    expect(summary.unpriced).toEqual([
      { model: '', requests: 1 },
      { model: 'house-model', requests: 1 },
    ]);
    expect(await usage(store, ['basis', 'model'])).toMatchObject({
      'recorded/house-model': { requests: 1n, costPico: 1_234_567_123_456_789_000n },
      'unpriced/house-model': { requests: 3n, costPico: 0n, unpricedRequests: 3n, unpricedTokens: 10n },
      'unpriced/': { requests: 1n, unpricedTokens: 10n },
    });
  });

  it('rows with one cursor value are all read, whatever the page, and so are those that come to it later', async () => {
    await createDaily(', id bigint primary key');
    const row = (id: number) => `('2026-11-01', 'm', 1, 1, 1, '2026-11-02 08:00:00', ${id})`;
    const insert = (...ids: number[]) =>
      host.execute(
        `insert into daily (day, model, requests, tokens_in, tokens_out, updated_at, id) values ${ids.map(row).join(', ')}`,
      );
    await insert(10, 20, 30, 40, 50);
    const store = memoryStore();
    const source = daily({ pageSize: 2, overlap: 0 });
    expect(await sync(store, source)).toMatchObject({ requests: 5 });
    await insert(5, 25, 9_007_199_254);
    expect(await sync(store, source)).toMatchObject({ requests: 3 });
    expect(await usage(store)).toMatchObject({ '': { requests: 8n } });
    expect(await sync(store, source)).toMatchObject({ files: 0, requests: 0 });
  });

  it('rows that were committed late are found within the overlap', async () => {
    await createDaily(', id bigint primary key');
    const insert = (id: number, at: string) =>
      host.execute(
        `insert into daily (day, model, requests, tokens_in, tokens_out, updated_at, id) values ('2026-11-01', 'm', 1, 1, 1, '${at}', ${id})`,
      );
    await insert(1, '2026-11-02 08:00:30');
    const [near, none] = [daily(), daily({ overlap: 0 })];
    const [found, lost] = [memoryStore(), memoryStore()];
    await sync(found, near);
    await sync(lost, none);
    await insert(2, '2026-11-02 07:59:45');
    expect(await sync(found, near)).toMatchObject({ requests: 1 });
    expect(await sync(lost, none)).toMatchObject({ requests: 0 });
  });

  it('bad rows are reported once and never counted; mended ones are read', async () => {
    await host.execute(
      `create table daily (id integer primary key, at_day text, n ${isPostgres ? 'text' : ''}, tokens ${isPostgres ? 'double precision' : ''}, cost text, updated_at bigint)`,
    );
    await host.execute(`insert into daily values (1, '2026-11-01', '1', 5, '0.1', 1), (2, null, '1', 5, null, 2), (3, '2026-11-01', '-1', 5, null, 3),
      (4, '2026-11-01', 'NaN', 5, null, 4), (5, '2026-11-01', 'x', 5, null, 5), (6, '2026-11-01', '9007199254740993', 5, null, 6), (7, '2026-11-01', '1', 1.5, null, 7),
      (8, '2026-11-01', '1', 5, '-1', 8), (9, 'soon', '1', 5, null, 9), (10, '2026-11-01', '0', 5, null, 10), (11, '2026-11-01', '1', null, null, 11),
      (12, '2026-11-01', '1', 5, 'free', 12), (13, '2026-11-01', '1', 5, null, null), (14, '2026-11-01', '1', 5, null, -4), (15, '2026-11-01', '2', 7, null, 15)`);
    const source = tableSource(host.db, {
      engine: host.engine,
      table: 'daily',
      cursor: 'updated_at',
      columns: { at: 'at_day', requestCount: 'n', inputTokens: 'tokens', costUsd: 'cost' },
      pageSize: 3,
    });
    const store = memoryStore();
    const { skipped, requests } = await sync(store, source);
    expect(requests).toBe(2);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      '1 rows without a value in updated_at or id',
      'row ["14"]: updated_at: neither a time nor a number from 0 to 2^53 - 1',
      'row ["2"]: at_day: null',
      'row ["3"]: n: negative',
      'row ["4"]: n: not a number',
      'row ["5"]: n: not a number',
      'row ["6"]: n: more than 2147483647',
      'row ["7"]: tokens: not a whole number',
      'row ["8"]: cost: negative',
      'row ["9"]: at_day: not a time',
      'row ["10"]: n: 0, and yet something was used',
      'row ["11"]: neither tokens nor a cost are known',
      'row ["12"]: cost: not an amount of USD',
    ]);
    expect(skipped[1]).toMatchObject({ file: 'table daily', line: 1 });
    expect(await usage(store)).toMatchObject({ '': { requests: 3n, input: 12n } });
    // What is still there without a place is said again; the rest is not read again.
    expect((await sync(store, source)).skipped).toHaveLength(1);
    await host.execute(`update daily set n = '3', updated_at = 16 where id = 3`);
    expect(await sync(store, source)).toMatchObject({ requests: 1 });
    // A row that has become unusable keeps what was last counted of it.
    await host.execute(`update daily set n = '-3', updated_at = 17 where id = 3`);
    expect((await sync(store, source)).skipped.at(-1)?.reason).toBe('row ["3"]: n: negative');
    expect(await usage(store)).toMatchObject({ '': { requests: 6n } });
  });

  it('amounts that no store can hold are left out and said', async () => {
    await createDaily(', primary key (day, org_id)');
    await insertDaily(`('2026-11-01', 'a', 'claude-opus-4-6', 1, 9007199254740991, 1, null, 'ann', '2026-11-02 08:00:00'),
      ('2026-11-02', 'a', 'claude-opus-4-6', 1, 1, 1, null, 'ann', '2026-11-02 08:00:00')`);
    const store = memoryStore();
    const { skipped, requests } = await sync(store, daily());
    expect([requests, skipped.length]).toEqual([1, 1]);
    expect(skipped[0]?.reason).toMatch(/2026-11-01.* beyond 2\^53 - 1/);
  });

  it('names of tables and columns are only ever names, values only ever values', async () => {
    const table = `da"ily'; drop table daily; --`;
    const quoted = `"${table.replaceAll('"', '""')}"`;
    await createDaily(', primary key (day, org_id)');
    await host.execute(
      `create table ${quoted} ("k""1" text, "at'; --" text, "n)" bigint, "select" bigint, primary key ("k""1"))`,
    );
    await host.execute(`insert into ${quoted} values ('x'' or 1=1 --', '2026-11-01', 7, 1), ('"', '2026-11-01', 8, 1)`);
    const source = (tenant: string) =>
      tableSource(host.db, {
        engine: host.engine,
        table,
        cursor: 'select',
        columns: { at: "at'; --", inputTokens: 'n)', tenant: 'k"1' },
        tenant,
      });
    const store = memoryStore();
    expect(await sync(store, source("x' or 1=1 --"))).toMatchObject({ requests: 1, skipped: [] });
    expect(await usage(store)).toMatchObject({ '': { input: 7n } });
    expect(await sync(memoryStore(), source("' or 1=1 --"))).toMatchObject({ requests: 0, skipped: [] });
    await host.execute(`drop table ${quoted}`);
    expect((await sync(store, daily())).skipped).toEqual([]);
  });

  it('a table that is not there, a column that is not, and one without a key are reported; other sources are read', async () => {
    await createDaily(', primary key (day, org_id)');
    await host.execute('create table calls (at text, n bigint, c bigint)');
    const columns = { at: 'at', inputTokens: 'n' };
    const wrong = [
      tableSource(host.db, { engine: host.engine, table: 'missing', cursor: 'c', key: 'k', columns }),
      tableSource(host.db, { engine: host.engine, table: 'calls', cursor: 'nowhere', key: 'n', columns }),
      tableSource(host.db, { engine: host.engine, table: 'calls', cursor: 'c', columns }),
    ];
    await insertDaily(`('2026-11-01', 'a', 'm', 1, 1, 1, null, 'ann', '2026-11-02 08:00:00')`);
    const summary = await importUsage({ store: memoryStore(), sources: [...wrong, daily()], price });
    expect(summary).toMatchObject({ requests: 1, skippedCount: 3 });
    const [missing, column, key] = summary.skipped.map(({ reason }) => reason);
    expect(missing).toMatch(/^the table cannot be read: .*missing/);
    expect(column).toMatch(/^the table cannot be read: .*nowhere/);
    expect(key).toContain("by the option 'key'");
  });

  it.each([{}, { schema: 'main' }])('an engine that the database is not is named as the cause (%j)', async (more) => {
    await createDaily(', primary key (day, org_id)');
    const engine = isPostgres ? 'sqlite' : 'postgres';
    const { skipped } = await sync(memoryStore(), daily({ engine, ...more }));
    expect(skipped.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        `^the table cannot be read: is the database '${engine}', as the option 'engine' says\\? It answers: .*syntax`,
      ),
    ]);
  });

  it('only the rows of the tenant are read', async () => {
    await createDaily(', primary key (day, org_id)');
    await insertDaily(
      `('2026-11-01', 'a', 'm', 1, 1, 1, null, 'ann', '2026-11-02 08:00:00'), ('2026-11-01', 'b', 'm', 5, 1, 1, null, 'bob', '2026-11-02 08:00:00')`,
    );
    const store = memoryStore();
    await sync(store, daily({ columns: { at: 'day', tenant: 'org_id' }, tenant: 'b' }));
    expect(await usage(store)).toMatchObject({ '': { requests: 5n } });
  });
});
