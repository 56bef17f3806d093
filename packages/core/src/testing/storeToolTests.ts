import { expect, it } from 'vitest';

import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { ContractTools } from './contractTools.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { batch, session, toolCall } from './steadyUsage.ts';

const AT_MS = Date.UTC(2026, 5, 1, 12);
const DAY = { startMs: AT_MS, endMs: AT_MS + 86_400_000, offsetSlots: 0 };

/** What stores make of copies of one tool call, whatever their order and however they are written. */
export function storeToolTests({ fresh }: ContractTools): void {
  /** The joined call of two copies: both orders, in one batch and in two. */
  const joined = async (field: 'outcome' | 'approvalSource', ...two: Partial<ToolCallRecord>[]) => {
    const store = await fresh();
    const sessions = [session('s', AT_MS)];
    const orders = [two, two.toReversed()];
    for (const [i, copies] of orders.entries()) {
      const [one, each] = [i, i].map((of, n) => copies.map((copy) => toolCall(`${of}-${n}`, 's', AT_MS, copy)));
      await store.write(batch({ sessions, toolCalls: one ?? [] }), examplePrice);
      for (const copy of each ?? []) await store.write(batch({ sessions, toolCalls: [copy] }), examplePrice);
    }
    const rows = await store.rollup({ family: 'tools', segments: [DAY], bucket: 'total', by: [field] });
    return rows.map(({ key, measures }) => [...key, measures.calls]);
  };

  it.each([
    ['cancelled', 'pending'],
    ['ok', 'pending'],
    ['ok', 'cancelled'],
    ['error', 'cancelled'],
    ['error', 'ok'],
    ['timeout', 'error'],
    ['denied-by-rule', 'timeout'],
    ['denied-by-user', 'denied-by-rule'],
    ['denied-by-user', 'cancelled'],
  ] as const)('of two copies of one call %s is its outcome, not %s', async (later, earlier) => {
    expect(await joined('outcome', { outcome: later }, { outcome: earlier })).toEqual([[later, 4n]]);
  });

  it.each([
    ['transcript', ''],
    ['of-a-host', 'transcript'],
    ['otel', 'transcript'],
    ['recorder', 'transcript'],
    ['decision', 'transcript'],
    ['otel', 'zone-of-a-host'],
    ['recorder', 'otel'],
    ['decision', 'recorder'],
  ])('of two copies of one approval %s names its source, not %j', async (stronger, weaker) => {
    const copies = [stronger, weaker].map((approvalSource) => ({ approval: 'denied', approvalSource }) as const);
    expect(await joined('approvalSource', ...copies)).toEqual([[stronger, 4n]]);
  });

  it('but the source of an approval that gives way is none', async () => {
    const copies = [
      { approval: 'auto-approved', approvalSource: 'decision' },
      { approval: 'denied', approvalSource: 'transcript' },
    ] as const;
    expect(await joined('approvalSource', ...copies)).toEqual([['transcript', 4n]]);
  });
}
