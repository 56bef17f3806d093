import { expect, it } from 'vitest';

import type { RollupQuery } from '../model/Rollup.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, steady, toolCall } from './steadyUsage.ts';
import type { SqlContractTools, SqlStoreDatabase } from './sqlStoreContract.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const segments = [{ startMs: AT_MS, endMs: AT_MS + DAY_MS, offsetSlots: 0 }] as const;
const USAGE: RollupQuery = { family: 'usage', segments, bucket: 'total', by: ['project', 'model'] };
const NEWEST = { sortBy: 'date', sortOrder: 'desc', limit: 9, offset: 0 } as const;
const RUN = {
  id: 'run',
  workspace: 'w',
  status: 'running',
  statusAtMs: 1,
  totalTables: 1,
  startedMs: AT_MS,
  completedMs: null,
} as const;

const WRITTEN = batch({
  requests: [request('a', 's', AT_MS), request('b', 's', AT_MS + 1), request('c', 't', AT_MS)],
  toolCalls: [toolCall('a', 'u', AT_MS)],
  turns: [{ key: 'a', session: 'v', atMs: AT_MS, engagedMs: 1, promptCount: 1, claim: 0 }],
  sessions: [session('s', AT_MS), session('t', AT_MS, { project: 'q', run: 'run' })],
  runs: [RUN],
});

/** Rows of the ledger that were changed or lost past the store. */
export function storeDamageTests({ database }: SqlContractTools): void {
  const filled = async (): Promise<{ shared: SqlStoreDatabase; store: UsageStore }> => {
    const shared = await database();
    const store = await shared.open();
    await store.write(WRITTEN, examplePrice);
    await store.drain();
    return { shared, store };
  };
  const usage = async (store: UsageStore) => comparableRows(await store.rollup(USAGE));
  const lost = (differences: unknown, at: string, detail: RegExp): void => {
    const isLost = { level: 'L0', at, detail: expect.stringMatching(detail), isLost: true };
    expect(differences).toContainEqual(isLost);
  };

  it('sessions that are lost are reported, and no rebuild makes caches that are right anew', async () => {
    const { shared, store } = await filled();
    const before = await usage(store);
    await shared.execute("delete from uk_session where external_id <> 't'");
    const { differences, differenceCount } = await store.check();
    expect(differenceCount).toBe(3);
    for (const table of ['uk_request', 'uk_tool_call', 'uk_turn']) {
      lost(differences, 'uk_session', new RegExp(`the session \\d+ of ${table} is lost: .* restore a backup`));
    }
    const refusal = { code: 'store_unavailable', message: expect.stringMatching(/uk_session the session \d+ .*lost/) };
    await expect(store.rebuild()).rejects.toMatchObject(refusal);
    expect(await usage(store)).toEqual(before);
    await expect(store.write(WRITTEN, examplePrice)).rejects.toMatchObject(refusal);
    const after = (await store.check()).differences;
    expect(after).toHaveLength(differences.length);
    expect(after).toEqual(expect.arrayContaining(differences));
  });

  it('codes that stand for no word are named, and nothing else tells what they were', async () => {
    const { shared, store } = await filled();
    const places = ['uk_session.status', 'uk_tool_call.outcome', 'uk_tool_call.approval', 'uk_run.status'];
    for (const place of places) {
      const [table, column] = place.split('.');
      await shared.execute(`update ${table} set ${column} = 77`);
    }
    const asked = [store.sessions(NEWEST), store.runs({ limit: 9, offset: 0 }), store.write(WRITTEN, examplePrice)];
    for (const answer of await Promise.allSettled(asked)) {
      const reason = { code: 'store_unavailable', message: expect.stringContaining('77 stands for no ') };
      expect(answer).toMatchObject({ status: 'rejected', reason });
    }
    const { differences } = await store.check();
    for (const place of places) {
      const fault = new RegExp(`the code 77 of ${place} stands for no word: .* backup`);
      lost(differences, place.replace(/\..*/, ''), fault);
    }
    const refusal = { code: 'store_unavailable', message: expect.stringContaining(`the code 77 of uk_`) };
    await expect(store.rebuild()).rejects.toMatchObject(refusal);
  });

  it('a grain of a dimension that is none, and rollups of a combination that is none, are reported, and mended by a rebuild', async () => {
    const { shared, store } = await filled();
    const before = await usage(store);
    await shared.execute('update uk_dimension set grain = -1');
    await shared.execute('insert into uk_dimset_rollup (tenant, dimset, rollup) values (1, -1, 0)');
    await expect(store.rollup(USAGE)).rejects.toMatchObject({ code: 'store_unavailable' });
    const { differences } = await (await shared.open()).check();
    const detail = expect.stringContaining('a rebuild mends it');
    expect(differences.map(({ at }) => at).toSorted()).toEqual(['uk_dictionary', 'uk_dimension']);
    for (const difference of differences) expect(difference).toEqual({ level: 'L0', at: difference.at, detail });
    await store.rebuild();
    expect((await store.check()).differences).toEqual([]);
    expect(await usage(store)).toEqual(before);
  });

  it.each([
    [
      'days of sessions by a dimension of requests',
      `insert into uk_marginal (tenant, family, dimension, offset_slots, day, part, data)
        select tenant, 3, dimension, offset_slots, day, part, data from uk_marginal where family = 0
          and dimension in (select dimension from uk_dimension where grain = 1)`,
    ],
    [
      'a part beyond the last',
      `insert into uk_marginal (tenant, family, dimension, offset_slots, day, part, data)
        select tenant, family, dimension, offset_slots, day, 9, data from uk_marginal where part = 0`,
    ],
    [
      'facts in the midst of a day',
      'insert into uk_cell (tenant, family, hour, data) select tenant, 6, hour + 1, data from uk_cell where family = 0',
    ],
    [
      'facts of a day that is not listed',
      'insert into uk_cell (tenant, family, hour, data) select tenant, 6, hour - 24000, data from uk_cell where family = 0',
    ],
    [
      'cells of a family that is none',
      'insert into uk_cell (tenant, family, hour, data) select tenant, 99, hour, data from uk_cell where family = 0',
    ],
  ])('rows of rollups that nothing makes do not keep a rebuild from mending the others: %s', async (_name, damage) => {
    const shared = await database();
    const store = await shared.open();
    store.declare({ dimensions: [], zones: ['UTC'] });
    await store.write(steady(AT_MS, AT_MS + 40 * DAY_MS, DAY_MS), examplePrice);
    await store.drain();
    const rows = () => store.rollup({ ...USAGE, segments: [{ ...segments[0], endMs: AT_MS + 40 * DAY_MS }] });
    const before = comparableRows(await rows());
    await shared.execute(damage);
    await shared.execute('delete from uk_marginal where family = 0 and dimension = 0 and part = 0');
    expect((await store.check()).differenceCount).toBeGreaterThan(0);
    await store.rebuild();
    expect((await store.check()).differences).toEqual([]);
    await store.drain();
    expect(comparableRows(await rows())).toEqual(before);
    // Those rows are gone: they could not be made twice.
    await expect(shared.execute(damage)).resolves.toBeUndefined();
  });

  it.each(['next_session', 'next_id'])('%s that was set back is reported, and mended by a rebuild', async (counter) => {
    const { shared, store } = await filled();
    await shared.execute(`update uk_tenant set ${counter} = 1`);
    const { differences } = await store.check();
    expect(differences).toEqual([{ level: 'L0', at: 'uk_tenant', detail: expect.stringContaining(`${counter} is 1`) }]);
    await store.rebuild();
    expect((await store.check()).differences).toEqual([]);
    const more = batch({
      requests: [request('n', 'new', AT_MS, { model: 'other' })],
      sessions: [session('new', AT_MS, { project: 'else' })],
    });
    await store.write(more, examplePrice);
    expect((await store.sessions(NEWEST)).sessions.map(({ id, project }) => `${id} ${project}`).toSorted()).toEqual([
      'new else',
      's p',
      't q',
    ]);
    expect((await store.check()).differences).toEqual([]);
  });

  it('ids and keys of sessions that were changed are reported, and no rebuild makes them again', async () => {
    const { shared, store } = await filled();
    await shared.execute("update uk_session set external_id = 'other' where external_id = 's'");
    await shared.execute(`update uk_session set external_id = '"{' where external_id = 't'`);
    await shared.execute("update uk_session set session_key = session_key + 1 where external_id = 'u'");
    const { differences, differenceCount } = await store.check();
    for (const at of ['other', '"{', 'u']) lost(differences, at, /the source, the id or the key .* restore a backup/);
    expect(differenceCount).toBe(3);
    await expect(store.rebuild()).rejects.toMatchObject({ code: 'store_unavailable' });
    await shared.execute("update uk_session set dimset = -1 where external_id = 'u'");
    const detail = /the combination of dimensions -1 of uk_session.dimset is lost: .* restore a backup/;
    lost((await store.check()).differences, 'uk_dictionary', detail);
    await expect(store.rebuild()).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it.each([
    ["external_id = 'other'", 'other'],
    [`external_id = '"{'`, '"{'],
    [`source = '"{'`, 'r'],
    ['run_key = run_key + 1', 'r'],
  ])('ids and keys of runs that were changed are reported, and no rebuild goes on: %s', async (change, at) => {
    const { shared, store } = await filled();
    const run = { workspace: 'w', status: 'completed', statusAtMs: AT_MS, totalTables: 0, completedMs: null } as const;
    await store.write(batch({ runs: [{ ...run, id: 'r', startedMs: AT_MS }] }), examplePrice);
    expect((await store.check()).differences).toEqual([]);
    await shared.execute(`update uk_run set ${change}`);
    const { differences } = await store.check();
    lost(differences, at, /the source, the id or the key of the run .* was changed: .* restore a backup/);
    await expect(store.rebuild()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('in the table uk_run the source'),
    });
  });

  it.each([
    ['', '{', 'null', '1', '[]', '"x"', '{}'],
    ['{"startedMs":null}', '{"tokens":[1],"costByModel":[["m",1]]}', '[{"lastMs":1}]'],
  ])('what was sealed of a session is named when it cannot be read: %s', async (...texts) => {
    const { shared, store } = await filled();
    const refusal = { code: 'store_unavailable', message: expect.stringContaining('sealed of the table uk_session') };
    for (const text of texts) {
      await shared.execute(`update uk_session set sealed = '${text}'`);
      await expect(store.check(), `check of ${text}`).rejects.toMatchObject(refusal);
      await expect(store.rebuild(), `rebuild of ${text}`).rejects.toMatchObject(refusal);
    }
  });

  it('what was sealed of a session of a model of any name is read', async () => {
    const { store } = await filled();
    await store.write(batch({ requests: [request('n', 's', AT_MS, { model: '007n' })] }), examplePrice);
    await store.seal(AT_MS + 3_600_000);
    await store.write(
      batch({ sessions: [session('s', AT_MS, { status: 'failed', statusAtMs: AT_MS })] }),
      examplePrice,
    );
    const { sessions } = await store.sessions(NEWEST);
    expect(sessions.find(({ id }) => id === 's')?.models).toContain('007n');
    expect((await store.check()).differences).toEqual([]);
  });

  it('a damaged row of a cache is found by a check and mended by a rebuild', async () => {
    const shared = await database();
    const store = await shared.open();
    const from = Date.UTC(2026, 5, 1);
    await store.write(steady(from, from + 3 * DAY_MS, HOUR_MS), examplePrice);
    await store.drain();
    expect((await store.check()).differences).toEqual([]);
    const segments = [{ startMs: from, endMs: from + 3 * DAY_MS, offsetSlots: 0 }];
    const answers = async () => {
      const asked = (family: RollupQuery['family']) =>
        store.rollup({ family, segments, bucket: 'total', by: ['model'] }).then(comparableRows);
      return [await asked('usage'), await asked('sessions')];
    };
    const expected = await answers();
    const other =
      'select data from uk_marginal where family = 0 and dimension = 0 and day = (select min(day) from uk_marginal)';
    const damages = [
      ['L1', `update uk_cell set data = (${other}) where hour = (select min(hour) from uk_cell)`],
      ['L1', 'delete from uk_cell where hour = (select max(hour) from uk_cell)'],
      [
        'L2',
        `update uk_marginal set data = (${other}) where day = (select max(day) from uk_marginal) and dimension = 0`,
      ],
      ['L2', 'delete from uk_marginal where family = 2 and dimension = 0'],
      ['session', 'update uk_session set output = output + 1 where id = 1'],
      ['L0', 'delete from uk_request_hour where hour = (select max(hour) from uk_request_hour)'],
      ['L0', 'insert into uk_tool_call_hour (tenant, hour, session) values (1, 500000, 1)'],
      ['L1', 'delete from uk_hour where hour = (select max(hour) from uk_hour)'],
      ['L1', 'update uk_cell set hour = hour + 1000 where hour = (select max(hour) from uk_cell)'],
      ['L1', 'delete from uk_hour'],
      ['L2', 'delete from uk_model_set'],
      ['L0', 'delete from uk_dimset_value where dimset = (select max(dimset) from uk_dimset_value)'],
      ['L0', 'update uk_dimset_value set value = dimension'],
    ] as const;
    for (const [level, damage] of damages) {
      await shared.execute(damage);
      const found = (await store.check()).differences.map((d) => d.level);
      const { revision } = await store.extent();
      await store.rebuild();
      // What was cached of wrong answers has to go.
      expect((await store.extent()).revision).toBeGreaterThan(revision);
      const left = (await store.check()).differences;
      expect({ damage, isFound: found.includes(level), left }).toEqual({ damage, isFound: true, left: [] });
      expect([damage, ...(await answers())]).toEqual([damage, ...expected]);
    }
    // All caches at once: what is gone is not taken for nothing.
    for (const table of ['uk_hour', 'uk_day', 'uk_cell', 'uk_marginal']) await shared.execute(`delete from ${table}`);
    expect((await store.check()).differenceCount).toBeGreaterThan(0);
    await store.rebuild();
    expect((await store.check()).differences).toEqual([]);
    expect(await answers()).toEqual(expected);
  });
}
