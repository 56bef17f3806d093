import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Ledger } from '../../metrics/Ledger.ts';
import { sourceContractReading, type SourceContractReading } from '../../testing/sourceContractReading.ts';
import { codex } from './index.ts';
import { outputResult } from './toolOutcome.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-codex-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PARENT = '019d0000-0000-7000-8000-000000000001';
const FORK = '019d7e2f-0000-7000-8000-000000000001';
const LEAF = '019d7e2f-0000-7000-8000-000000000002';
const [OLD_TURN, OWN_TURN] = ['019d0001-0000-7000-8000-000000000002', '019d7e30-0000-7000-8000-000000000002'];
const at = (seconds: number): string => new Date(Date.UTC(2026, 3, 12, 7, 0, seconds)).toISOString();
const line = (seconds: number, type: string, payload: object): string =>
  JSON.stringify({ timestamp: at(seconds), type, payload });
const meta = (id: string, more: object = {}): string =>
  line(0, 'session_meta', { id, timestamp: at(0), cwd: '/home/a', ...more });
const turn = (seconds: number, turn_id: string): string => line(seconds, 'turn_context', { turn_id, model: 'gpt-5.4' });
const count = (seconds: number, total: number): string =>
  line(seconds, 'event_msg', {
    type: 'token_count',
    info: {
      total_token_usage: { input_tokens: total, output_tokens: total },
      last_token_usage: { input_tokens: 10, output_tokens: 10 },
    },
  });

const history = [turn(1, OLD_TURN), count(2, 10), count(3, 20)];
const own = [turn(10, OWN_TURN), count(11, 30)];
const later = (text: string): string => JSON.stringify({ ...(JSON.parse(text) as object), timestamp: at(160) });
const parentFile = [meta(PARENT), ...history];
const forkFile = [meta(FORK, { forked_from_id: PARENT }), meta(PARENT), ...history, ...own];

type Rollout = [id: string, lines: readonly string[]];

/** What is read one after the other. */
async function readingOf(...files: Rollout[]): Promise<SourceContractReading> {
  const reading = sourceContractReading();
  for (const [id, lines] of files) {
    const path = join(folder, `rollout-2026-04-12T07-00-00-${id}.jsonl`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    await reading.read(codex({ paths: [path] }));
  }
  return reading;
}

function sessionsOf({ requests }: Ledger): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { session } of requests.values()) counts[session] = (counts[session] ?? 0) + 1;
  return counts;
}

/** Requests by session. */
const requestsOf = async (...files: Rollout[]): Promise<Record<string, number>> =>
  sessionsOf((await readingOf(...files)).ledger);

it.each([
  ['whole', forkFile],
  ['without its first line', forkFile.slice(1)],
  ['with its first line damaged', [`\0\0${forkFile[0]}`, ...forkFile.slice(1)]],
  ['without both lines that say who it is', forkFile.slice(2)],
])('a fork %s counts its own responses only', async (_, lines) => {
  const expected = { [PARENT]: 2, [FORK]: 1 };
  expect(await requestsOf([PARENT, parentFile], [FORK, lines])).toEqual(expected);
  expect(await requestsOf([FORK, lines], [PARENT, parentFile])).toEqual(expected);
  expect(await requestsOf([FORK, lines], [PARENT, parentFile], [FORK, forkFile])).toEqual(expected);
});

it('a thread that is no fork keeps turns of before it, as clocks are set back', async () => {
  expect(await requestsOf([FORK, [meta(FORK), turn(1, OLD_TURN), count(2, 10)]])).toEqual({ [FORK]: 1 });
  const resumed = [meta(FORK), turn(1, OWN_TURN), count(2, 10), turn(3, OLD_TURN), count(4, 20)];
  expect(await requestsOf([FORK, resumed])).toEqual({ [FORK]: 2 });
});

it('a thread that is no fork keeps its turns, also one of its own millisecond, where it does not say who it is', async () => {
  const sameMs = `${FORK.slice(0, 13)}-7000-8000-000000000000`;
  expect(await requestsOf([FORK, [turn(1, sameMs), count(2, 10)]])).toEqual({ [FORK]: 1 });
});

describe('a fork of a time when turns had no ids', () => {
  const withoutId = (seconds: number): string => line(seconds, 'turn_context', { model: 'gpt-5', cwd: '/home/a' });
  /** Drawn at random, as OpenAI's are. */
  const callId = (seconds: number): string => `call_a5Xk2pQ9rT7wB3mN8vZc4${seconds}`;
  const calledAs = (seconds: number, call_id: string): string =>
    line(seconds, 'response_item', { type: 'function_call', call_id, name: 'shell' });
  const called = (seconds: number): string => calledAs(seconds, callId(seconds));
  const old = [meta(PARENT), withoutId(1), count(2, 10), called(3), count(4, 20)];
  /** Lines as a fork writes them: one after the other within its beginning, save for a pause of the disk before one of them. */
  const copied = (lines: readonly string[], pausesAt = Infinity): string[] =>
    lines.map((text, i) =>
      JSON.stringify({ ...(JSON.parse(text) as object), timestamp: at(i < pausesAt ? 100 : 102) }),
    );
  const metaOf = (seconds: number, id: string, more: object = {}): string =>
    line(seconds, 'session_meta', { id, timestamp: at(seconds), ...more });
  const forkMeta = (more: object = {}): string => metaOf(100, FORK, more);
  const ownWork = [withoutId(160), count(162, 30), called(163)];
  const stated = { forked_from_id: PARENT };

  it.each([
    ['says whose it is', [forkMeta(stated), ...copied(old), ...ownWork]],
    ['is prompted as it is made', [forkMeta(stated), ...copied([...old, withoutId(5)]), count(104, 30), called(105)]],
    ['holds the line that says who its parent is', [forkMeta(), ...copied(old), ...ownWork]],
    ['goes on when turns have ids', [forkMeta(stated), ...copied(old), ...own.map(later)]],
  ])('that %s counts what it did itself, and not what its parent did', async (_, lines) => {
    const expected = { [PARENT]: 2, [FORK]: 1 };
    expect(await requestsOf([PARENT, old], [FORK, lines])).toEqual(expected);
    expect(await requestsOf([FORK, lines], [PARENT, old])).toEqual(expected);
    expect(await requestsOf([FORK, lines])).toEqual({ [FORK]: 1 });
  });

  it.each([forkMeta(stated), forkMeta()])('is a session of its parent: %s', async (first) => {
    const reading = await readingOf([FORK, [first, ...copied(old), ...ownWork]]);
    expect([...reading.ledger.sessions.values()]).toMatchObject([{ id: FORK, parent: PARENT }]);
    expect([...reading.ledger.toolCalls.values()]).toMatchObject([{ atMs: Date.parse(at(163)), session: FORK }]);
  });

  it('counts nothing twice when the copying paused, also in a fork of a fork', async () => {
    const fork = [forkMeta(), ...copied(old, 3), ...ownWork];
    const leaf = [metaOf(200, LEAF), ...copied(fork, 4), withoutId(260), count(262, 40), called(263)];
    const files: Rollout[] = [
      [PARENT, old],
      [FORK, fork],
      [LEAF, leaf],
    ];
    for (const ordered of [files, files.toReversed()]) {
      const reading = await readingOf(...ordered);
      expect(sessionsOf(reading.ledger)).toEqual({ [PARENT]: 2, [FORK]: 1, [LEAF]: 1 });
      expect(reading.ledger.toolCalls.size).toBe(3);
    }
  });

  it.each([
    ['in the order of their making', 'abc'],
    ['against it', 'bac'],
  ])('joins what was copied late to the oldest thread, also where ids tell no time and sort %s', async (_, letters) => {
    const [first = '', second = '', third = ''] = letters
      .replace(/./g, '$&$&$&$&$&$&$&$&-1111-4111-8111-111111111111,')
      .split(',');
    const root = [metaOf(0, first), withoutId(1), count(2, 10), count(3, 20)];
    const fork = [metaOf(100, second), ...copied(root), withoutId(150), count(160, 30)];
    const leaf = [metaOf(200, third), ...copied(fork, 6), withoutId(250), count(260, 40)];
    const expected = { [first]: 2, [second]: 1, [third]: 1 };
    expect(await requestsOf([first, root], [second, fork], [third, leaf])).toEqual(expected);
    const again = [...leaf.slice(0, 3), ...leaf.slice(1, 2), ...leaf.slice(3)];
    expect(await requestsOf([third, again], [second, fork], [first, root])).toEqual(expected);
  });

  it('keeps calls apart whose ids begin anew in it', async () => {
    const made = (seconds: number, id: string, code: number): string[] => [
      calledAs(seconds, id),
      line(seconds + 1, 'response_item', { type: 'function_call_output', call_id: id, output: `Exit code: ${code}` }),
    ];
    const history = [meta(PARENT), withoutId(1), ...made(2, 'call_0', 0), count(4, 10)];
    const files: Rollout[] = [
      [PARENT, [...history, withoutId(50), ...made(52, 'call_1', 0)]],
      [FORK, [forkMeta(), ...copied(history), withoutId(160), ...made(162, 'call_1', 1)]],
      [LEAF, [metaOf(200, LEAF), ...copied(history), withoutId(260), ...made(264, 'call_1', 0)]],
    ];
    for (const ordered of [files, files.toReversed()]) {
      const { toolCalls } = (await readingOf(...ordered)).ledger;
      expect([...toolCalls.values()].map((c) => [c.session, c.outcome, c.durationMs]).toSorted()).toEqual([
        [PARENT, 'ok', 1000],
        [PARENT, 'ok', 1000],
        [FORK, 'error', 1000],
        [LEAF, 'ok', 1000],
      ]);
    }
  });

  it.each([callId(3), 'call_3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'chatcmpl-tool-3f2504e04f8941d39a0c0305e82c3301'])(
    'counts a call once that was copied late, by its id %s that was drawn at random',
    async (id) => {
      const history = [meta(PARENT), withoutId(1), count(2, 10), calledAs(3, id), count(4, 20)];
      const fork = [forkMeta(stated), ...copied(history, 3), withoutId(160)];
      expect((await readingOf([PARENT, history], [FORK, fork])).ledger.toolCalls.size).toBe(1);
    },
  );

  it.each(['call_1', 'functions.getPullRequestComments:1', 'call_00000000000000000001'])(
    'has calls of its own though its server counts as its parent does: %s',
    async (id) => {
      const history = old.slice(0, 3);
      const fork = [forkMeta(stated), ...copied(history), withoutId(160), calledAs(161, id)];
      const { ledger } = await readingOf([PARENT, [...history, calledAs(50, id)]], [FORK, fork]);
      expect(ledger.toolCalls.size).toBe(2);
    },
  );

  it('ends a call after the first turn with an id too', async () => {
    const answered = line(161, 'response_item', { type: 'function_call_output', call_id: callId(160), output: 'x' });
    const lines = [forkMeta(stated), ...copied(old), withoutId(159), called(160), turn(160, OWN_TURN), answered];
    const { toolCalls } = (await readingOf([FORK, lines])).ledger;
    expect([...toolCalls.values()]).toMatchObject([{ session: FORK, outcome: 'ok', durationMs: 1000 }]);
  });

  it('and was spawned by an agent counts what it did itself', async () => {
    const parent = [...old, turn(10, OLD_TURN), count(11, 30)];
    const spawned = forkMeta({ ...stated, parent_thread_id: PARENT });
    const lines = [spawned, ...copied(parent), turn(160, OWN_TURN), count(162, 40)];
    expect(await requestsOf([PARENT, parent], [FORK, lines])).toEqual({ [PARENT]: 4 });
    const unforked = [forkMeta({ parent_thread_id: PARENT }), withoutId(160), count(162, 10)];
    expect(await requestsOf([FORK, unforked])).toEqual({ [PARENT]: 1 });
  });
});

it('what a child does itself begins with the ordinal that it names', async () => {
  const numbered = (ordinal: number, text: string): object => ({ ...(JSON.parse(text) as object), ordinal });
  const lines = [
    meta(FORK, { forked_from_id: PARENT, subagent_history_start_ordinal: 3 }),
    turn(1, OLD_TURN),
    ...[1, 2, 3, 4].map((ordinal) => JSON.stringify(numbered(ordinal, count(ordinal + 1, 10 * ordinal)))),
  ];
  expect(await requestsOf([FORK, lines])).toEqual({ [FORK]: 2 });
});

const call = (id: string, name: string): string =>
  line(20, 'response_item', { type: 'function_call', call_id: id, name, arguments: '{}' });
const output = (id: string, text: string): string =>
  line(22, 'response_item', { type: 'function_call_output', call_id: id, output: text });
const told = (type: string, more: object): string => line(21, 'event_msg', { type, ...more });

it.each([
  ['mcp_tool_call_end', { result: { Err: 'tool call failed' } }, 'error'],
  ['mcp_tool_call_end', { result: { Err: 'user rejected MCP tool call' } }, 'denied-by-user'],
  ['mcp_tool_call_end', { result: { Ok: { content: [], isError: true } } }, 'error'],
  ['mcp_tool_call_end', { result: { Ok: { content: [], is_error: true } } }, 'error'],
  ['mcp_tool_call_end', { result: { Ok: { content: [] } } }, 'ok'],
  ['patch_apply_end', { success: false }, 'error'],
  ['patch_apply_end', { success: true }, 'ok'],
  ['item_completed', { item: { id: 'c1', type: 'CommandExecution', status: 'failed', exit_code: 3 } }, 'error'],
  ['item_completed', { item: { id: 'c1', type: 'CommandExecution', status: 'declined' } }, 'denied-by-rule'],
  ['item_completed', { item: { id: 'c1', type: 'CommandExecution', status: 'completed', exit_code: 0 } }, 'ok'],
])('a call fails when an event says so, before its output or after it: %s %o', async (type, more, outcome) => {
  const event = told(type, { call_id: 'c1', ...more });
  const [made, ended] = [call('c1', 'mcp__x__y'), output('c1', 'some words')];
  for (const lines of [
    [made, event, ended],
    [made, ended, event],
  ]) {
    const reading = await readingOf([FORK, [meta(FORK), turn(10, OWN_TURN), ...lines]]);
    expect([...reading.ledger.toolCalls.values()]).toMatchObject([
      { tool: 'mcp__x__y', outcome, durationMs: 2000, callCount: 1 },
    ]);
  }
});

it.each(['web_search_call', 'tool_search_call', 'image_generation_call'])(
  'a %s that the provider makes itself has ended when it is written',
  async (type) => {
    for (const [status, outcome] of [
      ['completed', 'ok'],
      ['failed', 'error'],
    ]) {
      const made = line(20, 'response_item', { type, id: 'i1', status });
      const reading = await readingOf([FORK, [meta(FORK), turn(10, OWN_TURN), made]]);
      expect([...reading.ledger.toolCalls.values()]).toMatchObject([{ tool: type.slice(0, -5), outcome }]);
    }
  },
);

it('a call ends with its first output', async () => {
  const again = line(40, 'response_item', { type: 'function_call_output', call_id: 'c1', output: 'Exit code: 1' });
  const reading = await readingOf([
    FORK,
    [meta(FORK), turn(10, OWN_TURN), call('c1', 'shell'), output('c1', 'x'), again],
  ]);
  expect([...reading.ledger.toolCalls.values()]).toMatchObject([{ outcome: 'ok', durationMs: 2000 }]);
});

const LONG_COMMAND = `cat <<EOF\n${'a "line"\n'.repeat(1000)}EOF`;
it.each([
  [
    `exec_command failed for \`${LONG_COMMAND}\`: CreateProcess { message: "Rejected(\\"rejected by user\\")" }`,
    { outcome: 'denied-by-user', approval: 'denied' },
  ],
  [`\`${LONG_COMMAND}\` rejected: blocked by policy`, { outcome: 'denied-by-rule', approval: 'unknown' }],
])('who denied a command is found behind it, however long it is', async (text, result) => {
  const reading = await readingOf([FORK, [meta(FORK), turn(10, OWN_TURN), call('c1', 'shell'), output('c1', text)]]);
  expect([...reading.ledger.toolCalls.values()]).toMatchObject([result]);
});

it.each([
  ['mcp__x__y', 'err: "tool call error: timed out"', 'error'],
  ['mcp__x__y', 'tool call error: no such tool', 'error'],
  ['mcp__x__y', 'no err: "x"', 'ok'],
  ['shell', 'err: "x"', 'ok'],
])("a server's tool fails by Codex's own words for it: %s %s", (tool, text, outcome) => {
  expect(outputResult(text, tool)).toEqual({ outcome, approval: 'unknown' });
});
