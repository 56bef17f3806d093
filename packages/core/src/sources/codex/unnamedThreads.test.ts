import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { sourceContractReading } from '../../testing/sourceContractReading.ts';
import { codex } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-codex-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PARENT = '019d0000-0000-7000-8000-000000000001';
const FORK = '019d7e2f-0000-7000-8000-000000000001';
const [OLD_TURN, OWN_TURN] = ['019d0001-0000-7000-8000-000000000002', '019d7e30-0000-7000-8000-000000000002'];
const UNNAMED = 'session.jsonl';

const meta = (id: string, more: object = {}): object => ({ type: 'session_meta', payload: { id, ...more } });
const turn = (turn_id: string): object => ({ type: 'turn_context', payload: { turn_id, model: 'gpt-5.4' } });
/** A response with its usage record and its event. */
const response = (thread_id: string, response_id: string, input_tokens: number, total: number): object[] => {
  const [usage, thread_token_usage] = [{ input_tokens }, { input_tokens: total }];
  const info = { last_token_usage: usage, total_token_usage: thread_token_usage };
  return [
    { type: 'token_usage_record', payload: { thread_id, response_id, usage, thread_token_usage } },
    { type: 'event_msg', payload: { type: 'token_count', info } },
  ];
};
const textOf = (lines: readonly object[]): string =>
  lines
    .map((line, i) => `${JSON.stringify({ timestamp: new Date(Date.UTC(2026, 9, 20) + i).toISOString(), ...line })}\n`)
    .join('');
const nameOf = (id: string): string => `rollout-2026-10-20T00-00-00-${id}.jsonl`;

/** Input of the requests in rollouts that are read one after the other, each at once or after every line that is written. */
async function inputsOf(inPieces: boolean, ...files: [name: string, lines: readonly object[]][]): Promise<number[]> {
  const reading = sourceContractReading();
  for (const [name, lines] of files) {
    const path = join(folder, name);
    for (let end = inPieces ? 0 : lines.length; end <= lines.length; end++) {
      writeFileSync(path, textOf(lines.slice(0, end)));
      await reading.read(codex({ paths: [path] }));
    }
    rmSync(path);
  }
  return [...reading.ledger.requests.values()].map((r) => r.inputTokens).toSorted((a, b) => a - b);
}

// The second id is of a server that counts.
const history = [turn(OLD_TURN), ...response(PARENT, `resp_${'a'.repeat(32)}`, 1, 1), ...response(PARENT, '7', 2, 3)];
const own = [turn(OWN_TURN), ...response(FORK, '7', 4, 7), ...response(FORK, `resp_${'b'.repeat(32)}`, 8, 15)];
const parent = [meta(PARENT), ...history];
const fork = [meta(FORK, { forked_from_id: PARENT }), meta(PARENT), ...history, ...own];
const subagent = [meta(FORK, { parent_thread_id: PARENT }), ...own];

it.each<[string, object[], number[]]>([
  ['a thread', parent.slice(1), [1, 2]],
  ['a subagent', subagent.slice(1), [4, 8]],
  ['a fork', fork.slice(2), [1, 2, 4, 8]],
])(
  '%s whose beginning is lost, in a file of no such name, counts what its usage records name',
  async (_, lost, all) => {
    for (const inPieces of [false, true]) expect(await inputsOf(inPieces, [UNNAMED, lost])).toEqual(all);
  },
);

it.each<[string, [string, object[]][], object[], number[]]>([
  ['a thread', [[nameOf(PARENT), parent]], parent.slice(1), [1, 2]],
  ['a subagent', [[nameOf(FORK), subagent]], subagent.slice(1), [4, 8]],
  [
    'a fork',
    [
      [nameOf(PARENT), parent],
      [nameOf(FORK), fork],
    ],
    fork.slice(2),
    [1, 2, 4, 8],
  ],
])('such a file of %s joins the whole one', async (_, whole, lost, all) => {
  for (const inPieces of [false, true]) {
    expect(await inputsOf(inPieces, ...whole, [UNNAMED, lost])).toEqual(all);
    expect(await inputsOf(inPieces, [UNNAMED, lost], ...whole)).toEqual(all);
  }
});
