import { beforeEach, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { type Recorder, recorder } from './recorder.ts';

let ledger: Ledger;
let usage: Recorder;
let record: (event: unknown) => Promise<void>;
beforeEach(() => {
  ledger = emptyLedger();
  const store: Pick<UsageStore, 'write'> = { write: async (batch, price) => joinLedger(ledger, batch, price) };
  usage = recorder({ store, price: examplePrice });
  record = usage.aiSdk({ session: 's' });
});
const turns = () => [...sessionFacts(ledger).values()].map((facts) => facts.turns);

const text = { type: 'text', text: 'yes' };
const call = { type: 'tool-call', toolCallId: 't', toolName: 'weather' };
const source = { type: 'source', url: 'https://example.com' };
/** A step of version 5. */
const step = (n: number, roles: readonly string[], content: readonly object[] = [text]) => ({
  content,
  usage: { inputTokens: 10, outputTokens: 1, totalTokens: 11 },
  response: { id: `resp_0123456789abcdef${n}`, modelId: 'm', messages: roles.map((role) => ({ role, content: [] })) },
});
const withTools = [
  step(0, ['assistant', 'tool'], [call]),
  step(1, ['assistant', 'tool', 'assistant']),
  step(2, ['assistant'], [source, text]),
  step(3, ['assistant', 'tool'], [call]),
  step(4, ['assistant', 'tool'], [source, { type: 'text', text: '' }]),
  step(5, [], []),
];

it('one handler counts a turn for each prompt, by the messages of version 5', async () => {
  for (const each of withTools) await record(each);
  expect(turns()).toEqual([4n]);
});

it('also of events that hold all steps', async () => {
  await record({ steps: withTools.slice(0, 2) });
  await record({ steps: withTools.slice(2, 3) });
  expect(turns()).toEqual([2n]);
});

it('and of objects', async () => {
  for (const n of [0, 1, 2]) await record({ ...step(n, []), content: undefined, object: { a: n } });
  expect(turns()).toEqual([3n]);
});

const user = { role: 'user', content: 'hi' };
const answer = { role: 'tool', tool_call_id: 't', content: 'yes' };
const asked = (...messages: readonly object[]) => ({ request: { body: JSON.stringify({ messages }) } });

it.each<[name: string, first: object, next: object]>([
  ['4', { stepType: 'initial', ...asked(user) }, { stepType: 'initial', ...asked(user, answer) }],
  ['5', asked(user), asked(user, answer)],
  ['6', { stepNumber: 0, ...asked(user) }, { stepNumber: 0, ...asked(user, answer) }],
  ['7', { stepNumber: 0, request: { messages: [user] } }, { stepNumber: 0, request: { messages: [user, answer] } }],
  ['7, with the body', { stepNumber: 0 }, { stepNumber: 0, request: { body: { input: [{ type: 'x_output' }] } } }],
])("a call that goes on with the answer of a client's tool is no turn: version %s", async (_, first, next) => {
  await record({ ...step(0, ['assistant'], [call]), ...first });
  await record({ ...step(1, ['assistant']), ...next });
  expect(turns()).toEqual([1n]);
  await record({ ...step(2, ['assistant']), ...first });
  expect(turns()).toEqual([2n]);
});

it('nor is one that began with a tool that was approved', async () => {
  await record({ ...step(0, ['assistant'], [call]), stepNumber: 0 });
  await record({ ...step(1, ['tool', 'assistant']), stepNumber: 0 });
  expect(turns()).toEqual([1n]);
});

it('a body that is no JSON says nothing', async () => {
  await record({ ...step(0, ['assistant']), request: { body: 'model=m' } });
  expect(turns()).toEqual([1n]);
});

const subagent = (n: number, finishReason: string) => ({
  ...step(n, ['assistant'], [call]),
  finishReason,
  stepNumber: 0,
  performance: { stepTimeMs: 60_000 },
  response: { ...step(n, ['assistant']).response, timestamp: new Date(Date.UTC(2026, 2, 8, 12, n)) },
});

it.each(['stop', 'error'])('a call of a subagent is no turn, and says nothing of the session: %s', async (reason) => {
  const nested = usage.aiSdk({ session: 's', kind: 'subagent' });
  await record(subagent(0, 'tool-calls'));
  await nested(subagent(1, reason));
  await nested({ ...subagent(1, reason), name: 'AI_NoObjectGeneratedError' });
  expect([...sessionFacts(ledger).values()]).toMatchObject([
    { requests: 2n, turns: 1n, engagedMs: 60_000, session: { status: 'incomplete' } },
  ]);
  await record(subagent(2, 'stop'));
  await nested(subagent(3, reason));
  expect([...sessionFacts(ledger).values()]).toMatchObject([{ session: { status: 'completed' } }]);
});

/** A step of version 6, which states no times but that of its response. */
const timed = (n: number, seconds: number, stepNumber: number) => {
  const { response, ...of } = step(n, ['assistant'], [call]);
  return { ...of, stepNumber, response: { ...response, timestamp: new Date(Date.UTC(2026, 2, 8, 12, 0, seconds)) } };
};
const engagedMs = () => [...sessionFacts(ledger).values()].map((facts) => facts.engagedMs);

it('where a step does not state how long it took, the time since the one before it in its call counts', async () => {
  const steps = [timed(0, 0, 0), timed(1, 60, 1), timed(2, 90, 2), timed(3, 900, 0), timed(4, 902, 1)];
  for (const each of steps) await record(each);
  expect(engagedMs()).toEqual([92_000]);
  await usage.aiSdk({ session: 's' })({ steps: steps.slice(0, 3) });
  for (const each of steps.slice(3)) await record(each);
  expect(engagedMs()).toEqual([92_000]);
});

it('of five minutes at most, and none where times go back or the time is stated', async () => {
  for (const each of [timed(0, 0, 0), timed(1, 3600, 1), timed(2, 3500, 2)]) await record(each);
  expect(engagedMs()).toEqual([300_000]);
  await record({ ...timed(1, 3600, 1), performance: { stepTimeMs: 7000 } });
  expect(engagedMs()).toEqual([7000]);
});

it.each([
  ['the answer of a person', { ...timed(1, 280, 0), ...asked(user, answer) }],
  ['a tool that was approved', { ...timed(1, 280, 0), response: { ...timed(1, 280, 0).response, messages: [answer] } }],
])('the wait before a call that goes on with %s is not engaged time', async (_, next) => {
  for (const each of [timed(0, 0, 0), next, timed(2, 290, 1)]) await record(each);
  expect(engagedMs()).toEqual([10_000]);
  expect(turns()).toEqual([1n]);
});
