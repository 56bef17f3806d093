import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { sessionFacts } from '../../metrics/sessionFacts.ts';
import { type SourceContractReading, sourceContractReading } from '../../testing/sourceContractReading.ts';
import { claudeCode } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-fork-session-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Line {
  type: string;
  sessionId: string;
  requestSessionId?: string;
  [field: string]: unknown;
}

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 8, 7, 0, seconds)).toISOString();
const line = (type: string, sessionId: string, seconds: number, more: object): Line => ({
  type,
  uuid: `${type}${seconds}`,
  timestamp: at(seconds),
  sessionId,
  cwd: '/home/dev/shop',
  version: '2.1.332',
  isSidechain: false,
  ...more,
});
const prompt = (sessionId: string, seconds: number): Line =>
  line('user', sessionId, seconds, { message: { role: 'user', content: 'Go on' } });
const response = (sessionId: string, seconds: number, block: object, more: object = {}): Line =>
  line('assistant', sessionId, seconds, {
    requestId: `req_${seconds}`,
    message: {
      id: `msg_${seconds}`,
      model: 'claude-opus-4-8',
      stop_reason: 'end_turn',
      content: [block],
      usage: { input_tokens: 1, output_tokens: 2 },
    },
    ...more,
  });
const answer = (sessionId: string, seconds: number, more: object = {}): Line =>
  response(sessionId, seconds, { type: 'text', text: 'x' }, more);
const call = (sessionId: string, seconds: number, id: string): Line =>
  response(sessionId, seconds, { type: 'tool_use', id, name: 'Bash' });
const result = (sessionId: string, seconds: number, id: string): Line =>
  line('user', sessionId, seconds, {
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'ok' }] },
  });
const queued = (sessionId: string, seconds: number): Line => ({
  type: 'queue-operation',
  operation: 'enqueue',
  timestamp: at(seconds),
  sessionId,
});
const synthetic = (sessionId: string, seconds: number): Line =>
  line('assistant', sessionId, seconds, {
    message: { id: `id-${seconds}`, model: '<synthetic>', content: [{ type: 'text', text: 'x' }] },
  });

/** What `--fork-session` writes of another session: ids and times stay, and only answers say where they were first written. */
const forked = (lines: readonly Line[], sessionId: string): Line[] =>
  lines
    .filter(({ type }) => type !== 'queue-operation')
    .map((of) => ({
      ...of,
      sessionId,
      ...(of.type === 'assistant' && { requestSessionId: of.requestSessionId ?? of.sessionId }),
    }));

const DAY_S = 86_400;
const own = (sessionId: string, seconds: number): Line[] => [
  prompt(sessionId, seconds),
  answer(sessionId, seconds + 10),
];
const original = [
  queued('s-1', 0),
  prompt('s-1', 0),
  answer('s-1', 30),
  line('system', 's-1', 31, { subtype: 'turn_duration', durationMs: 25_000 }),
  prompt('s-1', 60),
  call('s-1', 61, 'toolu_1'),
  result('s-1', 62, 'toolu_1'),
  call('s-1', 63, 'call_0'),
  result('s-1', 65, 'call_0'),
  answer('s-1', 70),
];

/** Files that are read one after the other, each in pieces that end after these lines. */
async function readingOf(
  files: readonly (readonly Line[])[],
  pieces: readonly number[] = [],
): Promise<SourceContractReading> {
  const reading = sourceContractReading();
  for (const [i, lines] of files.entries()) {
    const path = join(folder, `${i}.jsonl`);
    for (const count of [...pieces.filter((n) => n < lines.length), lines.length]) {
      writeFileSync(
        path,
        lines
          .slice(0, count)
          .map((of) => `${JSON.stringify(of)}\n`)
          .join(''),
      );
      await reading.read(claudeCode({ paths: [path] }));
    }
  }
  return reading;
}

/** Sessions with requests of their own. */
const sessionsOf = ({ ledger }: SourceContractReading): unknown[] =>
  [...sessionFacts(ledger).values()]
    .map(({ session, requests, turns, toolCalls, engagedMs, startedMs, lastMs }) => {
      const [started, last] = [new Date(startedMs).toISOString(), new Date(lastMs).toISOString()];
      return { id: session.id, requests, turns, toolCalls, engagedMs, started, last };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

const counts = { requests: 4n, turns: 2n, toolCalls: 2n, engagedMs: 35_000 };
const ofOriginal = { id: 's-1', ...counts, started: at(0), last: at(70) };
const ofFork = (id: string, seconds: number): object => ({
  id,
  requests: 1n,
  turns: 1n,
  toolCalls: 0n,
  engagedMs: 10_000,
  started: at(seconds),
  last: at(seconds + 10),
});

const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
const pieces = fc.array(fc.integer({ min: 1, max: 14 }), { maxLength: 3 }).map((all) => all.toSorted((a, b) => a - b));

it('what --fork-session copies stays with the session it was first written in, wherever that was forked, in whatever order and pieces it is read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: original.length }), orders, pieces, async (count, order, cuts) => {
      const begun = queued('s-2', DAY_S);
      const first = [begun, ...forked(original.slice(0, count), 's-2'), ...own('s-2', DAY_S)];
      const second = [...forked(first, 's-3'), synthetic('s-3', 2 * DAY_S), ...own('s-3', 2 * DAY_S)];
      const third = [...forked(original, 's-4'), ...own('s-4', 3 * DAY_S)];
      // A file that holds its lines twice holds nothing more.
      const files = [original, first, [...second, ...second], third];
      const read = order.map((i) => files[i] ?? []);
      const whole = await readingOf(read);
      expect(sessionsOf(whole)).toEqual([
        ofOriginal,
        ofFork('s-2', DAY_S),
        ofFork('s-3', 2 * DAY_S),
        ofFork('s-4', 3 * DAY_S),
      ]);
      expect((await readingOf(read, cuts)).comparable()).toEqual(whole.comparable());
    }),
    { numRuns: 40 },
  );
});

it('what was copied of a session that is lost counts once, in the same one of its forks in whatever order they are read', async () => {
  const first = [...forked(original, 's-2'), ...own('s-2', DAY_S)];
  const second = [...forked(original, 's-3'), ...own('s-3', DAY_S + 100)];
  const alone = sessionsOf(await readingOf([first]));
  expect(alone).toEqual([
    {
      id: 's-2',
      requests: 5n,
      turns: 3n,
      toolCalls: 2n,
      engagedMs: 45_000,
      started: at(0),
      last: at(DAY_S + 10),
    },
  ]);
  const [both, others] = [await readingOf([first, second]), await readingOf([second, first])];
  expect(both.comparable()).toEqual(others.comparable());
  expect([both.ledger.requests.size, both.ledger.turns.size, both.ledger.toolCalls.size]).toEqual([6, 4, 2]);
  const owners = [...both.ledger.requests.values(), ...both.ledger.turns.values()]
    .filter(({ atMs }) => atMs < Date.parse(at(DAY_S)))
    .map(({ session }) => session);
  expect(new Set(owners).size).toBe(1);
});

it('a fork names the session that its history began in, and keeps the status of its own end', async () => {
  const { ledger } = await readingOf([[...forked(original, 's-2'), ...own('s-2', DAY_S)]]);
  expect([...ledger.sessions.values()]).toMatchObject([{ id: 's-2', parent: 's-1', status: 'completed' }]);
});

it("a subagent's responses that a fork copied stay with their session, as subagent's", async () => {
  const agent = { isSidechain: true, agentId: 'a1' };
  const inline = [...original, answer('s-1', 80, agent)];
  const nested = line('progress', 's-1', 66, {
    data: { message: { timestamp: at(66), requestId: 'req_66', message: { id: 'msg_66', model: 'm', usage: {} } } },
  });
  const all = [...inline.slice(0, 9), nested, ...inline.slice(9)];
  const copy = [...forked(all, 's-2'), ...own('s-2', DAY_S)];
  for (const files of [
    [all, copy],
    [copy, all],
  ]) {
    const { ledger } = await readingOf(files);
    const agents = [...ledger.requests.values()].filter(({ kind }) => kind === 'subagent');
    expect(agents.map(({ key, session }) => [key, session]).toSorted()).toEqual([
      ['msg_66', 's-1'],
      ['msg_80', 's-1'],
    ]);
  }
});

it('a session that states its own id as that of its requests has copied nothing', async () => {
  const lines = original.map((of) => ({ ...of, requestSessionId: of.sessionId }));
  const [stated, plain] = [await readingOf([lines]), await readingOf([original])];
  expect(stated.comparable()).toEqual(plain.comparable());
});

it('copies that no line is marked in, as earlier versions made them, are given to the file that began first', async () => {
  const copy = original.map((of) => ({ ...of, sessionId: 's-2' }));
  const later = [prompt('s-2', 5), ...copy.slice(1), ...own('s-2', DAY_S)];
  for (const files of [
    [original, later],
    [later, original],
  ]) {
    expect(sessionsOf(await readingOf(files))).toMatchObject([ofOriginal, { id: 's-2', requests: 1n, turns: 2n }]);
  }
});
