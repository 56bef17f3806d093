import { expect, it } from 'vitest';

import { COMBINATION_NAMES } from '../metrics/combinationText.ts';
import { dimension } from '../metrics/dimension.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { DAY_MS, HOUR_MS } from '../model/timeSlot.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { rollupInMode } from '../service/rollupInMode.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import type { ContractTools } from './contractTools.ts';
import { flatBook } from './flatBook.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { pricedBy } from './priceArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, steady, toolCall, turn } from './steadyUsage.ts';
import { tieredBook } from './tieredBook.ts';

const FROM_MS = Date.UTC(2026, 5, 1);

/** Local days of UTC around {@link FROM_MS}. */
const daily = (family: RollupQuery['family']): RollupQuery => ({
  family,
  segments: [{ startMs: FROM_MS - DAY_MS, endMs: FROM_MS + 4 * DAY_MS, offsetSlots: 0 }],
  bucket: 'day',
  by: [],
});

/** Sealed time, of which tables keep the figures and not the detail (`memoryStore` keeps both). */
export function storeSealTests({ database, fresh }: ContractTools): void {
  const write = (store: UsageStore, of: Partial<UsageBatch>) => store.write(batch(of), examplePrice, { bulk: true });

  it('turns and calls of sealed time go, and come back late, without counting twice', async () => {
    const store = await fresh();
    const written = {
      requests: [request('r1', 's', FROM_MS), request('r2', 's', FROM_MS + 2 * DAY_MS)],
      toolCalls: [toolCall('c1', 's', FROM_MS), toolCall('c2', 's', FROM_MS + 2 * DAY_MS)],
      turns: [turn('t1', 's', FROM_MS), turn('t2', 's', FROM_MS + 2 * DAY_MS)],
      sessions: [session('s', FROM_MS + 2 * DAY_MS)],
    };
    // Of another session only the prompt is sealed.
    written.turns.push(turn('t3', 'u', FROM_MS + 1), turn('t4', 'u', FROM_MS + 2 * DAY_MS));
    written.requests.push(request('r3', 'u', FROM_MS + 2 * DAY_MS));
    await write(store, written);
    await store.drain();
    const figures = async () => {
      const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
      return [sessions, comparableRows(await store.rollup(daily('tools')))];
    };
    const before = await figures();
    expect(before[0]).toMatchObject([
      { requests: 2, toolCalls: 2, turns: 2, engagedMinutes: 2000 / 60_000 },
      { requests: 1, toolCalls: 0, turns: 2, engagedMinutes: 2000 / 60_000 },
    ]);
    await store.seal(FROM_MS + DAY_MS);
    expect(await figures()).toEqual(before);
    const active = (startMs: number) =>
      store.activeSessions({ segments: [{ startMs, endMs: FROM_MS + 4 * DAY_MS, offsetSlots: 0 }] });
    expect(await active(FROM_MS + DAY_MS)).toBe(2);
    await expect(active(FROM_MS + DAY_MS - 1)).rejects.toMatchObject({ code: 'detail_sealed' });
    await write(store, written);
    await store.drain();
    expect(await figures()).toEqual(before);
    await store.rebuild();
    expect(await figures()).toEqual(before);
    expect((await store.check()).differences).toEqual([]);
  });

  it('what is frozen of sealed time stays as it was, whatever a session says of itself later', async () => {
    const store = await fresh();
    const requests = [request('r1', 's', FROM_MS), request('r2', 's', FROM_MS + 2 * DAY_MS)];
    await write(store, { requests, sessions: [] });
    await store.drain();
    await store.seal(FROM_MS + DAY_MS);
    await write(store, { sessions: [session('s', FROM_MS + 2 * DAY_MS)] });
    const projects = async (family: RollupQuery['family']) => {
      const rows = await store.rollup({ ...daily(family), by: ['project'] });
      return rows.map((row) => [row.bucket - FROM_MS / DAY_MS, ...row.key]).toSorted();
    };
    for (const prepare of [() => store.drain(), () => store.rebuild(), () => store.check()]) {
      await prepare();
      expect(await projects('usage')).toEqual([
        [0, ''],
        [2, 'p'],
      ]);
      // Its row is there, and knows.
      expect(await projects('sessions')).toEqual([[0, 'p']]);
    }
    expect((await store.check()).differences).toEqual([]);
  });

  it('what only the detail of sealed time could tell is refused', async () => {
    const store = await fresh();
    const sealed = FROM_MS + 5 * DAY_MS;
    await store.write(steady(FROM_MS, FROM_MS + 10 * DAY_MS, HOUR_MS), examplePrice);
    await store.seal(sealed);
    const segments = [{ startMs: FROM_MS, endMs: FROM_MS + 10 * DAY_MS, offsetSlots: 0 }];
    const ask = (of: Partial<RollupQuery>) =>
      store.rollup({ family: 'usage', segments, bucket: 'total', by: [], ...of });
    await expect(ask({ by: ['status'] })).rejects.toMatchObject({ code: 'detail_sealed' });
    await expect(ask({ segments: [{ startMs: FROM_MS + 1, endMs: sealed, offsetSlots: 0 }] })).rejects.toMatchObject({
      code: 'range_not_slot_aligned',
    });
  });

  it('an hour with a sum beyond 2^53 is not sealed', async () => {
    const store = await fresh();
    const at = FROM_MS;
    const price = () => ({ ...examplePrice({ ...request('', '', 0), inputTokens: 0 }), nanoUsd: 2 ** 53 - 1 });
    const most = { inputTokens: 2 ** 53 - 1, outputTokens: 0 };
    const requests = Array.from({ length: 2000 }, (_, i) => request(`r${i}`, `s${i}`, at, most));
    await store.write(batch({ requests }), price);
    await store.drain();
    // Nothing but the detail tells what such an hour adds up to.
    await store.write(batch({ requests: [request('early', 'early', at - 1)] }), price);
    await expect(store.seal(at + HOUR_MS)).rejects.toMatchObject({
      code: 'unsafe_integer',
      message: expect.stringContaining('the hour of 2026-06-01T00:00:00.000Z has a sum beyond 2^53 - 1'),
    });
    expect(await store.seal(at)).toEqual({ requests: 1 });
    expect((await store.check()).differences).toEqual([]);
  });

  it('sums of sealed time stay told apart at other prices when their dimension leaves the rollups, or nobody declares it', async () => {
    const shared = await database();
    const store = await shared.open();
    store.declare({ dimensions: [dimension('task', { grain: 'request', maxValues: 2 })], zones: ['UTC'] });
    const prompts = [10, 1500].map((inputTokens, i) =>
      request(`r${i}`, 's', FROM_MS, { inputTokens, dimensions: { task: `t${i}` } }),
    );
    await store.write(batch({ requests: prompts }), pricedBy(flatBook('1')));
    await store.seal(FROM_MS + DAY_MS);
    const asked = { ...daily('usage'), measures: ['costPico', 'unpricedRequests'], costs: 'known-now' } as const;
    const answer = async (of: UsageStore) => {
      const { rows } = await rollupInMode(of, asked, { book: tieredBook('3', 1000), nowMs: FROM_MS });
      return rows.map(({ measures }) => [Number(measures.costPico), Number(measures.unpricedRequests)]);
    };
    const exact = [[6026 * 1e6, 0]];
    expect(await answer(store)).toEqual(exact);
    expect(await answer(await shared.open())).toEqual(exact);
    const third = request('r3', 's', FROM_MS + 9 * DAY_MS, { dimensions: { task: 't3' } });
    await store.write(batch({ requests: [third] }), pricedBy(flatBook('1')));
    await store.drain();
    expect((await store.check()).unrolledDimensions).toEqual([{ name: 'task', values: 3 }]);
    for (const of of [store, await shared.open()]) expect(await answer(of)).toEqual(exact);
    const combinations = { ...daily('usage'), by: COMBINATION_NAMES };
    expect((await store.explain?.(combinations))?.pieces.map(({ level }) => level)).toEqual(['L1']);
    await expect(store.rollup({ ...daily('usage'), by: ['task'] })).rejects.toMatchObject({ code: 'detail_sealed' });
  });

  it('B02 requests of sealed time that a repricing leaves out are counted by quarters of an hour', async () => {
    const store = await fresh();
    await store.write(steady(FROM_MS, FROM_MS + DAY_MS, HOUR_MS), pricedBy(flatBook('1')));
    await store.seal(FROM_MS + DAY_MS);
    const scope = { model: 'm1', sinceMs: FROM_MS + DAY_MS / 2 + 1, dryRun: true };
    const book = flatBook('2');
    const said = await store.reprice(pricedBy(book), { bookId: book.id, nowMs: FROM_MS, ...scope });
    expect(said).toMatchObject({ sealedRequests: 12 });
  });
}
