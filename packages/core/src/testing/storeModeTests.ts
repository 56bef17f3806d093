import fc from 'fast-check';
import { expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { rollup } from '../metrics/rollup.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import { totalMeasures } from '../metrics/totalMeasures.ts';
import { COST_MODES, type CostMode } from '../model/CostMode.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { costInMode } from '../pricing/costInMode.ts';
import { costOf } from '../pricing/costOf.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import type { PriceRow } from '../pricing/PriceRow.ts';
import { rollupInMode } from '../service/rollupInMode.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { batch, request } from './steadyUsage.ts';
import { exampleDimensions, TO_MS, usageBatch } from './ledgerArbitraries.ts';
import { generatedBook, OTHER_THRESHOLDS, pricedBatch, pricedBy, THRESHOLDS } from './priceArbitraries.ts';
import { comparableRows, rollupQuery } from './queryArbitraries.ts';
import type { ContractTools } from './contractTools.ts';

/** Half of them keep everything: filters on generated names keep little. */
const usageQuery = fc
  .tuple(
    rollupQuery.filter((query) => query.family === 'usage'),
    fc.boolean(),
  )
  .map(([query, whole]): RollupQuery => {
    const { where: _, measures: __, ...all } = query;
    return whole ? all : query;
  });

/** The ledger with every request priced by itself. */
function ledgerInMode(ledger: Ledger, mode: CostMode, prices: { book: PriceBook; nowMs: number }): Ledger {
  const requests = new Map([...ledger.requests].map(([key, r]) => [key, { ...r, cost: costInMode(r, mode, prices) }]));
  return { ...ledger, requests };
}

/** A query that does not tell what is assumed apart. */
function withoutSumPrice(query: RollupQuery): RollupQuery {
  const { sumPrice: _, ...where } = query.where ?? {};
  return { ...query, where, by: query.by.filter((name) => name !== 'sumPrice') };
}

/** What is assumed of rows that are grouped by that alone. */
const assumedPico = (rows: ReturnType<typeof rollup>): bigint =>
  totalMeasures(rows.filter(({ key }) => key[0] === 'assumed')).costPico ?? 0n;

/** Price modes: they are what each request costs by itself. */
export function storeModeTests({ fresh, removeAll }: ContractTools, cases: number, seed: { seed?: number }): void {
  it('B02 each mode equals every request priced by itself', async () => {
    const count = { priced: 0, assumed: 0 };
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(usageBatch, { minLength: 1, maxLength: 4 }),
          generatedBook(THRESHOLDS),
          fc.oneof(
            { weight: 3, arbitrary: generatedBook(THRESHOLDS) },
            { weight: 1, arbitrary: generatedBook(OTHER_THRESHOLDS, false) },
          ),
          fc.array(usageQuery, { minLength: 1, maxLength: 4 }),
          fc.constantFrom(Date.UTC(2021, 0), TO_MS),
          async (batches, book, asked, queries, nowMs) => {
            const [store, ledger] = [await fresh(), emptyLedger()];
            for (const batch of batches.map(pricedBatch)) {
              await store.write(batch, pricedBy(book), { bulk: true });
              joinLedger(ledger, batch, pricedBy(book));
            }
            const prices = { book: asked, nowMs };
            const compared = async (query: RollupQuery, costs: CostMode): Promise<[found: unknown, exact: unknown]> => {
              const priced = ledgerInMode(ledger, costs, prices);
              const answer = (of: RollupQuery) => rollup(priced, of, sessionFacts(priced), exampleDimensions);
              const { measures: ___, ...bySumPrice } = { ...withoutSumPrice(query), by: ['sumPrice'] };
              const marked = await rollupInMode(store, { ...bySumPrice, costs }, prices);
              count.assumed += assumedPico(answer(bySumPrice)) > 0n ? 1 : 0;
              // Requests of one quarter of an hour count as one sum.
              expect(assumedPico(marked.rows) < assumedPico(answer(bySumPrice))).toBe(false);
              const found = await rollupInMode(store, { ...query, costs }, prices);
              const exact = answer(query);
              expect(found.prices?.undecidedRequests ?? 0).toBe(0);
              count.priced += exact.some(({ measures }) => (measures.costPico ?? 0n) > 0n) ? 1 : 0;
              return [comparableRows(found.rows), comparableRows(exact)];
            };
            for (const drained of [false, true]) {
              if (drained) await store.drain();
              for (const [i, of] of queries.entries()) {
                // Of a basis alone it is said as well what sums cannot tell of it.
                const query = i === 0 ? { ...of, where: { ...of.where, basis: ['list-price'] } } : of;
                for (const costs of COST_MODES) {
                  const [found, exact] = await compared(costs === 'billed' ? query : withoutSumPrice(query), costs);
                  expect(found).toEqual(exact);
                }
              }
            }
          },
        )
        .afterEach(removeAll),
      // Fewer hold, as a rule, no price that sums decide.
      { ...seed, numRuns: Math.max(cases, 10), endOnFailure: true },
    );
    expect(count.priced).toBeGreaterThan(0);
    expect(count.assumed).toBeGreaterThan(0);
  }, 600_000);

  it('B02 what sums cannot tell is read from the requests, and of sealed time unpriced and said: other tiers, missing prices, what a subscription covers', async () => {
    const row = { provider: '', model: 'm1', validFrom: '2020-01-01', knownFrom: '2020-01-01', source: 'test' };
    const book = (of: Partial<PriceRow>) =>
      priceBook({ rows: [{ id: '1', ...row, rates: { input: '1', output: '1' }, ...of }] });
    const whole = book({});
    const tiered = book({ tiers: [{ promptOver: 15, rates: { input: '2', output: '2' } }] });
    const [store, oracle] = [await fresh(), memoryStore()];
    const at = Date.UTC(2026, 5, 1, 3);
    const requests = [
      request('r1', 's', at),
      request('r2', 's', at + 1),
      request('r5', 's', at + 1, { outputTokens: 0 }),
      request('r3', 's', at + 2, { inputTokens: 20, kind: 'sub' }),
      request('r6', 's', at + 2, { inputTokens: 20, outputTokens: 0, kind: 'sub' }),
      request('r4', 's', at + 3, { recordedNanoUsd: 5 }),
    ];
    for (const each of [store, oracle]) {
      await each.write(batch({ requests }), (r) =>
        costOf(r.kind === 'sub' ? { ...r, billing: 'subscription' } : r, whole),
      );
    }
    const segments = [{ startMs: at, endMs: at + 900_000, offsetSlots: 0 }];
    const measures = ['costPico', 'unpricedRequests'] as const;
    const query = { family: 'usage', segments, bucket: 'total', by: ['basis'], measures, costs: 'known-now' } as const;
    const ask = async (asked: PriceBook) => {
      const [a, b] = await Promise.all(
        [store, oracle].map((of) => rollupInMode(of, query, { book: asked, nowMs: at })),
      );
      expect([comparableRows(a?.rows ?? []), a?.prices]).toEqual([comparableRows(b?.rows ?? []), b?.prices]);
      const amounts = (a?.rows ?? []).map(({ key, measures: m }) => [
        key[0],
        Number(m.costPico),
        Number(m.unpricedRequests),
      ]);
      return [amounts.toSorted(), a?.prices?.undecidedRequests];
    };
    const recorded = ['recorded', 5000, 0];
    const far = book({ tiers: [{ promptOver: 30, rates: { input: '2' } }] });
    const [listed, billed] = [
      ['list-price', 32e6, 0],
      ['subscription', 41e6, 0],
    ];
    expect(await ask(whole)).toEqual([[listed, recorded, billed], 0]);
    expect(await ask(tiered)).toEqual([[listed, recorded, ['subscription', 82e6, 0]], 0]);
    expect(await ask(far)).toEqual([[listed, recorded, billed], 0]);
    // Without a price for outputs: what a subscription covers stays as billed.
    const inputs = [['list-price', 10e6, 0], recorded, billed, ['unpriced', 0, 2]];
    expect(await ask(book({ rates: { input: '1' } }))).toEqual([inputs, 0]);
    const none = [recorded, billed, ['unpriced', 0, 3]];
    expect(await ask(book({ model: 'm2' }))).toEqual([none, 0]);

    for (const each of [store, oracle]) await each.seal(at + 3_600_000);
    expect(await ask(whole)).toEqual([[listed, recorded, billed], 0]);
    // Three prompts of 30 tokens together: each of 10, or one of 16. Two of 40: each of 20, or one of 15.
    expect(await ask(tiered)).toEqual([[recorded, ['unpriced', 0, 5]], 5]);
    // Nobody has a prompt of more than all together.
    expect(await ask(far)).toEqual([[listed, recorded, ['unpriced', 0, 2]], 2]);
    // Who knows which of several had outputs.
    expect(await ask(book({ rates: { input: '1' } }))).toEqual([[recorded, ['unpriced', 0, 5]], 5]);
    // Without any price nothing is open.
    expect(await ask(book({ model: 'm2' }))).toEqual([none, 0]);
  });
}
