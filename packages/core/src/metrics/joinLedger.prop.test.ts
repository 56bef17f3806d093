import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DimensionValues } from '../model/Dimension.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { examplePrice, usageBatch } from '../testing/ledgerArbitraries.ts';
import { joinLedger } from './joinLedger.ts';
import { dimensionText } from './joinRecords.ts';
import { emptyLedger, type Ledger } from './Ledger.ts';

interface Copy {
  order: bigint;
  dimensions?: DimensionValues;
}

/** A ledger in a form that can be compared; the claim of a copy is only its way to an order, and a value that is unknown may be written or left out. */
function comparable(ledger: Ledger): unknown {
  const plain = (of: Copy) => ({
    ...of,
    claim: 0,
    order: String(of.order),
    dimensions: dimensionText(of.dimensions),
  });
  const sorted = (map: Map<string, Copy>) =>
    [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, plain(of)]);
  return [ledger.requests, ledger.toolCalls, ledger.turns, ledger.sessions].map(sorted);
}

const ledgerOf = (batches: readonly UsageBatch[]): Ledger => {
  const ledger = emptyLedger();
  for (const batch of batches) joinLedger(ledger, batch, examplePrice);
  return ledger;
};

/** The same records, one per batch. */
const single = (batch: UsageBatch): UsageBatch[] => [
  ...batch.requests.map((r) => ({ ...batch, requests: [r], toolCalls: [], turns: [], sessions: [] })),
  ...batch.toolCalls.map((t) => ({ ...batch, requests: [], toolCalls: [t], turns: [], sessions: [] })),
  ...batch.turns.map((t) => ({ ...batch, requests: [], toolCalls: [], turns: [t], sessions: [] })),
  ...batch.sessions.map((s) => ({ ...batch, requests: [], toolCalls: [], turns: [], sessions: [s] })),
];

describe('B07 joining copies', () => {
  it('is commutative: any order of records gives the same ledger', () => {
    fc.assert(
      fc.property(
        fc.array(usageBatch, { maxLength: 5 }).chain((batches) => {
          const all = batches.flatMap(single);
          return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));
        }),
        ([all, shuffled]) => {
          expect(comparable(ledgerOf(shuffled))).toEqual(comparable(ledgerOf(all)));
        },
      ),
    );
  });

  it('is associative: grouping into batches changes nothing', () => {
    fc.assert(
      fc.property(fc.array(usageBatch, { maxLength: 5 }), (batches) => {
        expect(comparable(ledgerOf(batches.flatMap(single)))).toEqual(comparable(ledgerOf(batches)));
      }),
    );
  });

  it('is idempotent: repeating any part changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(usageBatch, { maxLength: 5 }).chain((b) => fc.tuple(fc.constant(b), fc.subarray(b))),
        ([batches, again]) => {
          expect(comparable(ledgerOf([...batches, ...again]))).toEqual(comparable(ledgerOf(batches)));
        },
      ),
    );
  });

  it('counts what was new and what was a copy', () => {
    fc.assert(
      fc.property(usageBatch, (batch) => {
        const ledger = emptyLedger();
        const first = joinLedger(ledger, batch, examplePrice);
        expect(first.newRequests + first.duplicates).toBe(batch.requests.length);
        expect(first.newRequests).toBe(ledger.requests.size);
        expect(joinLedger(ledger, batch, examplePrice)).toEqual({
          newRequests: 0,
          newToolCalls: 0,
          duplicates: batch.requests.length,
        });
      }),
    );
  });
});
