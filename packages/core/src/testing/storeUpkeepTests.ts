import { expect, it } from 'vitest';

import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, steady } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Upkeep: readers meanwhile, requests that move, sums that do not fit, sealed time. */
export function storeUpkeepTests({ database, fresh }: ContractTools): void {
  it('a reader sees the same totals all through an import and the recomputing after it', async () => {
    const shared = await database();
    const [writer, reader] = [await shared.open(), await shared.open()];
    const from = Date.UTC(2026, 5, 1);
    const segments = [{ startMs: from, endMs: from + 20 * DAY_MS, offsetSlots: 0 }];
    const total = async () =>
      (await reader.rollup({ family: 'usage', segments, bucket: 'total', by: ['project'] }))[0]?.measures;
    await writer.write(steady(from, from + 20 * DAY_MS, HOUR_MS), examplePrice, { bulk: true });
    const expected = await total();
    expect(expected?.requests).toBe(480n);
    const progress = { done: false };
    const draining = writer.drain({ limit: 7 }).finally(() => (progress.done = true));
    let reads = 0;
    while (reads < 2 || !progress.done) {
      reads += 1;
      expect(await total()).toEqual(expected);
      // A driver that answers at once would keep the other store's timers waiting.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await draining;
    expect(await total()).toEqual(expected);
  });

  it('a request that moves to another session and hour is found there, and no longer where it was', async () => {
    const store = await fresh();
    const at = Date.UTC(2026, 5, 1, 12);
    const earlier = at - 3 * HOUR_MS;
    await store.write(batch({ requests: [request('r', 'copy', at, { claim: 5 })] }), examplePrice);
    await store.write(batch({ requests: [request('r', 'owner', earlier, { claim: 1 })] }), examplePrice);
    expect((await store.check()).differences).toEqual([]);
    expect(await store.extent()).toMatchObject({ firstMs: earlier, lastMs: earlier });
    const segments = [{ startMs: earlier, endMs: earlier + 1, offsetSlots: 0 }];
    const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
    expect(row?.measures.requests).toBe(1n);
  });

  it('sums beyond 2^53 and 2^63 stay exact', async () => {
    const store = await fresh();
    const at = Date.UTC(2026, 5, 1);
    const requests = Array.from({ length: 2000 }, (_, i) =>
      request(`r${i}`, `s${i}`, at, { inputTokens: 2 ** 53 - 1, outputTokens: 0 }),
    );
    const price = () => ({
      ...examplePrice({ ...request('', '', 0), inputTokens: 0 }),
      nanoUsd: 2 ** 53 - 1,
      picoRest: 999,
    });
    await store.write(batch({ requests }), price);
    await store.drain();
    for (const segment of [
      { startMs: at, endMs: at + 1 },
      { startMs: at, endMs: at + DAY_MS },
    ]) {
      const rows = await store.rollup({
        family: 'usage',
        segments: [{ ...segment, offsetSlots: 0 }],
        bucket: 'total',
        by: [],
      });
      expect(rows[0]?.measures.input).toBe(2000n * (2n ** 53n - 1n));
      expect(rows[0]?.measures.costPico).toBe(2000n * (9007199254740991n * 1000n + 999n));
    }
    await store.write(batch({ requests: [request('early', 'early', at - 1)] }), price);
    expect(await store.seal(at)).toEqual({ requests: 1 });
    await store.write(batch({ requests: [request('r', 's0', at, { inputTokens: 2 ** 53 - 1 })] }), price);
    expect((await store.check()).differences).toEqual([]);
    await store.rebuild();
    expect((await store.check()).differences).toEqual([]);
  });

  it('sealed time keeps its figures without detail; what comes later for it is counted and not added', async () => {
    const store = await fresh();
    const from = Date.UTC(2026, 5, 1);
    const sealed = from + 5 * DAY_MS;
    const records = steady(from, from + 10 * DAY_MS, HOUR_MS);
    const across = batch({
      requests: [request('x1', 'across', sealed - HOUR_MS), request('x2', 'across', sealed + HOUR_MS)],
      sessions: [session('across', sealed)],
    });
    // A row of a host's own table is of many requests.
    const table = batch({ requests: [request('t', 'across', from, { grain: 'bucket', requestCount: 40 })] });
    for (const each of [records, across, table]) await store.write(each, examplePrice);
    const segments = [{ startMs: from, endMs: from + 10 * DAY_MS, offsetSlots: 0 }];
    const queries = (['usage', 'sessions'] as const).map((family) => ({
      family,
      segments,
      bucket: 'day' as const,
      by: ['project'],
    }));
    const answers = async () => {
      const all = [];
      for (const query of queries) all.push(comparableRows(await store.rollup(query)));
      return [all, (await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 500, offset: 0 })).sessions];
    };
    await store.drain();
    const before = await answers();
    expect(await store.seal(sealed)).toEqual({ requests: 161 });
    expect(await answers()).toEqual(before);
    // All of it again: what is sealed is late, what is not is known.
    expect(await store.write(records, examplePrice)).toMatchObject({ newRequests: 0, duplicates: 120 });
    expect(await answers()).toEqual(before);
    expect(await store.extent()).toMatchObject({ firstMs: from, sealedBeforeMs: sealed, lateSealed: 120 });
    await store.write(batch({ requests: [request('x3', 'across', sealed + 2 * HOUR_MS)] }), examplePrice);
    const list = await store.sessions({ sortBy: 'tokens', sortOrder: 'desc', limit: 1, offset: 0 });
    expect(list.sessions[0]).toMatchObject({
      id: 'across',
      requests: 3,
      startedAt: new Date(sealed - HOUR_MS).toISOString(),
    });
    await store.rebuild();
    expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
    expect(comparableRows(await store.rollup({ ...queries[0]!, bucket: 'total' }))).toHaveLength(1);
    for (const bad of [sealed - HOUR_MS, sealed + 1, Number.NaN, Date.UTC(2099, 0, 1)]) {
      await expect(store.seal(bad)).rejects.toMatchObject({ code: 'invalid_argument' });
    }
  });
}
