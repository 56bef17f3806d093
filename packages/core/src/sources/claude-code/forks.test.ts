import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Ledger } from '../../metrics/Ledger.ts';
import { sessionFacts } from '../../metrics/sessionFacts.ts';
import { sourceContractReading } from '../../testing/sourceContractReading.ts';
import { claudeCode } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-forks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Line {
  uuid: string;
  type: string;
  sessionId: string;
  timestamp: string;
  requestSessionId?: string;
  [field: string]: unknown;
}

const DAY_S = 86_400;
const startMs = Date.UTC(2026, 2, 8, 7);
const at = (seconds: number): string => new Date(startMs + seconds * 1000).toISOString();
const line = (type: string, seconds: number, more: object): Line => ({
  type,
  uuid: `${type}${seconds}`,
  timestamp: at(seconds),
  sessionId: 's-1',
  cwd: '/home/dev/shop',
  ...more,
});
const prompt = (seconds: number, more: object = {}): Line =>
  line('user', seconds, { message: { role: 'user', content: 'Go on' }, ...more });
const response = (seconds: number, block: object, more: object = {}): Line =>
  line('assistant', seconds, {
    requestId: `req_${seconds}`,
    message: {
      id: `msg_${seconds}`,
      model: 'claude-opus-4-6',
      stop_reason: 'end_turn',
      content: [block],
      usage: { input_tokens: 1, output_tokens: 2 },
    },
    ...more,
  });
const answer = (seconds: number, more: object = {}): Line => response(seconds, { type: 'text', text: 'x' }, more);
const call = (seconds: number, id: string): Line => response(seconds, { type: 'tool_use', id, name: 'Bash' });
const result = (seconds: number, id: string): Line =>
  line('user', seconds, {
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'ok' }] },
  });

const parent = [
  prompt(0),
  answer(30),
  line('system', 30, { subtype: 'turn_duration', durationMs: 25_000 }),
  prompt(60),
  call(61, 'toolu_1'),
  result(62, 'toolu_1'),
  call(63, 'toolu_2'),
  result(65, 'toolu_2'),
];

/** What `forkSession` of the Agent SDK writes: every line anew under a new id, the last one with the time of the fork. */
const forked = (lines: readonly Line[], from: string, sessionId: string, forkedAt: string): Line[] =>
  lines.map((of, i) => ({
    ...of,
    uuid: `${sessionId}-${of.uuid}`,
    sessionId,
    timestamp: i === lines.length - 1 ? forkedAt : of.timestamp,
    isSidechain: false,
    ...(of.type === 'assistant' && { requestSessionId: of.requestSessionId ?? of.sessionId }),
    forkedFrom: { sessionId: from, messageUuid: of.uuid },
  }));

/** What files hold that are read one after the other. */
async function ledgerOf(...files: readonly (readonly Line[])[]): Promise<Ledger> {
  const reading = sourceContractReading();
  for (const [i, lines] of files.entries()) {
    const path = join(folder, `${i}.jsonl`);
    writeFileSync(path, lines.map((of) => `${JSON.stringify(of)}\n`).join(''));
    await reading.read(claudeCode({ paths: [path] }));
  }
  return reading.ledger;
}

const ofSession = (ledger: Ledger, id: string) => {
  const isIts = (of: { session: string }): boolean => of.session === id;
  const turns = [...ledger.turns.values()].filter(isIts).toSorted((a, b) => a.atMs - b.atMs);
  const calls = [...ledger.toolCalls.values()].filter(isIts).toSorted((a, b) => a.atMs - b.atMs);
  const facts = [...sessionFacts(ledger).values()].find(({ session }) => session.id === id);
  return {
    engagedMs: turns.map(({ engagedMs }) => engagedMs),
    callMs: calls.map(({ durationMs }) => durationMs),
    started: at(((facts?.startedMs ?? 0) - startMs) / 1000),
    last: at(((facts?.lastMs ?? 0) - startMs) / 1000),
    requests: [...ledger.requests.values()].filter(isIts).length,
  };
};

const own = (sessionId: string, seconds: number): Line[] => [
  prompt(seconds, { sessionId }),
  answer(seconds + 10, { sessionId }),
];
const parentAlone = { engagedMs: [25_000, 5000], callMs: [1000, 2000], started: at(0), last: at(65), requests: 3 };

it('a fork with ids and a time of its own leaves turns and calls to its parent, wherever it forks and in whatever order it is read', async () => {
  const orders = fc.shuffledSubarray(['s-1', 's-2', 's-3'], { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: parent.length }), orders, async (count, order) => {
      const fork = [...forked(parent.slice(0, count), 's-1', 's-2', at(DAY_S)), ...own('s-2', DAY_S + 60)];
      const second = [...forked(fork, 's-2', 's-3', at(2 * DAY_S)), ...own('s-3', 2 * DAY_S + 60)];
      const files = new Map([
        ['s-1', parent],
        ['s-2', fork],
        // A file that holds its lines twice holds nothing more.
        ['s-3', [...second, ...second]],
      ]);
      const ledger = await ledgerOf(...order.map((id) => files.get(id) ?? []));
      const none = { callMs: [], requests: 1, engagedMs: [10_000] };
      expect(ofSession(ledger, 's-1')).toEqual(parentAlone);
      expect(ofSession(ledger, 's-2')).toEqual({ ...none, started: at(DAY_S + 60), last: at(DAY_S + 70) });
      expect(ofSession(ledger, 's-3')).toEqual({ ...none, started: at(2 * DAY_S + 60), last: at(2 * DAY_S + 70) });
    }),
    { numRuns: 40 },
  );
});

it('a fork whose parent is lost has its requests and its calls, not the time that they took', async () => {
  const ledger = await ledgerOf([...forked(parent, 's-1', 's-2', at(DAY_S)), ...own('s-2', DAY_S + 60)]);
  expect(ofSession(ledger, 's-2')).toEqual({
    engagedMs: [10_000],
    callMs: [0, 0],
    started: at(30),
    last: at(DAY_S + 70),
    requests: 4,
  });
  expect([...ledger.toolCalls.values()].map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
});

it('responses and calls of a gateway, whose ids count within a session, are told in a fork of a fork by the session they were made in', async () => {
  const calls = [call(0, 'call_0'), result(1, 'call_0'), call(2, 'call_abc'), result(3, 'call_abc'), answer(4)];
  const first = calls.map((of) => ({ ...of, requestId: undefined }));
  const second = [...forked(first, 's-1', 's-2', at(DAY_S)), ...own('s-2', DAY_S + 60)];
  const third = forked(second, 's-2', 's-3', at(2 * DAY_S));
  for (const files of [
    [first, second, third],
    [third, second, first],
    [third, first],
  ]) {
    const ledger = await ledgerOf(...files);
    expect(ofSession(ledger, 's-1')).toMatchObject({ callMs: [1000, 1000], requests: 3 });
    expect([ledger.requests.size, ledger.toolCalls.size]).toEqual([4, 2]);
  }
});

it.each([{ message: { id: 'msg_gateway' } }, { uuid: 'nested-1' }])(
  "a subagent's message of a gateway that is nested in a progress line counts once in its session and its forks: %o",
  async ({ message = {}, ...nested }) => {
    const usage = { input_tokens: 100, output_tokens: 50 };
    const told = { ...nested, timestamp: at(5), message: { model: 'kimi-k2', usage, ...message } };
    const first = [line('progress', 5, { data: { type: 'agent_progress', agentId: 'a1', message: told } })];
    const second = forked(first, 's-1', 's-2', at(DAY_S));
    const third = forked(second, 's-2', 's-3', at(2 * DAY_S)).map((of) => ({ ...of, requestSessionId: 's-1' }));
    for (const files of [
      [first, second],
      [second, first],
      [third, second, first],
    ]) {
      const { requests } = await ledgerOf(...files);
      expect([...requests.values()]).toMatchObject([{ session: 's-1', outputTokens: 50, kind: 'subagent' }]);
    }
  },
);
