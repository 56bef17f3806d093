import { expect, it } from 'vitest';

import { zoneSegments } from '../metrics/zoneSegments.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, steady, toolCall, turn } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const FROM_MS = Date.UTC(2026, 5, 1);
/** Its midnight is at 18:15 UTC. */
const KATHMANDU = 'Asia/Kathmandu';

const RUN = {
  id: 'run',
  workspace: 'w',
  status: 'running',
  statusAtMs: 1,
  totalTables: 0,
  startedMs: FROM_MS,
  completedMs: null,
} as const;

const daily = (zone: string, days: number, family: RollupQuery['family'] = 'usage'): RollupQuery => ({
  family,
  segments: zoneSegments({ startMs: FROM_MS - DAY_MS, endMs: FROM_MS + days * DAY_MS }, zone),
  bucket: 'day',
  by: [],
});

/** Records at the edges of hours, days and segments, each beside the definition. */
export function storeEdgeTests({ database }: ContractTools): void {
  const both = async (zones: readonly string[]) => {
    const shared = await database();
    const store = await shared.open();
    store.declare({ zones });
    return { shared, store, oracle: memoryStore() };
  };
  const write = async (stores: readonly UsageStore[], of: Partial<UsageBatch>) => {
    for (const each of stores) await each.write(batch(of), examplePrice, { bulk: true });
  };
  const same = async (store: UsageStore, oracle: UsageStore, query: RollupQuery) => {
    const found = comparableRows(await store.rollup(query));
    expect(found).toEqual(comparableRows(await oracle.rollup(query)));
    return found;
  };

  it('an hour in which a local midnight lies belongs to two days', async () => {
    const { store, oracle } = await both([KATHMANDU]);
    const before = FROM_MS + 18 * HOUR_MS + 5 * MINUTE_MS;
    await write([store, oracle], { requests: [request('a', 's', before)] });
    await store.drain();
    await same(store, oracle, daily(KATHMANDU, 3));
    await write([store, oracle], { requests: [request('b', 't', before + 20 * MINUTE_MS)] });
    await store.drain();
    expect(await same(store, oracle, daily(KATHMANDU, 3))).toHaveLength(2);
    expect(await same(store, oracle, daily(KATHMANDU, 3, 'sessions'))).toHaveLength(2);
  });

  it('a day that begins or ends within an hour whose sums are too large is right, too', async () => {
    const { store, oracle } = await both([KATHMANDU]);
    // Two together are more than is kept of an hour: of one before a midnight, and of one after another.
    const large = (atMs: number) =>
      ['a', 'b'].map((name) => request(`${name}${atMs}`, 's', atMs, { model: 'unpriced', inputTokens: 2 ** 52 }));
    const midnight = FROM_MS + 18.25 * HOUR_MS;
    const requests = [...large(midnight - MINUTE_MS), ...large(midnight + 4 * DAY_MS)];
    await write([store, oracle], { requests });
    await write([store, oracle], steady(FROM_MS, FROM_MS + 8 * DAY_MS, 6 * HOUR_MS));
    await store.drain();
    for (const family of ['usage', 'sessions'] as const) await same(store, oracle, daily(KATHMANDU, 9, family));
    expect((await store.check()).differences).toEqual([]);
  });

  it('a zone that is declared later has the last day too, which ends in the middle of an hour', async () => {
    const { shared, store, oracle } = await both(['UTC']);
    // The first quarter of 18 h is the end of a local day that began the evening before.
    await write([store, oracle], { requests: [request('a', 's', FROM_MS + 18 * HOUR_MS + 5 * MINUTE_MS)] });
    await store.drain();
    const later = await shared.open();
    later.declare({ zones: ['UTC', KATHMANDU] });
    await later.drain();
    expect(await same(later, oracle, daily(KATHMANDU, 3))).toHaveLength(1);
  });

  it('what a store writes that keeps other zones is in the days and months of all of them', async () => {
    const { shared, store, oracle } = await both(['UTC', KATHMANDU]);
    const other = await shared.open();
    other.declare({ zones: ['UTC'] });
    await write([store, oracle], steady(FROM_MS, FROM_MS + 40 * DAY_MS, 6 * HOUR_MS));
    await store.drain();
    const query: RollupQuery = { ...daily(KATHMANDU, 40), bucket: 'total' };
    await same(store, oracle, query);
    await write([other, oracle], { requests: [request('late', 'late', FROM_MS + 20 * DAY_MS)] });
    await other.drain();
    expect(await same(store, oracle, query)).toHaveLength(1);
    expect((await same(store, oracle, daily(KATHMANDU, 40))).length).toBeGreaterThan(39);
  });

  it('a short page of the dearest leaves out those that were reset', async () => {
    const { store, oracle } = await both(['UTC']);
    await write([store, oracle], {
      runs: [RUN],
      requests: Array.from({ length: 60 }, (_, i) =>
        request(`r${i}`, `s${i}`, FROM_MS + i * MINUTE_MS, { inputTokens: 1000 * (i + 1) }),
      ),
      sessions: Array.from({ length: 60 }, (_, i) =>
        session(`s${i}`, FROM_MS + i * MINUTE_MS, i % 2 === 0 ? { run: 'run' } : {}),
      ),
    });
    await store.drain();
    for (const each of [store, oracle]) await each.reset({ source: 'codex', run: 'run' }, 'x');
    await store.drain();
    const { segments } = daily('UTC', 3);
    for (const limit of [3, 50]) {
      const page = { sortBy: 'cost', sortOrder: 'desc', limit, offset: 0, segments } as const;
      const ids = async (of: UsageStore) => (await of.sessions(page)).sessions.map(({ id }) => id);
      expect(await ids(store)).toEqual(await ids(oracle));
    }
  });

  it('a session that began with a prompt in an earlier hour is reset there', async () => {
    const { store, oracle } = await both(['UTC']);
    await write([store, oracle], {
      runs: [RUN],
      turns: [turn('t', 's', FROM_MS + 22 * HOUR_MS)],
      requests: [request('r', 's', FROM_MS + 26 * HOUR_MS)],
      sessions: [session('s', FROM_MS + 26 * HOUR_MS, { run: 'run' })],
    });
    await store.drain();
    expect(await same(store, oracle, daily('UTC', 3, 'sessions'))).toHaveLength(1);
    for (const each of [store, oracle]) await each.reset({ source: 'codex', run: 'run' }, 'x');
    await store.drain();
    expect(await same(store, oracle, daily('UTC', 3, 'sessions'))).toEqual([]);
  });

  it('what happens at the end of a segment is not in it; a late call is the latest there is', async () => {
    const { store, oracle } = await both(['UTC']);
    const endMs = FROM_MS + DAY_MS;
    await write([store, oracle], {
      requests: [request('r', 's', endMs)],
      toolCalls: [toolCall('c', 's', endMs + 9 * DAY_MS)],
    });
    const segments = [{ startMs: FROM_MS, endMs, offsetSlots: 0 }];
    for (const each of [store, oracle]) {
      expect(await each.activeSessions({ segments })).toBe(0);
      expect(await each.extent()).toMatchObject({ lastMs: endMs, latestMs: endMs + 9 * DAY_MS });
    }
  });

  it('a call before the first request, of a session without one, is the earliest there is', async () => {
    const { store, oracle } = await both(['UTC']);
    await write([store, oracle], { toolCalls: [toolCall('c', 'asked-nothing', FROM_MS)] });
    for (const each of [store, oracle]) {
      expect(await each.extent()).toMatchObject({
        firstMs: null,
        lastMs: null,
        earliestMs: FROM_MS,
        latestMs: FROM_MS,
      });
    }
    await write([store, oracle], { requests: [request('r', 's', FROM_MS + 3 * DAY_MS)] });
    for (const each of [store, oracle]) {
      expect(await each.extent()).toMatchObject({ firstMs: FROM_MS + 3 * DAY_MS, earliestMs: FROM_MS });
    }
  });

  it('a prompt that no request followed is not the latest there is', async () => {
    const { store, oracle } = await both(['UTC']);
    await write([store, oracle], {
      requests: [request('r', 's', FROM_MS)],
      turns: [turn('t', 'unanswered', FROM_MS + 9 * DAY_MS)],
      sessions: [session('unanswered', FROM_MS + 9 * DAY_MS)],
    });
    for (const each of [store, oracle]) {
      expect(await each.extent()).toMatchObject({ firstMs: FROM_MS, lastMs: FROM_MS, latestMs: FROM_MS });
    }
    await write([store, oracle], { requests: [request('late', 'unanswered', FROM_MS + DAY_MS)] });
    for (const each of [store, oracle]) {
      // It began with its first record.
      expect(await each.extent()).toMatchObject({ lastMs: FROM_MS + DAY_MS, latestMs: FROM_MS + DAY_MS });
    }
  });
}
