import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { RepriceScope } from '../model/Repricing.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { RequestPricing, UsageStore } from '../storage/UsageStore.ts';
import { amounts } from './amounts.ts';
import { flatBook } from './flatBook.ts';
import { exampleDimensions, FROM_MS, TO_MS, usageBatch } from './ledgerArbitraries.ts';
import { generatedBook, pricedBatch, pricedBy, THRESHOLDS } from './priceArbitraries.ts';
import { batch, request, session, steady } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 24);
const PAGE = { sortBy: 'cost', sortOrder: 'desc', limit: 500, offset: 0 } as const;

const scopes: fc.Arbitrary<RepriceScope> = fc.oneof(
  fc.constant({}),
  fc.record({ model: fc.constantFrom('m1', 'm2', 'nobody') }),
  fc.record({ sinceMs: fc.integer({ min: FROM_MS, max: TO_MS }) }),
  fc.record({ unpricedOnly: fc.constant(true) }),
);

const repriced = (store: UsageStore, book: PriceBook, of: object = {}) =>
  store.reprice(pricedBy(book), { bookId: book.id, nowMs: NOW_MS, ...of });

const sound = { differences: [], dirtyHours: 0, dirtyDays: 0 };

/** Repricing: amounts change together everywhere, and go back exactly. */
export function storeRepriceTests(
  { database, fresh, removeAll }: ContractTools,
  cases: number,
  seed: { seed?: number },
): void {
  it('B02 repricing and undoing it equal the definition, in transactions of any size', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(usageBatch, { minLength: 1, maxLength: 4 }),
          generatedBook(THRESHOLDS),
          fc.array(fc.tuple(generatedBook(THRESHOLDS, false), scopes), { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 5 }),
          async (batches, book, steps, limit) => {
            const [store, oracle] = [await fresh(), memoryStore()];
            oracle.declare({ dimensions: exampleDimensions });
            for (const of of batches.map(pricedBatch)) {
              for (const each of [store, oracle]) await each.write(of, pricedBy(book));
            }
            const seen = [await amounts(store)];
            for (const [other, scope] of steps) {
              const dry = await repriced(store, other, { ...scope, dryRun: true, limit });
              expect(dry).toEqual(await repriced(oracle, other, { ...scope, dryRun: true }));
              expect(await amounts(store)).toEqual(seen.at(-1));
              const done = await repriced(store, other, { ...scope, limit });
              expect(done).toEqual(await repriced(oracle, other, scope));
              expect(done.models).toEqual(dry.models);
              expect(await store.repricings()).toEqual(await oracle.repricings());
              const now = await amounts(store);
              expect(now).toEqual(await amounts(oracle));
              expect(await store.check()).toMatchObject(sound);
              // Once more changes nothing.
              expect(
                (await repriced(store, other, { ...scope, limit, dryRun: true })).models.filter((m) => m.changed),
              ).toEqual([]);
              if (done.run !== null) seen.push(now);
            }
            for (let left = seen.length - 1; left > 0; left -= 1) {
              expect(await store.undoReprice({ limit })).toEqual(await oracle.undoReprice());
              expect(await amounts(store)).toEqual(seen[left - 1]);
              expect(await store.check()).toMatchObject(sound);
            }
            expect(await store.undoReprice()).toBeNull();
            expect(await store.repricings()).toEqual(await oracle.repricings());
          },
        )
        .afterEach(removeAll),
      { ...seed, numRuns: cases, endOnFailure: true },
    );
  }, 600_000);

  it('B02 what was billed stays: a write changes no amount of a request whose priced content stays the same', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const first = batch({
      requests: [request('r1', 'a', FROM_MS, { claim: 9 }), request('r2', 'a', FROM_MS, { claim: 9 })],
    });
    // A fork of a smaller claim takes r1 to its own session and knows more of the reasoning; r2 has grown.
    const later = batch({
      requests: [
        request('r1', 'b', FROM_MS, { claim: 1, reasoningTokens: 1, quality: 'final' }),
        request('r2', 'a', FROM_MS, { claim: 9, outputTokens: 5 }),
      ],
    });
    for (const each of [store, oracle]) {
      await each.write(first, pricedBy(flatBook('1')));
      await each.write(later, pricedBy(flatBook('2')));
      const { sessions } = await each.sessions({ ...PAGE, sortBy: 'cost' });
      expect(sessions.map((s) => [s.id, s.costUsd])).toEqual([
        ['a', 30e-6],
        ['b', 11e-6],
      ]);
    }
    expect(await amounts(store)).toEqual(await amounts(oracle));
  });

  it('B02 what a host could not price is filled, whatever basis its price gave it', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const requests = [request('r1', 'a', FROM_MS), request('r2', 'a', FROM_MS + DAY_MS)];
    const priced = pricedBy(flatBook('1'));
    for (const each of [store, oracle]) {
      await each.write(batch({ requests }), (of) => ({ ...priced(of), ...(of.key === 'r1' && { nanoUsd: null }) }));
    }
    const done = await repriced(store, flatBook('2'), { unpricedOnly: true });
    expect(done).toEqual(await repriced(oracle, flatBook('2'), { unpricedOnly: true }));
    expect(done).toMatchObject({ models: [{ requests: 1, filled: 1 }] });
    expect(await amounts(store)).toEqual(await amounts(oracle));
  });

  it('B02 a request that other prices make dearer than can be held stays as it is, and is no reason to stop', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const [one, dear] = [flatBook('1'), flatBook('900000000')];
    const large = { inputTokens: 20_000, outputTokens: 0 };
    for (const each of [store, oracle]) {
      const ofModel = { model: 'm1', requests: 2, changed: 1, filled: 0, unpriced: 0, kept: 1 };
      await each.write(
        batch({ requests: [request('r1', 's', FROM_MS, large), request('r2', 's', FROM_MS + HOUR_MS)] }),
        pricedBy(one),
      );
      expect((await repriced(each, dear)).models).toMatchObject([ofModel]);
      expect(await each.undoReprice()).toMatchObject({ restored: 1, kept: 0 });
      // One that had no amount has none.
      await each.write(batch({ requests: [request('r3', 's', FROM_MS, { ...large, model: 'm2' })] }), pricedBy(one));
      expect((await repriced(each, flatBook('900000000', 'm2'), { unpricedOnly: true })).models).toMatchObject([
        { model: 'm2', requests: 1, changed: 0, filled: 0, unpriced: 1, kept: 0 },
      ]);
    }
    expect(await amounts(store)).toEqual(await amounts(oracle));
    expect(await store.check()).toMatchObject(sound);
  });

  it('B02 a request that was joined with another copy since keeps what it is when a repricing is undone', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const [one, two] = [flatBook('1'), flatBook('2')];
    const records = ['r1', 'r2', 'r3', 'r4'].map((key, i) =>
      request(key, 's', FROM_MS + i * HOUR_MS, { quality: key === 'r4' ? 'partial' : 'final' }),
    );
    for (const each of [store, oracle]) {
      await each.write(batch({ requests: records }), pricedBy(one));
      expect((await repriced(each, two)).models).toMatchObject([
        { model: 'm1', requests: 4, changed: 4, oldPico: 44_000_000n, newPico: 88_000_000n },
      ]);
      // r2 grows; r3 only changes hands and r4 only becomes final, which is no change of what is priced.
      const copies = [
        request('r2', 's', FROM_MS + HOUR_MS, { outputTokens: 9 }),
        request('r3', 't', FROM_MS + 2 * HOUR_MS, { claim: -1 }),
        request('r4', 's', FROM_MS + 3 * HOUR_MS),
      ];
      await each.write(batch({ requests: copies }), pricedBy(two));
      expect(await each.undoReprice()).toEqual({ run: 1, restored: 3, kept: 1, sealed: 0, stopped: false });
      const costs = (await each.sessions({ ...PAGE, sortBy: 'cost' })).sessions.map((s) => [s.id, s.costUsd]);
      expect(costs).toEqual([
        ['s', 60e-6],
        ['t', 11e-6],
      ]);
    }
    expect(await amounts(store)).toEqual(await amounts(oracle));
    expect((await store.check()).differences).toEqual([]);
  });

  it('B02 what is sealed stays as it is and is counted, also when it is sealed between a repricing and its undoing', async () => {
    const store = await fresh();
    const from = Date.UTC(2026, 5, 1);
    const sealed = from + 2 * DAY_MS;
    await store.write(steady(from, from + 4 * DAY_MS, HOUR_MS), pricedBy(flatBook('1')));
    await store.seal(from + DAY_MS);
    const done = await repriced(store, flatBook('2'), { limit: 10 });
    expect(done).toMatchObject({ sealedRequests: 24, models: [{ requests: 72, changed: 72 }] });
    const later = { model: 'm1', sinceMs: from + DAY_MS / 2 + 1, dryRun: true };
    expect(await repriced(store, flatBook('3'), later)).toMatchObject({ sealedRequests: 12 });
    expect((await repriced(store, flatBook('3'), { ...later, model: 'm2' })).sealedRequests).toBe(0);
    await store.seal(sealed);
    expect(await store.undoReprice({ limit: 10 })).toMatchObject({ restored: 48, kept: 0, sealed: 24 });
    const segments = [{ startMs: from, endMs: from + 4 * DAY_MS, offsetSlots: 0 }];
    const days = await store.rollup({ family: 'usage', segments, bucket: 'day', by: [], measures: ['costPico'] });
    const costs = days.toSorted((a, b) => a.bucket - b.bucket).map(({ measures }) => measures.costPico);
    expect(costs).toEqual([24, 48, 24, 24].map((n) => BigInt(n) * 11_000_000n));
    expect(await store.check()).toMatchObject(sound);
  });

  it.each<RepriceScope>([{}, { unpricedOnly: true }])(
    'B02 usage that says of no requests that it is of is repriced and undone as all other, scope %j',
    async (scope) => {
      const [store, oracle] = [await fresh(), memoryStore()];
      const requests = (['session', 'bucket'] as const).map((grain, i) =>
        request(grain, 's', FROM_MS + i * DAY_MS, { grain, requestCount: 0, inputTokens: 1000, outputTokens: 0 }),
      );
      const none = priceBook({ rows: [] });
      for (const each of [store, oracle]) await each.write(batch({ requests }), pricedBy(none));
      const before = await amounts(store);
      const done = await repriced(store, flatBook('2'), scope);
      expect(done).toEqual(await repriced(oracle, flatBook('2'), scope));
      expect(done).toMatchObject({ run: 1, models: [{ newPico: 4_000_000_000n }] });
      expect(await amounts(store)).toEqual(await amounts(oracle));
      expect(await store.undoReprice()).toEqual(await oracle.undoReprice());
      expect(await amounts(store)).toEqual(before);
      expect(await store.repricings()).toEqual(await oracle.repricings());
      expect(await store.check()).toMatchObject(sound);
    },
  );

  it('B02 B10 a repricing is its tenant’s own', async () => {
    const shared = await database();
    const [mine, other] = [await shared.open('a'), await shared.open('b')];
    for (const store of [mine, other])
      await store.write(
        batch({ requests: [request('r', 's', FROM_MS)], sessions: [session('s', FROM_MS)] }),
        pricedBy(flatBook('1')),
      );
    const before = await amounts(other);
    await repriced(mine, flatBook('2'));
    expect(await amounts(other)).toEqual(before);
    expect([await other.repricings(), await other.undoReprice()]).toEqual([[], null]);
    expect(await amounts(mine)).not.toEqual(before);
    await repriced(other, flatBook('4'));
    await mine.undoReprice();
    expect(await amounts(mine)).toEqual(before);
    expect(await mine.repricings()).toEqual([
      { run: 1, startedMs: NOW_MS, bookId: flatBook('2').id, scope: {}, stage: 'undone', changed: 1 },
    ]);
    expect((await other.repricings())[0]?.stage).toBe('done');
  });

  it('B02 a price that cannot be kept is refused, and the error says of which request; time before all records is none', async () => {
    const written = batch({ requests: [request('r', 's', FROM_MS), request('r2', 's', FROM_MS + 1)] });
    const price: RequestPricing = (of) => ({
      ...pricedBy(flatBook('2'))(of),
      ...(of.atMs > FROM_MS && { nanoUsd: 0.5 }),
    });
    for (const store of [await fresh(), memoryStore()]) {
      await store.write(written, pricedBy(flatBook('1')));
      const said = store.reprice(price, { bookId: 'b', nowMs: NOW_MS });
      await expect(said).rejects.toMatchObject({ code: 'invalid_argument' });
      await expect(said).rejects.toThrow(`of model 'm1' at ${new Date(FROM_MS + 1).toISOString()}: nanoUsd is 0.5`);
      expect((await store.sessions({ ...PAGE })).sessions).toMatchObject([{ costUsd: 22e-6 }]);
      for (const sinceMs of [-1, -Number.MAX_SAFE_INTEGER, 0]) {
        const { models } = await repriced(store, flatBook('2'), { sinceMs, dryRun: true });
        expect([sinceMs, models]).toMatchObject([sinceMs, [{ requests: 2, changed: 2 }]]);
      }
      const { models } = await repriced(store, flatBook('2'), { sinceMs: Number.MAX_SAFE_INTEGER, model: 'm1' });
      expect(models).toEqual([]);
    }
  });

  it('B02 a repricing, an undo and a drain of nothing there is are refused, and change nothing', async () => {
    const written = batch({ requests: [request('r', 's', FROM_MS)] });
    const none = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null].map((limit) => ({ limit }));
    const scopes = [{ sinceMs: Number.NaN }, { sinceMs: '0' }, { model: 5 }, { unpricedOnly: 'no' }, { dryRun: 1 }];
    const others = [{ bookId: undefined }, { bookId: 5 }, { nowMs: Number.NaN }, { nowMs: 0.5 }];
    const refusal = { code: 'invalid_argument' };
    for (const store of [await fresh(), memoryStore()]) {
      // Also while there is nothing.
      for (const isWritten of [false, true]) {
        for (const limit of none) {
          await expect(store.undoReprice(limit as object)).rejects.toMatchObject(refusal);
          await expect(store.drain(limit as object)).rejects.toMatchObject(refusal);
        }
        for (const of of [...none, ...scopes, ...others]) {
          await expect(repriced(store, flatBook('2'), of)).rejects.toMatchObject(refusal);
        }
        expect([isWritten, await store.repricings()]).toEqual([isWritten, []]);
        await store.write(written, pricedBy(flatBook('1')));
      }
      expect((await store.sessions({ ...PAGE })).sessions).toMatchObject([{ costUsd: 11e-6 }]);
    }
  });
}
