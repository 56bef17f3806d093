import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../../metrics/Ledger.ts';
import { joinLedger } from '../../metrics/joinLedger.ts';
import { sessionFacts } from '../../metrics/sessionFacts.ts';
import type { SkippedLine } from '../../model/SkippedLine.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { codexLines } from '../exampleTranscripts.ts';
import { codex } from './index.ts';
import { codexRoots } from './paths.ts';
import { isReplayedTurn, threadOf } from './threadOf.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-codex-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(): Promise<{ ledger: Ledger; skipped: SkippedLine[] }> {
  const source = codex({ paths: [folder] });
  const result = { ledger: emptyLedger(), skipped: [] as SkippedLine[] };
  for (const file of source.files()) {
    for await (const batch of source.read(file, { onSkipped: (line) => void result.skipped.push(line) })) {
      joinLedger(result.ledger, batch, examplePrice);
    }
  }
  return result;
}

const write = (name: string, lines: readonly (string | object)[]): void =>
  writeFileSync(
    join(folder, name),
    `${lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n')}\n`,
  );

describe('S2.01 a fork with every trap', () => {
  it('counts its own responses once: no replay, no repetition, no echo, the counter may fall', async () => {
    write('rollout.jsonl', codexLines);
    const { ledger, skipped } = await read();
    const requests = [...ledger.requests.values()];
    expect(requests.map((r) => [r.model, r.inputTokens, r.cacheReadTokens, r.outputTokens, r.reasoningTokens])).toEqual(
      [
        ['gpt-5.4', 100, 200, 50, 20],
        ['gpt-5.4-mini', 300, 100, 40, 0],
        ['gpt-5.4-mini', 300, 300, 60, 5],
      ],
    );
    expect(requests.at(-1)?.key).toBe(`resp_${'0a'.repeat(24)}`);
    expect(skipped).toEqual([]);
  });

  it('S1.12 knows failed commands and rejected patches', async () => {
    write('rollout.jsonl', codexLines);
    const calls = [...(await read()).ledger.toolCalls.values()].map((t) => [
      t.tool,
      t.outcome,
      t.approval,
      t.durationMs,
    ]);
    expect(calls).toEqual([
      ['exec_command', 'error', 'unknown', 2000],
      ['apply_patch', 'denied-by-user', 'denied', 1000],
      ['web_search', 'ok', 'unknown', 0],
    ]);
  });

  it('S1.02 S1.03 is one session, interrupted, with two turns', async () => {
    write('rollout.jsonl', codexLines);
    const [facts, ...more] = sessionFacts((await read()).ledger).values();
    expect(more).toEqual([]);
    expect(facts).toMatchObject({
      session: { project: '/home/dev/infra', status: 'interrupted', parent: '019d7d08-46c9-7f73-affe-4e6ca9852d56' },
      turns: 2n,
      engagedMs: 18_000,
      startedMs: Date.UTC(2026, 2, 8, 6, 59, 1),
    });
  });

  it('B14 a turn that has not ended has worked for the gaps between its records, each at most five minutes', async () => {
    const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 8, 7, 0, seconds)).toISOString();
    const line = (seconds: number, type: string, payload: object) => ({ timestamp: at(seconds), type, payload });
    const turn_id = '019d7e30-0000-7000-8000-000000000001';
    const lines = [
      line(0, 'session_meta', { id: '019d7e2f-0000-7000-8000-000000000000', timestamp: at(0), cwd: '/home/dev/infra' }),
      line(1, 'event_msg', { type: 'task_started', turn_id }),
      line(11, 'response_item', { type: 'function_call', name: 'exec_command', call_id: 'c1' }),
      line(1011, 'response_item', { type: 'function_call_output', call_id: 'c1', output: 'ok' }),
    ];
    const ended = line(1012, 'event_msg', { type: 'task_complete', turn_id, duration_ms: 7_000 });
    for (const [of, engagedMs] of [
      [lines, 310_000],
      [[...lines, ended], 7_000],
    ] as const) {
      write('rollout.jsonl', of);
      expect([...(await read()).ledger.turns.values()]).toMatchObject([{ engagedMs, promptCount: 1 }]);
    }
  });

  it('an archived copy and a subagent change nothing about the number of sessions', async () => {
    write('rollout.jsonl', codexLines);
    write('archived.jsonl', codexLines);
    const own = '019d7e2f-0041-7310-951c-94020254dfc9';
    const spawned = '019d7e30-0000-7000-8000-000000000000';
    const at = '2026-03-08T07:05:00.000Z';
    write('child.jsonl', [
      {
        timestamp: at,
        type: 'session_meta',
        payload: {
          id: spawned,
          timestamp: at,
          cwd: '/other',
          source: { subagent: { thread_spawn: { parent_thread_id: own, depth: 1 } } },
        },
      },
      {
        timestamp: at,
        type: 'event_msg',
        payload: { type: 'task_started', turn_id: '019d7e31-0000-7000-8000-000000000000' },
      },
      {
        timestamp: at,
        type: 'event_msg',
        payload: { type: 'token_count', info: { total_token_usage: { input_tokens: 5, output_tokens: 1 } } },
      },
    ]);
    const { ledger } = await read();
    const [facts, ...more] = sessionFacts(ledger).values();
    expect(more).toEqual([]);
    expect(facts).toMatchObject({
      requests: 4n,
      turns: 2n,
      session: { project: '/home/dev/infra', status: 'interrupted' },
    });
    expect([...ledger.requests.values()].at(-1)).toMatchObject({ kind: 'subagent', model: '' });
  });
});

describe('what Codex leaves open', () => {
  it('without UUIDv7 the start of a turn tells whether it is replayed', () => {
    const thread = threadOf('x.jsonl', { id: 'leaf', forked_from_id: 'p', timestamp: '2026-06-08T11:39:04.000Z' }, 0);
    expect(isReplayedTurn(thread, 'old', 1_775_001_600)).toBe(true);
    expect(isReplayedTurn(thread, 'new', 1_780_918_744)).toBe(false);
    expect(isReplayedTurn(thread, 'unknown', undefined)).toBe(false);
    expect(isReplayedTurn({ ...thread, child: false }, 'old', 1)).toBe(false);
    // Turns state the second that they began in.
    expect(isReplayedTurn({ ...thread, startedMs: thread.startedMs + 500 }, 'new', 1_780_918_744)).toBe(false);
  });

  it('broken lines are counted, and nothing negative is usage', async () => {
    const at = '2026-03-08T07:05:00.000Z';
    write('a.jsonl', [
      '{"half',
      { some: 'other file' },
      {
        timestamp: at,
        type: 'event_msg',
        payload: { type: 'token_count', info: { last_token_usage: { input_tokens: -5 } } },
      },
      {
        timestamp: at,
        type: 'event_msg',
        payload: { type: 'token_count', info: { last_token_usage: { input_tokens: 5 } } },
      },
    ]);
    const { ledger, skipped } = await read();
    expect([...ledger.requests.values()].map((r) => r.inputTokens)).toEqual([5]);
    expect(skipped.map((s) => [s.line, s.reason])).toEqual([
      [1, 'invalid JSON'],
      [2, 'not a rollout line'],
      [3, 'token count out of range'],
    ]);
  });

  it('events that only show what goes on are passed over, whatever follows their beginning', async () => {
    const shown = '{"timestamp":"2026-03-08T07:05:00.000Z","type":"event_msg","payload":{"type":"agent_message"';
    write('a.jsonl', [{ timestamp: 'none', type: 'event_msg', payload: { type: 'agent_message' } }, `${shown},half`]);
    const { ledger, skipped } = await read();
    expect(ledger.sessions.size).toBe(0);
    // The first line of a file is read however it begins.
    expect(skipped.map((s) => [s.line, s.reason])).toEqual([[1, 'no valid timestamp']]);
    write('a.jsonl', [`${shown},half`, `${shown.replace('agent_message', 'agent_messages')},half`]);
    expect((await read()).skipped.map((s) => [s.line, s.reason])).toEqual([
      [1, 'invalid JSON'],
      [2, 'invalid JSON'],
    ]);
  });

  it('a usage record without a total and the count after it are one response', async () => {
    const at = '2026-03-08T07:05:00.000Z';
    const used = { input_tokens: 100, output_tokens: 10 };
    write('a.jsonl', [
      { timestamp: at, type: 'session_meta', payload: { id: 't' } },
      { timestamp: at, type: 'token_usage_record', payload: { thread_id: 't', response_id: 'resp_1', usage: used } },
      {
        timestamp: at,
        type: 'event_msg',
        payload: { type: 'token_count', info: { last_token_usage: used, total_token_usage: used } },
      },
    ]);
    expect([...(await read()).ledger.requests.keys()]).toEqual(['codex\0t#resp_1']);
  });

  it.each([
    ['resp_4711', 2],
    [`resp_${'0a'.repeat(24)}`, 1],
  ])('a response of two threads with the id %s counts %i times: short ids come again', async (response_id, times) => {
    const at = '2026-03-08T07:05:00.000Z';
    for (const id of ['a', 'b']) {
      const usage = { input_tokens: 100 };
      write(`${id}.jsonl`, [
        { timestamp: at, type: 'session_meta', payload: { id } },
        { timestamp: at, type: 'token_usage_record', payload: { thread_id: id, response_id, usage } },
      ]);
    }
    expect((await read()).ledger.requests.size).toBe(times);
  });

  it('counts before the first turn of a fork are its history', async () => {
    const at = '2026-03-08T07:05:00.000Z';
    const counted = (total: number, last: number): object => ({
      timestamp: at,
      type: 'event_msg',
      payload: {
        type: 'token_count',
        info: { last_token_usage: { input_tokens: last }, total_token_usage: { input_tokens: total } },
      },
    });
    write('a.jsonl', [
      { timestamp: at, type: 'session_meta', payload: { id: 't', forked_from_id: 'p', timestamp: at } },
      counted(5100, 5100),
      { timestamp: at, type: 'event_msg', payload: { type: 'task_started', turn_id: 'own' } },
      counted(5210, 110),
    ]);
    expect([...(await read()).ledger.requests.values()].map((r) => r.inputTokens)).toEqual([110]);
  });

  it('CODEX_HOME is respected', () => {
    mkdirSync(join(folder, 'sessions'));
    expect(codexRoots({ CODEX_HOME: folder })).toEqual([join(folder, 'sessions')]);
    expect(codexRoots({ CODEX_HOME: join(folder, 'sessions') })).toEqual([join(folder, 'sessions')]);
    expect(codexRoots({ CODEX_HOME: join(folder, 'none') })).toEqual([]);
    expect(codexRoots({ HOME: folder })).toEqual([]);
  });
});
