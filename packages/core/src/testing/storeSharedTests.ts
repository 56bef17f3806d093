import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import type { DimensionGrain } from '../model/Dimension.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { RequestPricing, UsageStore } from '../storage/UsageStore.ts';
import { amounts } from './amounts.ts';
import { flatBook } from './flatBook.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { pricedBy } from './priceArbitraries.ts';
import { batch, request, session, steady } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const FROM_MS = Date.UTC(2026, 5, 1);
const PAGE = { sortBy: 'cost', sortOrder: 'desc', limit: 500, offset: 0 } as const;

const repriced = (store: UsageStore, book: PriceBook, of: object = {}) =>
  store.reprice(pricedBy(book), { bookId: book.id, nowMs: FROM_MS, ...of });

/** The prices of a book; `start` is called once so many requests were priced, however often each of them was: in the middle of a repricing. */
const startingAt = (count: number, book: PriceBook, start: () => void): RequestPricing => {
  const price = pricedBy(book);
  const priced = new Set<number>();
  let isStarted = false;
  return (r) => {
    priced.add(r.atMs);
    if (priced.size === count && !isStarted) {
      isStarted = true;
      start();
    }
    return price(r);
  };
};

/** Stores on one database that do not agree, as two processes of which one is newer. */
export function storeSharedTests({ database }: ContractTools): void {
  it('B09 two stores that declare a dimension with different grains both answer right, whoever writes', async () => {
    const shared = await database();
    const grains: readonly DimensionGrain[] = ['session', 'request'];
    const pairs: [UsageStore, UsageStore][] = [];
    for (const grain of grains) {
      const pair: [UsageStore, UsageStore] = [await shared.open(), memoryStore()];
      for (const each of pair) each.declare({ dimensions: [dimension('team', { grain })], zones: ['UTC'] });
      pairs.push(pair);
    }
    const segments = [{ startMs: FROM_MS, endMs: FROM_MS + 9 * DAY_MS, offsetSlots: 0 }];
    const same = async (): Promise<void> => {
      for (const [store, oracle] of pairs) {
        for (const bucket of ['day', 'weekHour'] as const) {
          const query = { family: 'usage', segments, bucket, by: ['team'] } as const;
          expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(await oracle.rollup(query)));
          const one = { ...query, by: ['team', 'project'], where: { team: ['session 0', 'request 0'] } };
          expect(comparableRows(await store.rollup(one))).toEqual(comparableRows(await oracle.rollup(one)));
        }
        expect((await store.check()).differences).toEqual([]);
      }
    };
    // Each of them twice: what is declared is applied by its first write, and not by the next one.
    for (const [day, writer] of [0, 1, 0, 1].entries()) {
      const atMs = FROM_MS + day * DAY_MS;
      const records = batch({
        sessions: [session(`s${day}`, atMs, { dimensions: { team: `session ${day}` } })],
        requests: [request(`r${day}`, `s${day}`, atMs, { dimensions: { team: `request ${day}` } })],
      });
      await pairs[writer]?.[0].write(records, examplePrice, { bulk: true });
      for (const [, oracle] of pairs) await oracle.write(records, examplePrice);
      await same();
      await pairs[writer]?.[0].drain();
      await same();
    }
    await pairs[0]?.[0].seal(FROM_MS + 2 * DAY_MS);
    await same();
  });

  const pricedDays = async () => {
    const shared = await database();
    const [store, other] = [await shared.open(), await shared.open()];
    await store.write(steady(FROM_MS, FROM_MS + 4 * DAY_MS, HOUR_MS), pricedBy(flatBook('1')));
    const now = () => amounts(store, FROM_MS, FROM_MS + 9 * DAY_MS);
    return { store, other, now, before: await now() };
  };

  it('B02 a repricing that another process undoes meanwhile changes no amount that nobody could give back', async () => {
    const { store, other, now, before } = await pricedDays();
    const book = flatBook('2');
    const undone: Promise<unknown>[] = [];
    const price = startingAt(40, book, () => undone.push(other.undoReprice()));
    const done = await store.reprice(price, { bookId: book.id, nowMs: FROM_MS, limit: 4 });
    expect(await Promise.all(undone)).toMatchObject([{ run: 1, stopped: false }]);
    expect(done.run).toBe(1);
    expect((await store.repricings()).map(({ run, stage }) => [run, stage])).toEqual([[1, 'undone']]);
    expect(await store.undoReprice()).toBeNull();
    expect(await now()).toEqual(before);
    // The same call does all of it anew.
    expect(await repriced(store, book)).toMatchObject({ run: 2, stopped: false, models: [{ changed: 96 }] });
    expect((await store.check()).differences).toEqual([]);
  });

  it('B02 an undo that another repricing came into the middle of is gone on with when that one is undone', async () => {
    const { store, other, now, before } = await pricedDays();
    await repriced(store, flatBook('2'));
    const [undo] = await Promise.all([other.undoReprice({ limit: 4 }), repriced(store, flatBook('3'), { limit: 50 })]);
    expect(undo).toMatchObject({ run: 1 });
    // Killed between two parts, it is in the same state.
    const stopped = await other.undoReprice({ limit: 4, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ run: 2, restored: 4, stopped: true });
    await repriced(store, flatBook('4'));
    while (await store.undoReprice()) expect((await store.check()).differences).toEqual([]);
    expect(await now()).toEqual(before);
  });

  it('B02 a repricing stops where another one has begun, and both are undone', async () => {
    const { store, other, now, before } = await pricedDays();
    const book = flatBook('2');
    const later: Promise<unknown>[] = [];
    const price = startingAt(40, book, () => later.push(repriced(other, flatBook('3'), { limit: 4 })));
    expect(await store.reprice(price, { bookId: book.id, nowMs: FROM_MS, limit: 4 })).toMatchObject({ run: 1 });
    expect(await Promise.all(later)).toMatchObject([{ run: 2, stopped: false }]);
    const { sessions } = await store.sessions(PAGE);
    expect(new Set(sessions.map((s) => s.costUsd))).toEqual(new Set([33e-6]));
    while (await store.undoReprice()) expect((await store.check()).differences).toEqual([]);
    expect(await now()).toEqual(before);
  });

  it('time is sealed while another process imports lines of it in bulk', async () => {
    const { store, other } = await pricedDays();
    // Of every hour, so that one that comes between a drain and a seal is of the time to be sealed.
    const lines = (i: number) =>
      Array.from({ length: 24 }, (_, hour) => request(`late${i} ${hour}`, `late${i}`, FROM_MS + hour * HOUR_MS + 1));
    const importing = async (): Promise<void> => {
      for (let i = 0; i < 60; i += 1) {
        await other.write(batch({ requests: lines(i) }), examplePrice, { bulk: true });
      }
    };
    const sealing = async (): Promise<void> => {
      for (let hour = 1; hour <= 24; hour += 1) await store.seal(FROM_MS + hour * HOUR_MS);
    };
    await Promise.all([importing(), sealing()]);
    await store.drain();
    expect(await store.extent()).toMatchObject({ sealedBeforeMs: FROM_MS + DAY_MS });
    expect((await store.check()).differences).toEqual([]);
  });

  it('B02 a repricing that is stopped goes on with the same run, writers between its transactions included', async () => {
    const shared = await database();
    const [store, writer] = [await shared.open(), await shared.open()];
    const from = Date.UTC(2026, 5, 1);
    const records = steady(from, from + 3 * DAY_MS, HOUR_MS);
    await store.write(records, pricedBy(flatBook('1')));
    const before = await amounts(store, from, from + 9 * DAY_MS);
    const stop = new AbortController();
    const book = flatBook('2');
    const price = pricedBy(book);
    const priced = new Set<number>();
    const slow: typeof price = (r) => {
      // How often a request is priced is up to the store.
      if (priced.add(r.atMs).size === 40) stop.abort();
      return price(r);
    };
    const part = await store.reprice(slow, { bookId: book.id, nowMs: FROM_MS, limit: 10, signal: stop.signal });
    expect(part).toMatchObject({ run: 1, stopped: true });
    expect((await store.check()).differences).toEqual([]);
    const [run] = await store.repricings();
    const { sessions } = await store.sessions(PAGE);
    const changed = sessions.filter(({ costUsd }) => costUsd === 22e-6).length;
    expect(run).toMatchObject({ stage: 'running', changed });
    expect([changed > 0, changed < 72]).toEqual([true, true]);
    const [rest] = await Promise.all([
      repriced(store, book, { limit: 10 }),
      writer.write(records, pricedBy(flatBook('5'))),
      writer.write(steady(from + 5 * DAY_MS, from + 6 * DAY_MS, HOUR_MS), pricedBy(book)),
    ]);
    expect(rest).toMatchObject({ run: 1, stopped: false });
    expect(await store.repricings()).toMatchObject([{ run: 1, stage: 'done', changed: 72 }]);
    await store.drain();
    expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
    expect(await store.undoReprice({ limit: 7 })).toMatchObject({ restored: 72, kept: 0 });
    expect((await amounts(store, from, from + 4 * DAY_MS))[0]).toEqual(before[0]);
    expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
  });
}
