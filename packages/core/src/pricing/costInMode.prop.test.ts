import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { RequestCost } from '../model/RequestCost.ts';
import { TO_MS, usageBatch } from '../testing/ledgerArbitraries.ts';
import { asBilled, generatedBook, OTHER_THRESHOLDS, pricedBatch, THRESHOLDS } from '../testing/priceArbitraries.ts';
import { costInMode } from './costInMode.ts';
import { costOf } from './costOf.ts';

const amount = ({ nanoUsd, picoRest, priceKey }: RequestCost) => [nanoUsd, picoRest, priceKey.sumPrice];

it('is what each request costs by itself, before a repricing as after it', () => {
  const count = { gaveWay: 0, stayed: 0 };
  fc.assert(
    fc.property(
      usageBatch,
      generatedBook(THRESHOLDS, false),
      fc.oneof(generatedBook(THRESHOLDS), generatedBook(OTHER_THRESHOLDS, false)),
      fc.constantFrom<['known-now' | 'today', object]>(['known-now', {}], ['today', { priceAtMs: TO_MS }]),
      (batch, book, asked, [mode, asOf]) => {
        const told = pricedBatch(batch).requests.flatMap((record) => {
          const r = asBilled(record);
          const exact = costOf(r, asked, asOf);
          return [costOf(r, book), costOf(r, asked)].map((cost) => {
            const found = costInMode({ ...record, cost }, mode, { book: asked, nowMs: TO_MS });
            return { r, cost, exact, found };
          });
        });
        // An amount that gave way to a list price is no part of any sum, and no known amount turns into an unknown one.
        const known = told.filter(
          ({ r, cost, exact }) =>
            (r.recordedNanoUsd === undefined || cost.priceId === null) &&
            (exact.nanoUsd !== null || cost.basis !== 'subscription'),
        );
        expect(known.map(({ found }) => amount(found))).toEqual(known.map(({ exact }) => amount(exact)));
        const recorded = known.filter(({ cost }) => cost.priceKey.sumPrice === 'recorded');
        const stayed = recorded.filter(({ found }) => found.priceKey.sumPrice === 'recorded').length;
        count.stayed += stayed;
        count.gaveWay += recorded.length - stayed;
      },
    ),
    { numRuns: 300 },
  );
  expect(Math.min(count.gaveWay, count.stayed)).toBeGreaterThan(0);
});
