import fc from 'fast-check';
import { expect, it } from 'vitest';

import { joinLedger } from '../metrics/joinLedger.ts';
import { emptyLedger } from '../metrics/Ledger.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { examplePrice, usageBatch } from '../testing/ledgerArbitraries.ts';
import { PartBuilder } from './PartBuilder.ts';

/** Batches of a source in which records come again soon, a little changed, as streamed lines do; half of them name nothing that transcripts do not. */
const streamed: fc.Arbitrary<UsageBatch> = fc
  .tuple(
    usageBatch,
    fc.array(fc.record({ outputTokens: fc.nat(9), cacheWrite1hTokens: fc.nat(2), atMs: fc.nat(5) }), { minLength: 1 }),
    fc.array(fc.tuple(fc.constantFrom('ok', 'error', 'pending'), fc.nat(5), fc.integer({ min: -3, max: 3 })), {
      minLength: 1,
    }),
  )
  .map(([batch, changes, results]) => {
    const requests = batch.requests.flatMap((record, i) => {
      const { dimensions: _d, revision: _r, recordedNanoUsd: _n, ...plain } = record;
      const first = i % 2 === 0 ? plain : record;
      const change = changes[i % changes.length];
      return [first, { ...first, ...change, quality: 'final' as const }, { ...first, ...change }];
    });
    const toolCalls = batch.toolCalls.flatMap((record, i) => {
      const { dimensions: _d, ...plain } = record;
      const first = i % 2 === 0 ? plain : record;
      const [outcome = 'ok', durationMs = 0, shiftMs = 0] = results[i % results.length] ?? [];
      const open = { outcome: 'pending', approval: 'unknown', approvalSource: '' } as const;
      return [{ ...first, ...open }, { ...first, atMs: first.atMs + shiftMs, outcome, durationMs } as typeof first];
    });
    return { ...batch, requests, toolCalls };
  });

it('what is joined on the way is what the ledger joins, and nothing of what was read is changed', () => {
  const joined = { requests: 0, calls: 0 };
  fc.assert(
    fc.property(streamed, (batch) => {
      const before = structuredClone(batch);
      const builder = new PartBuilder(batch.source);
      builder.add(batch);
      const part = builder.take();
      expect(batch).toEqual(before);
      const [raw, own] = [emptyLedger(), emptyLedger()];
      joinLedger(raw, batch, examplePrice);
      joinLedger(own, part.batch, examplePrice);
      expect(own).toEqual(raw);
      expect(part.copies).toBe(batch.requests.length);
      joined.requests += batch.requests.length - part.batch.requests.length;
      joined.calls += batch.toolCalls.length - part.batch.toolCalls.length;
    }),
    { numRuns: 300 },
  );
  expect(Math.min(joined.requests, joined.calls)).toBeGreaterThan(50);
});
