import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';
import type { UsageStore } from './UsageStore.ts';

const AT_MS = Date.UTC(2026, 2, 2);
const segments = [{ startMs: AT_MS, endMs: AT_MS + 86_400_000, offsetSlots: 0 }];
const PAGE = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;
const hours = [0, 1, 2, 3, 4, 5];

// SQLite keeps values of any type in any column: https://www.sqlite.org/datatype3.html
describe('values of other types than were written, in SQLite', () => {
  let folder: string;
  const stores: UsageStore[] = [];
  const opened = (): UsageStore => {
    const store = sqliteStore(openSqlite(join(folder, 'usage.db')));
    stores.push(store);
    return store;
  };
  const execute = (statement: string): void => {
    const database = new DatabaseSync(join(folder, 'usage.db'));
    database.exec(statement);
    database.close();
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'usagekit-types-'));
    const store = opened();
    await store.migrate();
    await store.write(
      batch({
        requests: hours.map((hour) => request(`r${hour}`, `s${hour % 2}`, AT_MS + hour * 3_600_000)),
        sessions: [session('s0', AT_MS), session('s1', AT_MS)],
      }),
      examplePrice,
    );
    await store.drain();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    rmSync(folder, { recursive: true });
  });
  const sessions = async (store: UsageStore): Promise<unknown[]> => (await store.sessions(PAGE)).sessions;
  const usage = async (store: UsageStore): Promise<unknown[]> =>
    (await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] })).map(
      ({ measures }) => measures.requests,
    );

  it.each([
    ['input', '0.5'],
    ['input', "'abc'"],
    ['started_ms', "'abc'"],
    ['started_ms', 'started_ms + 0.5'],
    ['last_ms', "'abc'"],
    ['cost_nano', '0.5'],
    ['request_count', "'abc'"],
    ['engaged_ms', "x'00'"],
    ['model', "'abc'"],
    ['flag', "'abc'"],
  ])('sums of a session are made again: %s = %s', async (column, value) => {
    const before = await sessions(opened());
    execute(`update uk_session set ${column} = ${value} where id = 1`);
    expect((await opened().check()).differences).not.toEqual([]);
    const store = opened();
    await store.rebuild();
    expect((await store.check()).differences).toEqual([]);
    expect(await sessions(store)).toEqual(before);
    expect(await usage(store)).toEqual([6n]);
  });

  it.each([
    ['input', '0.5'],
    ['started_ms', "'abc'"],
    ['request_count', "'abc'"],
  ])('a list refuses a session whose sum is none, and a write makes it again: %s = %s', async (column, value) => {
    const before = await sessions(opened());
    execute(`update uk_session set ${column} = ${value} where id = 1`);
    const store = opened();
    await expect(store.sessions(PAGE)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(new RegExp(`column ${column} of the table uk_session .*doctor --rebuild`)),
    });
    await store.write(batch({ requests: [request('r0', 's0', AT_MS, { claim: 1 })] }), examplePrice);
    await store.write(batch({ requests: [request('r9', 's0', AT_MS + 1)] }), examplePrice);
    const after = (await store.sessions(PAGE)).sessions;
    expect(after.map(({ requests, startedAt }) => [requests, startedAt])).toEqual([
      [4, '2026-03-02T00:00:00.000Z'],
      [3, '2026-03-02T01:00:00.000Z'],
    ]);
    expect(after.length).toBe(before.length);
  });

  it.each([
    ['uk_request', 'input', '0.5'],
    ['uk_request', 'at_ms', "'abc'"],
    ['uk_request', 'claim', "'abc'"],
    ['uk_session', 'status_at_ms', "'abc'"],
    ['uk_session', 'record_last_ms', '0.5'],
  ])('what nothing else tells is named, and a backup helps: %s.%s = %s', async (table, column, value) => {
    const named = expect.stringMatching(`column ${column} of the table ${table} is no integer: .* restore a backup`);
    execute(`update ${table} set ${column} = ${value}`);
    const { differences } = await opened().check();
    expect(differences).toEqual([{ level: 'L0', at: table, detail: named, isLost: true }]);
    await expect(opened().rebuild()).rejects.toMatchObject({ code: 'store_unavailable', message: named });
    expect(await usage(opened())).toEqual([6n]);
  });

  it('an answer from the ledger names the table and what helps', async () => {
    execute('update uk_request set input = 0.5');
    const asked = { family: 'usage', segments, bucket: 'total', by: ['status'] } as const;
    await expect(opened().rollup(asked)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching('column input of the table uk_request .* restore a backup'),
    });
  });

  it.each(['revision', 'lineage', 'next_id', 'next_session', 'sealed_before_ms', 'late_sealed'])(
    "a tenant's %s that is no number is named, and a backup helps",
    async (column) => {
      execute(`update uk_tenant set ${column} = 'abc'`);
      const refusal = {
        code: 'store_unavailable',
        message: expect.stringMatching(`column ${column} of the table uk_tenant is no integer: restore a backup`),
      };
      for (const asked of [usage(opened()), opened().check(), opened().rebuild(), opened().extent()]) {
        await expect(asked).rejects.toMatchObject(refusal);
      }
    },
  );

  it.each(["x''", "'x'", "'9'", "'999999999999'", '5', '999999999999', "x'00'"])(
    'days that are kept as %s cannot be read, and a rebuild makes them again',
    async (data) => {
      execute(`update uk_marginal set data = ${data}`);
      const refusal = { code: 'store_unavailable', message: expect.stringContaining('doctor --rebuild') };
      await expect(usage(opened())).rejects.toMatchObject(refusal);
      expect((await opened().check()).differences).not.toEqual([]);
      await opened().rebuild();
      expect((await opened().check()).differences).toEqual([]);
      expect(await usage(opened())).toEqual([6n]);
    },
  );
});
