import { expect, it } from 'vitest';

import { examplePrice } from './ledgerArbitraries.ts';
import type { SessionDistribution } from '../model/CountedValue.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, steady } from './steadyUsage.ts';
import type { ContractTools } from './storeContract.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Upkeep of the rollups: readers meanwhile, damage, sums that do not fit. */
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
    // Nothing but the detail tells what such an hour adds up to.
    await store.write(batch({ requests: [request('early', 'early', at - 1)] }), price);
    await expect(store.seal(at + HOUR_MS)).rejects.toMatchObject({
      code: 'unsafe_integer',
      message: expect.stringContaining('the hour of 2026-06-01T00:00:00.000Z has a sum beyond 2^53 - 1'),
    });
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
    for (const each of [records, across]) await store.write(each, examplePrice);
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
    expect(await store.seal(sealed)).toEqual({ requests: 121 });
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
    const ask = (of: Partial<RollupQuery>) =>
      store.rollup({ family: 'usage', segments, bucket: 'total', by: [], ...of });
    await expect(ask({ by: ['status'] })).rejects.toMatchObject({ code: 'detail_sealed' });
    await expect(ask({ segments: [{ startMs: from + 1, endMs: sealed, offsetSlots: 0 }] })).rejects.toMatchObject({
      code: 'range_not_slot_aligned',
    });
    for (const bad of [sealed - HOUR_MS, sealed + 1, Number.NaN, Date.UTC(2099, 0, 1)]) {
      await expect(store.seal(bad)).rejects.toMatchObject({ code: 'invalid_argument' });
    }
  });

  it('S1.06 of many sessions a distribution is of buckets: numbers exact, values within 1 %', async () => {
    const store = await fresh();
    const from = Date.UTC(2026, 5, 1);
    const requests = Array.from({ length: 300 }, (_, i) =>
      request(`r${i}`, `s${i}`, from + i * HOUR_MS, {
        inputTokens: Math.round(1.05 ** i) - 1,
        outputTokens: 0,
        model: i % 50 === 0 ? 'unpriced' : 'm1',
      }),
    );
    await store.write(batch({ requests }), examplePrice);
    await store.drain();
    const segments = [{ startMs: from + HOUR_MS, endMs: from + 300 * HOUR_MS, offsetSlots: 0 }];
    for (const measure of ['cost', 'tokens', 'duration'] as const) {
      const expand = ({ values }: SessionDistribution): number[] =>
        values
          .flatMap(({ value, sessions }) => Array.from({ length: sessions }, () => value ?? -1))
          .toSorted((a, b) => a - b);
      const exact = await store.distribution({ measure, segments });
      const rough = await store.distribution({ measure, segments, exactUpTo: 100 });
      expect([exact.approximate, rough.approximate]).toEqual([false, true]);
      const [values, buckets] = [expand(exact), expand(rough)];
      expect(buckets).toHaveLength(values.length);
      const off = values.filter((value, i) => Math.abs((buckets[i] ?? 0) - value) > Math.abs(value) * 0.0101 + 0.5);
      expect({ measure, off }).toEqual({ measure, off: [] });
    }
  });
}
