import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DimensionValues } from '../model/Dimension.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { examplePrice, FROM_MS, usageBatch } from '../testing/ledgerArbitraries.ts';
import { batch } from '../testing/steadyUsage.ts';
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
  return [...[ledger.requests, ledger.toolCalls, ledger.turns, ledger.sessions].map(sorted), ledger.runs];
}

/** Statuses are of few times: copies often state different ones of the same time. */
const statusTimes = <T extends { statusAtMs: number }>(of: T): T => ({
  ...of,
  statusAtMs: FROM_MS + (of.statusAtMs % 2),
});

const usageBatches = fc.array(
  usageBatch.map((of) => ({
    ...of,
    sessions: of.sessions.map(statusTimes),
    runs: (of.runs ?? []).map(statusTimes),
  })),
  { maxLength: 5 },
);

const ledgerOf = (batches: readonly UsageBatch[]): Ledger => {
  const ledger = emptyLedger();
  for (const each of batches) joinLedger(ledger, each, examplePrice);
  return ledger;
};

/** The same records, one per batch. */
const single = ({ source, requests, toolCalls, turns, sessions, runs = [] }: UsageBatch): UsageBatch[] =>
  [
    ...requests.map((r) => ({ requests: [r] })),
    ...toolCalls.map((t) => ({ toolCalls: [t] })),
    ...turns.map((t) => ({ turns: [t] })),
    ...sessions.map((s) => ({ sessions: [s] })),
    ...runs.map((r) => ({ runs: [r] })),
  ].map((of) => batch({ source, ...of }));

describe('B07 joining copies', () => {
  it('is commutative: any order of records gives the same ledger', () => {
    fc.assert(
      fc.property(
        usageBatches.chain((batches) => {
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
      fc.property(usageBatches, (batches) => {
        expect(comparable(ledgerOf(batches.flatMap(single)))).toEqual(comparable(ledgerOf(batches)));
      }),
    );
  });

  it('is idempotent: repeating any part changes nothing', () => {
    fc.assert(
      fc.property(
        usageBatches.chain((b) => fc.tuple(fc.constant(b), fc.subarray(b))),
        ([batches, again]) => {
          expect(comparable(ledgerOf([...batches, ...again]))).toEqual(comparable(ledgerOf(batches)));
        },
      ),
    );
  });

  it('counts what was new and what was a copy', () => {
    fc.assert(
      fc.property(usageBatch, (usage) => {
        const ledger = emptyLedger();
        const first = joinLedger(ledger, usage, examplePrice);
        expect(first.newRequests + first.duplicates).toBe(usage.requests.length);
        expect(first.newRequests).toBe(ledger.requests.size);
        expect(joinLedger(ledger, usage, examplePrice)).toEqual({
          newRequests: 0,
          newToolCalls: 0,
          duplicates: usage.requests.length,
        });
      }),
    );
  });
});
