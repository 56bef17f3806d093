import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../../metrics/Ledger.ts';
import { joinLedger } from '../../metrics/joinLedger.ts';
import { sessionFacts } from '../../metrics/sessionFacts.ts';
import { claudeProject } from '../../model/claudeProject.ts';
import type { SkippedLine } from '../../model/SkippedLine.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { sourceContractReading } from '../../testing/sourceContractReading.ts';
import { claudeLines } from '../exampleTranscripts.ts';
import { claudeCode } from './index.ts';
import { claudeCodeRoots } from './paths.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-claude-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Read {
  ledger: Ledger;
  skipped: SkippedLine[];
  unknown: string[];
}

/** Everything under the folder, read once. */
async function read(...paths: string[]): Promise<Read> {
  const source = claudeCode({ paths: paths.length > 0 ? paths : [folder] });
  const result: Read = { ledger: emptyLedger(), skipped: [], unknown: [] };
  const onSkipped = (line: SkippedLine): void => void result.skipped.push(line);
  for (const file of source.files(onSkipped)) {
    const options = { onSkipped, onUnknownType: (type: string) => void result.unknown.push(type) };
    for await (const batch of source.read(file, options)) joinLedger(result.ledger, batch, examplePrice);
  }
  return result;
}

const write = (name: string, lines: readonly (string | object)[], end = '\n'): void =>
  writeFileSync(join(folder, name), lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n') + end);

const response = (id: string, more: object = {}, tokens: object = { input_tokens: 1, output_tokens: 2 }): object => ({
  type: 'assistant',
  uuid: `u-${id}`,
  timestamp: '2026-03-08T07:00:00.000Z',
  sessionId: 's-1',
  requestId: `req-${id}`,
  message: {
    id,
    model: 'claude-sonnet-4-6',
    content: [{ type: 'text', text: 'x' }],
    stop_reason: 'end_turn',
    usage: tokens,
  },
  ...more,
});

describe('S2.01 a session with every trap', () => {
  it('counts each response once, with the largest counts of its lines', async () => {
    write('s-1.jsonl', claudeLines);
    const { ledger } = await read();
    const requests = new Map([...ledger.requests.values()].map((r) => [r.key, r]));
    expect([...requests.keys()].toSorted()).toEqual([
      'msg_1',
      'msg_2',
      'msg_3',
      'msg_3#advisor0',
      'msg_3#compaction0',
      'msg_n',
      'msg_old',
      'msg_side',
    ]);
    expect(requests.get('msg_1')).toMatchObject({
      inputTokens: 3,
      outputTokens: 240,
      cacheReadTokens: 1000,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 500,
      quality: 'final',
      atMs: Date.UTC(2026, 2, 8, 6, 59, 5),
    });
    expect(requests.get('msg_3')).toMatchObject({ inputTokens: 2, outputTokens: 30, cacheWrite5mTokens: 20 });
    expect(requests.get('msg_3#compaction0')).toMatchObject({ inputTokens: 100, outputTokens: 10, kind: 'main' });
    expect(requests.get('msg_3#advisor0')).toMatchObject({ model: 'claude-opus-4-6', inputTokens: 7, kind: 'advisor' });
    expect(requests.get('msg_n')).toMatchObject({ kind: 'subagent', cacheWrite5mTokens: 70, quality: 'partial' });
    expect(requests.get('msg_side')).toMatchObject({ kind: 'subagent', session: 's-1' });
  });

  it('S1.10 S1.12 tells results, failures and rejections apart', async () => {
    write('s-1.jsonl', claudeLines);
    const { ledger } = await read();
    const calls = [...ledger.toolCalls.values()].map((t) => [t.tool, t.outcome, t.approval, t.durationMs]);
    expect(calls).toEqual([
      ['Bash', 'ok', 'approved', 2000],
      ['Agent', 'error', 'unknown', 23_000],
      ['Edit', 'denied-by-user', 'denied', 59_000],
    ]);
  });

  it('S1.02 S1.03 knows when it started, how it ended and how long the agent worked', async () => {
    write('s-1.jsonl', claudeLines);
    const { ledger, unknown } = await read();
    const [facts] = sessionFacts(ledger).values();
    expect(facts).toMatchObject({
      startedMs: Date.UTC(2026, 2, 8, 6, 59, 0),
      lastMs: Date.UTC(2026, 2, 8, 7, 0, 44),
      engagedMs: 65_000,
      turns: 2n,
      session: { project: '/home/dev/web-app', status: 'failed', parent: 's-0' },
    });
    expect(unknown).toEqual(['from-the-future']);
  });
});

describe('B07 copies', () => {
  it('a fork that is marked leaves its history to the session it came from, whichever is read first', async () => {
    const copied = response('msg_a', { forkedFrom: { sessionId: 's-1' }, sessionId: 's-2' });
    write('a-fork.jsonl', [copied, response('msg_b', { sessionId: 's-2', timestamp: '2026-03-09T00:00:00Z' })]);
    write('b-original.jsonl', [response('msg_a')]);
    for (const names of [
      ['a-fork.jsonl', 'b-original.jsonl'],
      ['b-original.jsonl', 'a-fork.jsonl'],
    ]) {
      const { ledger } = await read(...names.map((n) => join(folder, n)));
      expect([...ledger.requests.values()].map((r) => [r.key, r.session]).toSorted()).toEqual([
        ['msg_a', 's-1'],
        ['msg_b', 's-2'],
      ]);
      expect([...sessionFacts(ledger).values()].map((f) => f.session.id).toSorted()).toEqual(['s-1', 's-2']);
    }
  });

  it('a branch keeps the session it came from and its project, in whatever pieces it is read', async () => {
    const lines = [
      response('msg_a', { forkedFrom: { sessionId: 's-1' }, sessionId: 's-2', cwd: '/home/dev/shop' }),
      response('msg_b', { sessionId: 's-2', timestamp: '2026-03-09T00:00:00Z' }),
    ];
    for (const pieces of [[lines], lines.map((_, i) => lines.slice(0, i + 1))]) {
      const reading = sourceContractReading();
      for (const piece of pieces) {
        write('fork.jsonl', piece);
        await reading.read(claudeCode({ paths: [folder] }));
      }
      expect([...reading.ledger.sessions.values()]).toMatchObject([
        { id: 's-2', parent: 's-1', project: '/home/dev/shop' },
      ]);
    }
  });

  it('a gateway that uses message ids again is counted per session when it gives no request id', async () => {
    const gateway = (session: string): object => response('msg_1', { sessionId: session, requestId: undefined });
    write('a.jsonl', [gateway('s-1'), gateway('s-1'), gateway('s-2')]);
    expect((await read()).ledger.requests.size).toBe(2);
    // A marked copy of such a response is still the same one.
    const copy = { ...gateway('s-3'), forkedFrom: { sessionId: 's-1' } };
    write('b.jsonl', [copy]);
    expect((await read()).ledger.requests.size).toBe(2);
  });

  it('a side question with a request id of its own is the response it repeats', async () => {
    write('a.jsonl', [response('msg_1')]);
    write('agent-a.jsonl', [response('msg_1', { isSidechain: true, agentId: 'a', requestId: 'req-other' })]);
    const [request, ...more] = (await read()).ledger.requests.values();
    expect([request?.kind, more.length]).toEqual(['main', 0]);
  });

  it('a placeholder that was never replaced is partial', async () => {
    const line = response('msg_1');
    write('a.jsonl', [{ ...line, message: { ...(line as { message: object }).message, stop_reason: null } }]);
    expect([...(await read()).ledger.requests.values()][0]?.quality).toBe('partial');
  });

  it('a legacy line without type is read with the cost it states', async () => {
    write('a.jsonl', [{ ...response('msg_1'), type: undefined, uuid: undefined, costUSD: 0.0123 }]);
    expect([...(await read()).ledger.requests.values()][0]?.recordedNanoUsd).toBe(12_300_000);
  });
});

describe('bad input', () => {
  it('broken lines are counted and the others read', async () => {
    const bom = '\uFEFF';
    write('a.jsonl', [
      `${bom}${JSON.stringify(response('msg_1'))}\r`,
      'nonsense',
      '[1]',
      '',
      JSON.stringify(response('msg_2')),
    ]);
    const { ledger, skipped } = await read();
    expect(ledger.requests.size).toBe(2);
    expect(skipped.map((s) => [s.line, s.reason])).toEqual([
      [2, 'invalid JSON'],
      [3, 'not a JSON object'],
    ]);
  });

  it('a half-written last line is counted as such, a whole one without line end is read', async () => {
    write('a.jsonl', [response('msg_1'), JSON.stringify(response('msg_2')).slice(0, 60)], '');
    write('b.jsonl', [response('msg_3')], '');
    const { ledger, skipped } = await read();
    expect([...ledger.requests.values()].map((r) => r.key).toSorted()).toEqual(['msg_1', 'msg_3']);
    expect(skipped).toEqual([{ file: join(folder, 'a.jsonl'), line: 2, reason: 'incomplete last line' }]);
  });

  it.each([
    ['negative', { input_tokens: -1, output_tokens: 2 }],
    ['text', { input_tokens: '12', output_tokens: 2 }],
    ['fractional', { input_tokens: 1.5, output_tokens: 2 }],
    ['too large', { input_tokens: 1e300, output_tokens: 2 }],
  ])('a %s token count is no usage', async (_name, tokens) => {
    write('a.jsonl', [response('msg_1', {}, tokens), response('msg_2')]);
    const { ledger, skipped } = await read();
    expect(ledger.requests.size).toBe(1);
    expect(skipped).toMatchObject([{ line: 1, reason: 'token count out of range' }]);
  });

  it('usage without a time is counted as skipped', async () => {
    write('a.jsonl', [response('msg_1', { timestamp: 'yesterday' })]);
    expect((await read()).skipped).toMatchObject([{ line: 1, reason: 'no valid timestamp' }]);
  });

  it('binary files, dangling links, folders with the name of a file and empty files harm nobody', async () => {
    writeFileSync(join(folder, 'binary.jsonl'), Buffer.from([0, 255, 1, 10, 0, 200, 10]));
    writeFileSync(join(folder, 'empty.jsonl'), '');
    mkdirSync(join(folder, 'folder.jsonl'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link.jsonl'));
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'linked'));
    write('good.jsonl', [response('msg_1')]);
    const { ledger, skipped } = await read();
    expect(ledger.requests.size).toBe(1);
    expect(skipped.map((s) => [s.file.slice(folder.length + 1), s.line, s.reason])).toEqual([
      ['link.jsonl', 0, 'missing file'],
      ['linked', 0, 'a link to a folder, which is not followed: name the folder itself'],
      ['binary.jsonl', 1, 'binary data'],
      ['binary.jsonl', 2, 'binary data'],
    ]);
  });

  it('a missing folder is reported', async () => {
    const { skipped } = await read(join(folder, 'none'));
    expect(skipped).toEqual([{ file: join(folder, 'none'), line: 0, reason: 'missing file' }]);
  });

  it('hostile ids stay what they are', async () => {
    const ids = ['__proto__', 'a\u0000b', '\ud800', 'x'.repeat(10_000)];
    write(
      'a.jsonl',
      ids.map((id) => response(id, { sessionId: id, cwd: id })),
    );
    const { ledger } = await read();
    expect([...ledger.requests.values()].map((r) => r.key).toSorted()).toEqual(ids.toSorted());
  });

  it('a line of several megabytes is read', async () => {
    const message = {
      id: 'msg_1',
      model: 'm',
      content: [{ type: 'text', text: 'x'.repeat(5_000_000) }],
      usage: { input_tokens: 7 },
    };
    write('a.jsonl', [response('msg_1', { message }), response('msg_2')]);
    expect([...(await read()).ledger.requests.values()].map((r) => r.inputTokens)).toEqual([7, 1]);
  });
});

describe('places', () => {
  it('CLAUDE_CONFIG_DIR is a list, the home folder stands in', () => {
    for (const name of ['one/projects', 'two', 'home/.claude/projects', 'home/.config/claude/projects']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    const [one, two, home] = ['one', 'two', 'home'].map((n) => join(folder, n)) as [string, string, string];
    expect(claudeCodeRoots({ CLAUDE_CONFIG_DIR: `${one}, ${two},${join(folder, 'none')}`, HOME: home })).toEqual([
      join(one, 'projects'),
      two,
    ]);
    expect(claudeCodeRoots({ HOME: home })).toEqual([
      join(home, '.claude/projects'),
      join(home, '.config/claude/projects'),
    ]);
    expect(claudeCodeRoots({ HOME: two })).toEqual([]);
  });

  it('S1.04 worktrees belong to the folder they were made from', () => {
    expect(claudeProject('/home/a/app/.worktrees/3/src')).toBe('/home/a/app');
    expect(claudeProject('C:\\app\\.claude\\worktrees\\x')).toBe('C:\\app');
    expect(claudeProject('/home/a/app')).toBe('/home/a/app');
  });
});
