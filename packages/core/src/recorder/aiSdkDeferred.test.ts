import { beforeEach, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { recorder } from './recorder.ts';

let ledger: Ledger;
let handler: (session?: string) => (event: unknown) => Promise<void>;
beforeEach(() => {
  ledger = emptyLedger();
  const usage = recorder({
    store: { write: async (batch, price) => joinLedger(ledger, batch, price) },
    price: examplePrice,
  });
  handler = (session = 's') => usage.aiSdk({ session });
});
const calls = () =>
  [...ledger.toolCalls.values()].map(({ session, tool, outcome, callCount }) => [session, tool, outcome, callCount]);

const part = (type: string, toolCallId: string, providerExecuted = true) => ({
  type,
  toolCallId,
  toolName: 'code_execution',
  providerExecuted,
});
const step = (n: number, ...content: readonly object[]) => ({
  stepNumber: n,
  content,
  usage: { inputTokens: 1, outputTokens: 1 },
  response: { id: `msg_0123456789abcdef${n}`, modelId: 'claude-sonnet-4-5' },
});
const WORLDWIDE = 'srvtoolu_01WYG3ziw53XMcoyKL4XcZmE';

it.each([['call_0'], [WORLDWIDE]])('a call that the provider runs, %s, has the result of a later step', async (id) => {
  const steps = [
    step(0, part('tool-call', id)),
    step(1, { type: 'text', text: 'x' }),
    step(2, part('tool-result', id)),
  ];
  const record = handler();
  for (const each of steps) await record(each);
  await record({ ...steps[2], steps });
  await handler()({ ...steps[2], steps });
  expect(calls()).toEqual([['s', 'code_execution', 'ok', 1]]);
});

it('a failure in a later step, too', async () => {
  const record = handler();
  await record(step(0, part('tool-call', 'call_0')));
  await record(step(1, { ...part('tool-error', 'call_0'), error: new Error('no') }));
  expect(calls()).toEqual([['s', 'code_execution', 'error', 1]]);
});

it('the last call of an id that repeats has it', async () => {
  const record = handler();
  await record(step(0, part('tool-call', 'call_0')));
  await record(step(1, part('tool-call', 'call_0')));
  await record(step(2, part('tool-result', 'call_0')));
  await record(step(3, part('tool-call', 'call_0'), part('tool-result', 'call_0')));
  expect(calls()).toEqual([
    ['s', 'code_execution', 'pending', 1],
    ['s', 'code_execution', 'ok', 1],
    ['s', 'code_execution', 'ok', 1],
  ]);
});

it.each([[false], [true]])(
  'calls of several responses whose ids repeat are several: run by the provider %s',
  async (ran) => {
    const record = handler();
    for (const n of [0, 1]) await record(step(n, part('tool-call', 'call_0', ran), part('tool-result', 'call_0', ran)));
    expect(calls().length).toBe(2);
  },
);

it('an id of the world is known to another handler, of the same session', async () => {
  await handler()(step(0, part('tool-call', WORLDWIDE)));
  await handler()(step(1, part('tool-result', WORLDWIDE)));
  await handler('fork')(step(2, part('tool-result', WORLDWIDE)));
  expect(calls()).toEqual([
    ['s', 'code_execution', 'ok', 1],
    ['fork', 'code_execution', 'ok', 1],
  ]);
});

/** OpenAI's Responses name an MCP call that waits by one id, and the one that ran by another. */
const mcp = (type: string, toolCallId: string) => ({ ...part(type, toolCallId), toolName: 'mcp.shorten' });
const asks = (id: string, approvalId: string) => [
  mcp('tool-call', id),
  { type: 'tool-approval-request', approvalId, toolCall: mcp('tool-call', id) },
];
const ran = (id: string) => [mcp('tool-call', id), mcp('tool-result', id)];
const answered = (...answers: readonly (readonly [id: string, approve: boolean])[]) => ({
  body: {
    input: [
      { role: 'user', content: [{ type: 'input_text' }] },
      ...answers.flatMap(([id, approve]) => [
        { type: 'item_reference', id },
        { type: 'mcp_approval_response', approval_request_id: id, approve },
      ]),
    ],
  },
});
const outcomes = () => [...ledger.toolCalls.values()].map(({ outcome, approval }) => [outcome, approval]);

it.each<[name: string, request: object]>([
  ['body', answered(['mcpr_1', true])],
  ['messages', { messages: [{ role: 'tool', content: [{ approvalId: 'mcpr_1', approved: true }] }] }],
])('a call that the provider asked for is the one that ran, by the %s of the request', async (_, request) => {
  const record = handler();
  await record(step(0, ...asks('SQFE0vpcdKWZ6APZ', 'mcpr_1')));
  const next = { ...step(1, ...ran('mcp_1')), stepNumber: 0, request };
  for (const event of [next, { steps: [next] }]) await record(event);
  expect(outcomes()).toEqual([['ok', 'approved']]);
});

it('of several, those that were denied wait for ever; calls that nobody asked for are their own', async () => {
  const [a, b, c] = ['mcpr_68af4030592c81938ec0', 'mcpr_68af4030592c81938ec1', 'mcpr_68af4030592c81938ec2'] as const;
  await handler()(step(0, ...asks('A', a), ...asks('B', b), ...asks('C', c)));
  const request = answered([a, true], [b, false], [c, true]);
  await handler()({ ...step(1, ...ran('mcp_1'), ...ran('mcp_2'), ...ran('mcp_3')), stepNumber: 0, request });
  await handler()({ ...step(2, ...ran('mcp_4')), stepNumber: 1, request });
  expect(outcomes()).toEqual([
    ['ok', 'approved'],
    ['pending', 'unknown'],
    ['ok', 'approved'],
    ['ok', 'unknown'],
    ['ok', 'unknown'],
  ]);
});
