import { expect, it } from 'vitest';

import { CodexParser } from './parse.ts';

const PARENT = '019d0000-0000-7000-8000-000000000001';
const OWN = '019d7e2f-0000-7000-8000-000000000001';
const [OLD_TURN, OWN_TURN] = ['019d0001-0000-7000-8000-000000000002', '019d7e30-0000-7000-8000-000000000002'];

const turn = (turn_id: string): object => ({ type: 'turn_context', payload: { turn_id, model: 'gpt-5.4' } });
const count = (input: number, total: number): object => {
  const info = { last_token_usage: { input_tokens: input }, total_token_usage: { input_tokens: total } };
  return { type: 'event_msg', payload: { type: 'token_count', info } };
};
const record = (response_id: string, input: number, total: number): object => {
  const of = { usage: { input_tokens: input }, thread_token_usage: { input_tokens: total } };
  return { type: 'token_usage_record', payload: { thread_id: OWN, response_id, ...of } };
};
const call = { type: 'response_item', payload: { type: 'function_call', call_id: 'c1', name: 'shell' } };

/** Input of the requests, tools and turns of a subagent whose own lines begin with an ordinal, read at once or line by line. */
function readingOf(start: number, lines: readonly object[], inPieces: boolean) {
  const payload = { id: OWN, parent_thread_id: PARENT, forked_from_id: PARENT, subagent_history_start_ordinal: start };
  let parser = new CodexParser('a.jsonl', undefined, () => {});
  const found = [{ type: 'session_meta', payload }, ...lines].map((line, ordinal) => {
    const timestamp = new Date(Date.UTC(2026, 9, 20) + ordinal).toISOString();
    parser.line({ timestamp, ordinal, ...line }, ordinal + 1);
    const records = parser.taken();
    if (inPieces) parser = new CodexParser('a.jsonl', parser.state(), () => {});
    return records;
  });
  return {
    requests: found.flatMap(({ requests }) => requests.map((r) => r.inputTokens)),
    calls: new Set(found.flatMap(({ toolCalls }) => toolCalls.map((c) => c.key))).size,
    turns: [...new Set(found.flatMap(({ turns }) => turns.map((t) => t.key)))],
  };
}

const history = [turn(OLD_TURN), count(10, 10), count(20, 30)];

it.each([
  ['with records', [record('r1', 5, 5), count(5, 35), call, record('r2', 7, 12), count(7, 42)]],
  ['without', [count(5, 35), call, count(7, 42)]],
  ['that are written in the middle of it', [count(5, 35), call, record('r2', 7, 7), count(7, 42)]],
])('what a subagent did itself counts in a migrated file, whose own lines begin behind its last one: %s', (_, own) => {
  const lines = [...history, turn(OWN_TURN), ...own];
  const expected = { requests: [5, 7], calls: 1, turns: [OWN_TURN] };
  for (const inPieces of [false, true]) {
    expect(readingOf(lines.length + 1, lines, inPieces)).toEqual(expected);
    // It goes on after it was migrated.
    const resumed = [...lines, turn(OWN_TURN.replace('7e30', '7e31')), record('r3', 9, 21), count(9, 51)];
    expect(readingOf(lines.length + 1, resumed, inPieces).requests).toEqual([5, 7, 9]);
  }
});

it('history comes before the ordinal, also in a turn whose id tells no time, but for records of the thread itself', () => {
  const lines = [turn('t1'), count(10, 10), call, record('r1', 20, 20), count(20, 30), count(40, 70)];
  for (const inPieces of [false, true]) {
    expect(readingOf(6, lines, inPieces)).toMatchObject({ requests: [20, 40], calls: 0 });
  }
});

it("a record of a thread counts in a turn that seems to be its parent's, because a clock was set back", () => {
  const lines = [...history, turn(OLD_TURN.replace('0001', '0002')), record('r1', 5, 5), count(5, 35)];
  for (const inPieces of [false, true]) expect(readingOf(100, lines, inPieces).requests).toEqual([5]);
});
