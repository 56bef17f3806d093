import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Ledger } from '../metrics/Ledger.ts';
import { sourceContractReading } from '../testing/sourceContractReading.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { claudeAnswer, lineTime, linesText } from './fixtures/claudeAnswer.ts';
import type { UsageSource } from './UsageSource.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, lines: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, linesText(lines));
  return file;
}

async function read(source: UsageSource): Promise<Ledger> {
  const reading = sourceContractReading();
  await reading.read(source);
  return reading.ledger;
}

it('ids of tool calls that a gateway uses again count once in each session', async () => {
  const files = ['a', 'b'].map((s) => written(`${s}.jsonl`, [claudeAnswer(`msg_${s}`, s, ['call_0'])]));
  expect((await read(claudeCode({ paths: files }))).toolCalls.size).toBe(2);
});

it('ids of tool calls that Anthropic gave out are the same call in every session', async () => {
  const files = ['a', 'b'].map((s) => written(`${s}.jsonl`, [claudeAnswer('msg_1', s, ['toolu_1'])]));
  expect((await read(claudeCode({ paths: files }))).toolCalls.size).toBe(1);
});

const total = (input: number, output: number): object => ({ input_tokens: input, output_tokens: output });
const counted = (s: number, all: object, last: object): object => ({
  timestamp: lineTime(s),
  type: 'event_msg',
  payload: { type: 'token_count', info: { total_token_usage: all, last_token_usage: last } },
});
const thread = (id: string): object => ({ timestamp: lineTime(0), type: 'session_meta', payload: { id, cwd: '/p' } });

it('a counter that fell and reaches the same totals again is counted again', async () => {
  const [first, second] = [total(100, 10), total(200, 10)];
  const sum = total(300, 20);
  const file = written('r.jsonl', [
    thread('019d7e2f-0041-7310-951c-94020254dfc9'),
    counted(1, first, first),
    counted(2, sum, second),
    counted(3, first, first),
    counted(4, sum, second),
  ]);
  const ledger = await read(codex({ paths: [file] }));
  expect([...ledger.requests.values()].reduce((n, r) => n + r.inputTokens + r.outputTokens, 0)).toBe(640);
});

it('call ids used again in another Codex thread are other calls', async () => {
  const call = {
    timestamp: lineTime(1),
    type: 'response_item',
    payload: { type: 'function_call', name: 'x', call_id: 'c1' },
  };
  const files = ['a', 'b'].map((t) => written(`${t}.jsonl`, [thread(t), call]));
  expect((await read(codex({ paths: files }))).toolCalls.size).toBe(2);
});

it('a marked copy of a gateway call is the call it was copied from', async () => {
  const original = written('a.jsonl', [claudeAnswer('msg_a', 'a', ['call_0'])]);
  const copy = { ...claudeAnswer('msg_a', 'b', ['call_0']), forkedFrom: { sessionId: 'a' } };
  const ledger = await read(claudeCode({ paths: [original, written('b.jsonl', [copy])] }));
  expect([...ledger.toolCalls.values()].map((t) => [t.key, t.session])).toEqual([['call_0@a#msg_a', 'a']]);
});
