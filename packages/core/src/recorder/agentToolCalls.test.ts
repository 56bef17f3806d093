import { expect, it } from 'vitest';

import type { ToolOutcome } from '../model/ToolCallRecord.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { assistant, init, result, toolResult, used } from './fixtures/agentMessages.ts';
import { recorder } from './recorder.ts';

/** The outcomes of calls by tool, each with how many there are and their time in ms, after these messages, a second apart. */
async function callsAfter(...messages: readonly object[]) {
  const store = memoryStore();
  let nowMs = Date.UTC(2026, 10, 2);
  const record = recorder({ store, price: examplePrice, now: () => nowMs }).claudeAgent();
  for (const message of [init('s'), ...messages]) {
    await record(message);
    nowMs += 1000;
  }
  const segments = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'tools', segments, bucket: 'total', by: ['tool', 'outcome'] });
  return rows.map(({ key, measures }) => [...key, Number(measures.calls), Number(measures.durationMs)]).toSorted();
}
const call = (...ids: string[]) => assistant('s', `m-${ids.join()}`, ids);
const answer = (id: string, isError = false) => toolResult('s', id, 'out', isError);
const ended = (id: number) => result('s', id, { a: used(id, id) });
const detached = { ...answer('toolu_1'), tool_use_result: { detachedToolCall: true } };

it.each<[string, object[], [string, ToolOutcome, number, number][]]>([
  ['is pending while it runs', [ended(1)], [['Bash', 'pending', 1, 0]]],
  ['ends with its result', [ended(1), answer('toolu_1')], [['Bash', 'ok', 1, 3000]]],
  ['fails with its result', [answer('toolu_1', true), ended(1)], [['Bash', 'error', 1, 2000]]],
])('a call that is detached %s', async (_, messages, expected) => {
  expect(await callsAfter(call('toolu_1'), detached, ...messages)).toEqual(expected);
});

it('a detached call of a process before is told of by its result alone', async () => {
  expect(await callsAfter(detached)).toEqual([]);
});
