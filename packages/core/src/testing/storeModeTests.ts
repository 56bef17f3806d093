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
import type { PriceBook } from '../pricing/priceBook.ts';
import { type PricedRollup, rollupInMode } from '../service/rollupInMode.ts';
import { exampleDimensions, TO_MS, usageBatch } from './ledgerArbitraries.ts';
import { generatedBook, OTHER_THRESHOLDS, pricedBatch, pricedBy, THRESHOLDS } from './priceArbitraries.ts';
import { comparableRows, rollupQuery } from './queryArbitraries.ts';
import type { ContractTools } from './storeContract.ts';

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

/** Whether amounts that sums do not tell are unpriced, and said to be undecided: never more than that, and never a wrong amount. */
function isWithinBounds(found: PricedRollup, exact: ReturnType<typeof rollup>): boolean {
  const [sums, truth] = [totalMeasures(found.rows), totalMeasures(exact)];
  const undecided = BigInt(found.prices?.undecidedRequests ?? 0);
  const unpriced = (sums.unpricedRequests ?? 0n) - (truth.unpricedRequests ?? 0n);
  const isNeverMore = unpriced >= 0n && unpriced <= undecided && (sums.costPico ?? 0n) <= (truth.costPico ?? 0n);
  return isNeverMore && sums.requests === truth.requests;
}

/** Price modes: computed from sums, they are what each request costs by itself. */
export function storeModeTests({ fresh }: ContractTools, cases: number, seed: { seed?: number }): void {
  it('B02 each mode equals every request priced by itself, or says what sums cannot tell', async () => {
    const count = { decided: 0, undecided: 0 };
    await fc.assert(
      fc.asyncProperty(
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
            const found = await rollupInMode(store, { ...query, costs }, prices);
            const exact = answer(query);
            if (!found.prices?.undecidedRequests) {
              count.decided += exact.some(({ measures }) => (measures.costPico ?? 0n) > 0n) ? 1 : 0;
              return [comparableRows(found.rows), comparableRows(exact)];
            }
            count.undecided += 1;
            const { basis: _, ...where } = query.where ?? {};
            const { measures: __, ...whole } = { ...query, where, by: query.by.filter((name) => name !== 'basis') };
            return [isWithinBounds(await rollupInMode(store, { ...whole, costs }, prices), answer(whole)), true];
          };
          for (const drained of [false, true]) {
            if (drained) await store.drain();
            for (const query of queries) {
              for (const costs of COST_MODES) {
                const [found, exact] = await compared(query, costs);
                expect(found).toEqual(exact);
              }
            }
          }
        },
      ),
      { ...seed, numRuns: cases, endOnFailure: true },
    );
    expect(count.decided).toBeGreaterThan(count.undecided);
    expect(count.undecided).toBeGreaterThan(0);
  }, 600_000);
}
