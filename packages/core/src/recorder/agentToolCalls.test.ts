import { expect, it } from 'vitest';

import type { ToolOutcome } from '../model/ToolCallRecord.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { assistant, init, result, toolResult, used } from './fixtures/agentMessages.ts';
import { recorder } from './recorder.ts';

/** The calls by these names, each with how many there are and their time in ms, after these messages, a second apart. */
async function callsBy(by: string[], ...messages: readonly object[]) {
  const store = memoryStore();
  let nowMs = Date.UTC(2026, 10, 2);
  const record = recorder({ store, price: examplePrice, now: () => nowMs }).claudeAgent();
  for (const message of [init('s'), ...messages]) {
    await record(message);
    nowMs += 1000;
  }
  const segments = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'tools', segments, bucket: 'total', by });
  return rows.map(({ key, measures }) => [...key, Number(measures.calls), Number(measures.durationMs)]).toSorted();
}
const callsAfter = (...messages: readonly object[]) => callsBy(['tool', 'outcome'], ...messages);
const call = (...ids: string[]) => assistant('s', `m-${ids.join()}`, ids);
const answer = (id: string, isError = false) => toolResult('s', id, 'out', isError);
const ended = (id: number) => result('s', id, { a: used(id, id) });
const denial = (id: string) => ({ tool_name: 'Bash', tool_use_id: id });
const detached = { ...answer('toolu_1'), tool_use_result: { detachedToolCall: true } };
/** A message that takes the place of others. */
const replacing = (message: object, ...replaced: Record<string, unknown>[]) => ({
  ...message,
  supersedes: replaced.map(({ uuid }) => uuid),
});

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

it('a call in the place of one that never ran is one call', async () => {
  const first = call('toolu_1');
  const other = replacing(call('toolu_2'), first);
  expect(await callsAfter(first, other, other, answer('toolu_2'), ended(1))).toEqual([['Bash', 'ok', 1, 3000]]);
  expect(await callsAfter(first, other)).toEqual([['Bash', 'pending', 1, 0]]);
  // The same call in another message is no further one; an answer to the first says nothing of it.
  const again = call('toolu_2');
  expect(await callsAfter(first, other, again, answer('toolu_1', true), answer('toolu_2'))).toEqual([
    ['Bash', 'ok', 1, 4000],
  ]);
});

it.each<[string, object[]]>([
  ['denial in the same turn', [{ ...ended(1), permission_denials: [denial('toolu_1')] }]],
  ['denial in a later turn', [ended(1), { ...ended(2), permission_denials: [denial('toolu_1')] }]],
  ['result in a later turn', [ended(1), answer('toolu_1', true)]],
])('a %s of a call that was replaced says nothing of the call in its place', async (_, messages) => {
  const first = call('toolu_1');
  const other = replacing(call('toolu_2'), first);
  expect(await callsAfter(first, other, answer('toolu_2'), ...messages)).toEqual([['Bash', 'ok', 1, 2000]]);
});

it('a call that runs in the background is not taken back with its message', async () => {
  const first = call('toolu_1');
  const other = replacing(call('toolu_2'), first);
  expect(await callsAfter(first, detached, other, answer('toolu_2'), ended(1), answer('toolu_1', true))).toEqual([
    ['Bash', 'error', 1, 5000],
    ['Bash', 'ok', 1, 1000],
  ]);
});

it('of calls that none takes the place of it is said that they were cancelled', async () => {
  const first = call('toolu_1', 'toolu_2', 'toolu_3');
  const other = replacing(call('toolu_4'), first);
  expect(await callsAfter(first, answer('toolu_1'), other, answer('toolu_4'), ended(1))).toEqual([
    ['Bash', 'cancelled', 1, 0],
    ['Bash', 'ok', 2, 4000],
  ]);
  const text = replacing(assistant('s', 'm'), first);
  expect(await callsAfter(first, text, ended(1), call('toolu_5'))).toEqual([
    ['Bash', 'cancelled', 3, 0],
    ['Bash', 'pending', 1, 0],
  ]);
});

it('what replaces no message that can be told leaves all calls as they are', async () => {
  const first = { ...call('toolu_1'), uuid: undefined };
  const other = { ...call('toolu_2'), supersedes: [7, null, '', 'gone'] };
  expect(await callsAfter(first, other, { ...call(), supersedes: 'all' }, ended(1))).toEqual([
    ['Bash', 'pending', 2, 0],
  ]);
});

it('a call of another tool or model takes no place', async () => {
  const first = call('toolu_1');
  const message = {
    id: 'm2',
    role: 'assistant',
    model: 'b',
    content: [{ type: 'tool_use', id: 'toolu_2', name: 'Bash' }],
  };
  const read = { ...message, model: 'a', content: [{ type: 'tool_use', id: 'toolu_3', name: 'Read' }] };
  const others = [replacing({ ...call(), message }, first), { ...call(), message: read }];
  expect(await callsAfter(first, ...others, ended(1))).toEqual([
    ['Bash', 'cancelled', 1, 0],
    ['Bash', 'pending', 1, 0],
    ['Read', 'pending', 1, 0],
  ]);
});

const REJECTED = "The user doesn't want to proceed with this tool use. The tool use was rejected";
/** The answer to a call, with what is said of it beside it. */
const stated = (id: string, content: string, decision: object, kind?: string) => ({
  ...toolResult('s', id, content, content !== 'out'),
  tool_result_meta: [
    { id: 'toolu_of_another', non_execution_kind: 'cancelled' },
    { id, permission_decision: decision, non_execution_kind: kind },
  ],
});
const accept = (source: string, more: object = {}) => ({ decision: 'accept', source, ...more });
const reject = (source: string) => ({ decision: 'reject', source });

it.each<[string, object, [ToolOutcome, string, string]]>([
  ['let run by a person', stated('toolu_1', 'out', accept('user_temporary')), ['ok', 'approved', 'recorder']],
  ['let run by a rule', stated('toolu_1', 'out', accept('config')), ['ok', 'auto-approved', 'recorder']],
  [
    'let run by a rule of the session',
    stated('toolu_1', 'out', accept('user_temporary', { reason_type: 'rule' })),
    ['ok', 'auto-approved', 'recorder'],
  ],
  ['denied by a rule', stated('toolu_1', 'No.', reject('config'), 'user-rejected'), ['denied-by-rule', 'unknown', '']],
  [
    'denied by a person',
    stated('toolu_1', 'No.', reject('user_reject'), 'permission-rule'),
    ['denied-by-user', 'denied', 'recorder'],
  ],
  ['cut off', stated('toolu_1', 'x', accept('config'), 'interrupted'), ['cancelled', 'auto-approved', 'recorder']],
  // Of an SDK that says nothing of approvals, a denial is no share of the calls that a person decided on.
  ['rejected by its words', toolResult('s', 'toolu_1', REJECTED, true), ['denied-by-user', 'denied', 'transcript']],
])('B13 what a message says of a call that was %s', async (_, message, expected) => {
  const calls = await callsBy(['outcome', 'approval', 'approvalSource'], call('toolu_1'), message, ended(1));
  expect(calls).toEqual([[...expected, 1, 1000]]);
});

it('a result that this copy of a session has not says nothing of the call', async () => {
  const message = toolResult('s', 'toolu_1', '[Tool call result not in this copy: this session was copied]', true);
  expect(await callsAfter(call('toolu_1'), message, ended(1))).toEqual([['Bash', 'pending', 1, 0]]);
});
