import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session, toolCall } from '../testing/steadyUsage.ts';
import { HOUR_MS } from '../model/timeSlot.ts';
import type { UsageStore } from './UsageStore.ts';

const FROM_MS = Date.UTC(2026, 2, 2);
const SEALED_MS = FROM_MS + 48 * HOUR_MS;
const segments = [{ startMs: FROM_MS, endMs: SEALED_MS, offsetSlots: 0 }];
const SEALED_HOUR = SEALED_MS / HOUR_MS;
const ONE_HOUR = `hour = ${FROM_MS / HOUR_MS + 4}`;

const hours = Array.from({ length: 30 }, (_, i) => i * 2);
/** Every second hour a request and a call; the tool of the first half is used in sealed time alone. */
const of = (grain: 'request' | 'bucket') =>
  batch({
    requests: hours.map((hour) => request(`r${hour}`, `s${hour % 3}`, FROM_MS + hour * HOUR_MS, { grain })),
    toolCalls: hours.map((hour) =>
      toolCall(`c${hour}`, `s${hour % 3}`, FROM_MS + hour * HOUR_MS, { tool: hour < 48 ? 'OldTool' : 'NewTool' }),
    ),
    sessions: [0, 1, 2].map((i) => session(`s${i}`, FROM_MS, { project: `p${i}` })),
  });

/** What is asked of sealed time. */
async function figures(store: UsageStore): Promise<unknown[]> {
  const usage = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
  const tools = await store.rollup({ family: 'tools', segments, bucket: 'total', by: ['tool'] });
  return [
    ...usage.map(({ measures }) => measures.requests),
    ...tools.map(({ key, measures }) => `${String(key[0])} ${measures.calls}`).toSorted(),
  ];
}

const { engines, remove } = damageEngines();
afterAll(remove);

describe.each(engines)('damaged sealed time on %s', (name, make) => {
  let host: DamageHost;
  beforeEach(async () => {
    host = await make();
  });
  afterEach(() => host.remove());

  const sealed = async (grain: 'request' | 'bucket' = 'request'): Promise<unknown[]> => {
    const store = host.opened();
    await store.migrate();
    await store.write(of(grain), examplePrice);
    await store.seal(SEALED_MS);
    await store.drain();
    return figures(store);
  };
  const cut = {
    SQLite: 'substr(data, 1, length(data) - 3)',
    PostgreSQL: 'substring(data from 1 for length(data) - 3)',
  };
  const CUT = cut[name as keyof typeof cut];

  it('that is whole equals what its sessions were sealed with, also after a rebuild', async () => {
    const before = await sealed();
    expect((await host.opened().check()).differences).toEqual([]);
    await host.opened().rebuild();
    expect((await host.opened().check()).differences).toEqual([]);
    expect(await figures(host.opened())).toEqual(before);
  });

  it.each([
    ['all cells lost', `delete from uk_cell where hour < ${SEALED_HOUR}`, /uk_cell .* 0 requests of 24/],
    ['cells of an hour lost', `delete from uk_cell where ${ONE_HOUR} and family = 0`, /uk_cell .* 23 requests of 24/],
    ['cells of calls lost', `delete from uk_cell where ${ONE_HOUR} and family = 1`, /uk_cell .* 23 tool calls of 24/],
    [
      'cells that cannot be read',
      `update uk_cell set data = ${CUT} where ${ONE_HOUR} and family = 0`,
      /uk_cell the cells of usage of the hour 2026-03-02T04:00:00.000Z, which is sealed, are damaged/,
    ],
    ['what sessions were sealed with lost', 'update uk_session set sealed = null', /uk_session .* 0 requests of 24/],
    ['a dimension that is not listed', 'delete from uk_dimension', /uk_dimension the dimension kind is not listed/],
    ['the time it ends set back', 'update uk_tenant set sealed_before_ms = 0', /uk_cell .* 0 requests of 24/],
  ])('%s: the check and a rebuild say what is lost, and figures that are right stay', async (_what, damage, fault) => {
    await sealed();
    await host.execute(damage);
    const damaged = await figures(host.opened());
    const { differences } = await host.opened().check();
    const [, at = '', detail = ''] = /^\/(\w+) (.*)\/$/.exec(String(fault)) ?? [];
    expect(differences).toContainEqual({
      level: 'L1',
      at,
      detail: expect.stringMatching(new RegExp(`${detail.replace(/^\.\* /, '')}.* restore a backup`)),
      isLost: true,
    });
    await expect(host.opened().rebuild()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(fault),
    });
    const after = await host.opened().check();
    expect([after.dirtyDays, after.differences]).toEqual([0, differences]);
    expect(await figures(host.opened())).toEqual(damaged);
  });

  it('of processes that declare different numbers of values of a dimension is sound, whichever of them wrote last', async () => {
    const declaring = (maxValues: number): UsageStore => {
      const store = host.opened();
      store.declare({ zones: ['UTC'], dimensions: [dimension('task', { grain: 'request', maxValues })] });
      return store;
    };
    const [few, many] = [declaring(2), declaring(10)];
    await few.migrate();
    const used = (task: string, atMs = SEALED_MS + HOUR_MS) =>
      batch({ requests: [request(task, 's', atMs, { dimensions: { task } })] });
    await few.write(used('a', FROM_MS), examplePrice);
    await few.write(used('b'), examplePrice);
    await few.seal(SEALED_MS);
    await many.write(used('c'), examplePrice);
    await few.write(used('d'), examplePrice);
    await many.write(used('e'), examplePrice);
    expect((await host.opened().check()).differences).toEqual([]);
    await many.rebuild();
    expect(await figures(many)).toEqual([1n]);
  });

  it('cells of usage that makes no sessions: the days that were made of them tell that they are lost', async () => {
    await sealed('bucket');
    await host.execute(`delete from uk_cell where ${ONE_HOUR} and family = 0`);
    const damaged = await figures(host.opened());
    const fault = expect.stringMatching(
      /cells of the day that begins at 2026-03-0[12]T[\d:.]+Z, which is sealed, are lost: .* restore a backup/,
    );
    expect((await host.opened().check()).differences).toContainEqual({
      level: 'L1',
      at: 'uk_cell',
      detail: fault,
      isLost: true,
    });
    await expect(host.opened().rebuild()).rejects.toMatchObject({ code: 'store_unavailable', message: fault });
    expect(await figures(host.opened())).toEqual(damaged);
  });

  it.each([
    ['the hash of a name', "update uk_dictionary set hash = hash + 2 where kind = 0 and value = 'OldTool'"],
    ['a name', "update uk_dictionary set value = 'zz' where kind = 0 and value = 'OldTool'"],
    ['a name that is lost', "delete from uk_dictionary where kind = 0 and value = 'OldTool'"],
  ])('%s that cells of sealed time alone refer to: no rebuild deletes it', async (_what, damage) => {
    await sealed();
    await host.execute(damage);
    const tables = await host.tables();
    const fault = expect.stringMatching(/the name \d+ of uk_cell.tool is (lost|damaged): .* restore a backup/);
    expect((await host.opened().check()).differences).toContainEqual({
      level: 'L0',
      at: 'uk_dictionary',
      detail: fault,
      isLost: true,
    });
    await expect(host.opened().rebuild()).rejects.toMatchObject({ code: 'store_unavailable', message: fault });
    expect(await host.tables()).toEqual(tables);
  });

  it.each([
    ['to be recomputed', 1],
    ['beyond what a cell can hold', 2],
  ])(
    'an hour that is said to be %s is never replaced by the empty ledger, and mended by a rebuild',
    async (_, state) => {
      const before = await sealed();
      await host.execute(`update uk_hour set state = ${state} where ${ONE_HOUR}`);
      const found = {
        level: 'L1',
        at: '2026-03-02T04:00:00.000Z',
        detail: 'the hour is sealed, and its cells are not listed as right: they are not read',
      };
      const { differences, dirtyHours } = await host.opened().check();
      expect([differences, dirtyHours]).toEqual([[found], 0]);
      await host.opened().write(batch({ requests: [request('later', 's0', SEALED_MS + 20 * HOUR_MS)] }), examplePrice);
      await host.opened().drain();
      expect((await host.opened().check()).differences).toEqual([found]);
      await host.opened().rebuild();
      expect((await host.opened().check()).differences).toEqual([]);
      expect(await figures(host.opened())).toEqual(before);
    },
  );

  it('an hour that is not listed as right, where no day tells it: who asks is told of the rebuild that mends it', async () => {
    const before = await sealed();
    await host.execute(`update uk_hour set state = 1 where ${ONE_HOUR}`);
    await host.execute('update uk_day set state = 1');
    await expect(figures(host.opened())).rejects.toMatchObject({
      code: 'store_unavailable',
      message:
        'the cells of sealed time from 2026-03-02T04:00:00.000Z to 2026-03-02T05:00:00.000Z are not listed as right: `usagekit doctor --rebuild`, or rebuild() of the store, lists them where they are whole',
    });
    await host.execute(`update uk_hour set state = 1 where hour = ${SEALED_HOUR}`);
    const minutes = 60_000;
    for (const [from, to] of [
      [7, 22],
      [7, 40],
      [15, 22],
      [48 * 60 - 7, 49 * 60],
    ] as const) {
      const cut = [{ startMs: FROM_MS + from * minutes, endMs: FROM_MS + to * minutes, offsetSlots: 0 }];
      const asked = host.opened().rollup({ family: 'usage', segments: cut, bucket: 'total', by: [] });
      await expect(asked).rejects.toMatchObject({ code: 'range_not_slot_aligned' });
    }
    await host.opened().rebuild();
    expect(await figures(host.opened())).toEqual(before);
  });

  it.each([
    ['lost', 'delete from uk_marginal'],
    ['damaged', `update uk_marginal set data = ${CUT}`],
  ])('days that are %s are made anew of cells that are whole', async (_what, damage) => {
    const before = await sealed('bucket');
    await host.execute(damage);
    expect((await host.opened().check()).differences).not.toEqual([]);
    await host.opened().rebuild();
    expect((await host.opened().check()).differences).toEqual([]);
    expect(await figures(host.opened())).toEqual(before);
  });
});
