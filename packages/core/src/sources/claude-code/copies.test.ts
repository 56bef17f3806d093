import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Ledger } from '../../metrics/Ledger.ts';
import { sourceContractReading } from '../../testing/sourceContractReading.ts';
import { claudeCode } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-copies-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const of = (type: string, seconds: number, more: object): string =>
  JSON.stringify({
    type,
    uuid: `${type}${seconds}`,
    timestamp: new Date(Date.UTC(2026, 2, 8, 7, 0, seconds)).toISOString(),
    sessionId: 's-1',
    ...more,
  });

/** What files hold that are read one after the other. */
async function ledgerOf(...files: readonly string[][]): Promise<Ledger> {
  const reading = sourceContractReading();
  for (const [i, lines] of files.entries()) {
    const path = join(folder, `${i}.jsonl`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    await reading.read(claudeCode({ paths: [path] }));
  }
  return reading.ledger;
}

const streamed = (seconds: number, usage: object, stop: string | null = null): string =>
  of('assistant', seconds, {
    requestId: 'req_1',
    message: {
      id: 'msg_1',
      model: 'claude-opus-4-6',
      stop_reason: stop,
      usage: { input_tokens: 1000, output_tokens: 1, ...usage },
    },
  });

it.each([
  [{ speed: 'fast' }, { speed: 'fast', serviceTier: '', residency: '' }],
  [{ inference_geo: 'us' }, { speed: '', serviceTier: '', residency: 'us' }],
  [{ service_tier: 'priority' }, { speed: '', serviceTier: 'priority', residency: '' }],
  [
    { speed: 'fast', inference_geo: 'us', service_tier: 'batch' },
    { speed: 'fast', serviceTier: 'batch', residency: 'us' },
  ],
])('a response is billed by what one of its lines states, whichever it is: %o', async (stated, expected) => {
  const first = streamed(0, { service_tier: 'standard', inference_geo: 'not_available' });
  const last = streamed(1, { service_tier: 'standard', output_tokens: 900, ...stated }, 'end_turn');
  for (const files of [[[first, last]], [[last, first]], [[first], [last]], [[last], [first]]]) {
    const requests = [...(await ledgerOf(...files)).requests.values()];
    expect(requests).toMatchObject([{ outputTokens: 900, quality: 'final', ...expected }]);
  }
});

const call = (seconds: number, message: string, id: string, name: string, more: object = {}): string =>
  of('assistant', seconds, {
    ...more,
    message: { id: message, model: 'kimi-k2', content: [{ type: 'tool_use', id, name, input: {} }] },
  });
const result = (seconds: number, id: string, text: string, more: object = {}): string =>
  of('user', seconds, {
    ...more,
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: id, content: text, is_error: text !== 'ok' }],
    },
  });
const callsOf = ({ toolCalls }: Ledger): unknown[][] =>
  [...toolCalls.values()]
    .filter((t) => t.callCount > 0)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((t) => [t.tool, t.outcome, t.durationMs]);

it.each(['call_0', 'functions.Bash:0', '0'])(
  'calls that a gateway numbers anew in each response are apart: %s',
  async (id) => {
    const lines = [
      call(0, 'm1', id, 'Bash'),
      call(0, 'm1', id, 'Bash'),
      result(1, id, 'ok'),
      call(2, 'm2', id, 'Bash'),
      result(5, id, 'Exit code 1'),
      call(6, 'm3', id, 'Read'),
      result(7, id, 'ok'),
      call(8, 'm4', id, 'Read'),
    ];
    const expected = [
      ['Bash', 'ok', 1000],
      ['Bash', 'error', 3000],
      ['Read', 'ok', 1000],
      ['Read', 'pending', 0],
    ];
    expect(callsOf(await ledgerOf(lines))).toEqual(expected);
    expect(callsOf(await ledgerOf([...lines, ...lines]))).toEqual(expected);
    expect(callsOf(await ledgerOf(lines, lines))).toEqual(expected);
  },
);

it.each([{ agentId: 'a1', isSidechain: true }, { isSidechain: true }, { parent_tool_use_id: 'toolu_1' }])(
  'calls that are numbered by each agent of a session are apart, who is told by %o',
  async (agent) => {
    const main = [call(0, 'm1', 'call_0', 'Read'), result(1, 'call_0', 'ok')];
    const expected = [
      ['Read', 'ok', 1000],
      ['Bash', 'error', 1000],
    ];
    const side = [call(2, 'm1', 'call_0', 'Bash', agent), result(3, 'call_0', 'Exit code 1', agent)];
    for (const files of [[main, side], [side, main], [[...main, ...side]]]) {
      expect(callsOf(await ledgerOf(...files))).toEqual(expected);
    }
  },
);

it('a result ends its call wherever it stands: before it, after it, in another file', async () => {
  const [made, ended] = [call(0, 'm1', 'toolu_1', 'Read'), result(2, 'toolu_1', 'ok')];
  for (const files of [[[made, ended]], [[ended, made]], [[made], [ended]], [[ended], [made]]]) {
    expect(callsOf(await ledgerOf(...files))).toEqual([['Read', 'ok', 2000]]);
  }
});

it('what a command puts out is no consent, also where its line is there twice', async () => {
  const text = 'User has approved your plan';
  const said = (seconds: number, id: string): string =>
    of('user', seconds, {
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text }] },
    });
  const lines = [call(0, 'm1', 'toolu_1', 'Bash'), said(1, 'toolu_1'), said(1, 'toolu_1')];
  const planned = [call(2, 'm2', 'toolu_2', 'ExitPlanMode'), said(3, 'toolu_2'), said(3, 'toolu_2')];
  const { toolCalls } = await ledgerOf([...lines, ...planned]);
  expect([...toolCalls.values()].map(({ tool, outcome, approval }) => [tool, outcome, approval])).toEqual([
    ['Bash', 'ok', 'unknown'],
    ['ExitPlanMode', 'ok', 'approved'],
  ]);
});

const CUT = '[Request interrupted by user for tool use]';
const NOT_HERE =
  "[Tool call result not in this copy: this session was copied before that session recorded this call's result.]";
const copied = { sessionId: 's-2', forkedFrom: { sessionId: 's-1' } };

it.each([
  ['of old, unmarked', CUT, { sessionId: 's-2' }],
  ['unmarked', NOT_HERE, { sessionId: 's-2' }],
  ['of a kind', NOT_HERE, { sessionId: 's-2', toolDenialKind: 'interrupted' }],
  ['marked', NOT_HERE, { ...copied, toolDenialKind: 'interrupted' }],
  ['of old, marked', CUT, { ...copied, toolDenialKind: 'interrupted' }],
])('what a fork writes in place of a result that it has not says nothing of the call: %s', async (_, text, more) => {
  const at = (seconds: number, of: object = {}): string => call(seconds, 'm1', 'toolu_1', 'Bash', of);
  const fork = [at(1, more), result(4, 'toolu_1', text, more)];
  for (const end of ['ok', 'Exit code 1']) {
    const first = [at(1), result(9, 'toolu_1', end)];
    const expected = [['Bash', end === 'ok' ? 'ok' : 'error', 8000]];
    expect(callsOf(await ledgerOf(first, fork))).toEqual(expected);
    expect(callsOf(await ledgerOf(fork, first))).toEqual(expected);
    expect(callsOf(await ledgerOf(fork.slice(1), first))).toEqual(expected);
  }
});

it('of a call whose result only a lost original has it is said that it was made', async () => {
  const fork = [call(1, 'm1', 'toolu_1', 'Bash', copied), result(4, 'toolu_1', NOT_HERE, copied)];
  expect(callsOf(await ledgerOf(fork))).toEqual([['Bash', 'pending', 0]]);
});

it('lines without any id are told apart by what they say, in all files of a session and however often they are read', async () => {
  const old = (seconds: number, more: object = {}, tokens: object = {}): string =>
    of('assistant', seconds, {
      type: undefined,
      uuid: undefined,
      costUSD: 0.0123,
      message: { model: 'claude-3-7-sonnet-20250219', usage: { input_tokens: 10, output_tokens: 5, ...tokens } },
      ...more,
    });
  const main = [old(1), old(2)];
  const agent = [old(2, { costUSD: 1 }), old(2, {}, { output_tokens: 6 }), old(3)];
  for (const files of [
    [main, agent],
    [agent, main],
    [[...main, ...agent, ...main]],
    [main, agent, [...agent, ...main]],
  ]) {
    expect((await ledgerOf(...files)).requests.size).toBe(5);
  }
});

it('prompts without any id are told apart by their times', async () => {
  const prompt = (seconds: number): string =>
    of('user', seconds, { uuid: undefined, message: { role: 'user', content: 'Go on' } });
  const [main, more] = [
    [prompt(0), prompt(9)],
    [prompt(20), prompt(30), prompt(40)],
  ];
  for (const files of [[main, more], [[...main, ...more, ...main]]]) {
    expect((await ledgerOf(...files)).turns.size).toBe(5);
  }
});

it('a folder is one project with and without a separator at its end', async () => {
  const at = (seconds: number, cwd: string, sessionId: string): string =>
    of('user', seconds, { cwd, sessionId, message: { role: 'user', content: 'Go on' } });
  const { sessions } = await ledgerOf([at(0, '/home/a/', 's-1')], [at(1, '/home/a', 's-2')], [at(2, '/', 's-3')]);
  expect([...sessions.values()].map(({ project }) => project)).toEqual(['/home/a', '/home/a', '/']);
});

it('what is said to a subagent is no prompt of a person, also where only its id tells', async () => {
  const message = { role: 'user', content: 'Look for it' };
  const { turns } = await ledgerOf([of('user', 0, { message }), of('user', 1, { agentId: 'a1', message })]);
  expect([...turns.values()].map(({ promptCount }) => promptCount)).toEqual([1]);
});
