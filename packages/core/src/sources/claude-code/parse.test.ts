import { expect, it } from 'vitest';

import { CLAIM_RANK, claimKey } from '../../model/claimKey.ts';
import { ClaudeCodeParser } from './parse.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 8, 7, 0, seconds)).toISOString();
const record = (type: string, seconds: number, more: object = {}): Record<string, unknown> => ({
  type,
  uuid: `u-${seconds}`,
  timestamp: at(seconds),
  sessionId: 's',
  ...more,
});
const message = (id: string, model = 'claude-sonnet-4-6') => ({
  id,
  model,
  stop_reason: 'end_turn',
  content: [{ type: 'text', text: 'x' }],
  usage: { input_tokens: 1, output_tokens: 2 },
});
const answer = (seconds: number): Record<string, unknown> =>
  record('assistant', seconds, { requestId: `r-${seconds}`, message: message(`m-${seconds}`) });
const prompt = record('user', 0, { message: { role: 'user', content: 'Go on' } });

/** What is read of the lines of a file. */
function parsed(...lines: Record<string, unknown>[]) {
  const parser = new ClaudeCodeParser('s.jsonl', undefined, () => {});
  for (const [i, line] of lines.entries()) expect(parser.line(line, i + 1)).toBeUndefined();
  return parser.taken();
}

it('a nested message that no model wrote is no request', () => {
  const nested = (model: string) =>
    record('progress', 1, { data: { message: { timestamp: at(1), message: message('m', model) } } });
  expect(parsed(nested('claude-haiku-4-5')).requests).toHaveLength(1);
  expect(parsed(nested('<synthetic>')).requests).toEqual([]);
});

it('a line that the agent says was not metered is no request, but an answer', () => {
  const unmetered = { ...record('assistant', 5, { message: message('made-up') }), isUnmetered: true };
  const { requests, turns, sessions } = parsed(prompt, answer(1), unmetered);
  expect(requests.map(({ key }) => key)).toEqual(['m-1']);
  expect(turns).toMatchObject([{ engagedMs: 5000 }]);
  expect(sessions).toMatchObject([{ lastAtMs: Date.parse(at(5)), status: 'completed' }]);
});

it('what the agent counted of a whole session is a known line, and no usage', () => {
  const unknown: string[] = [];
  const parser = new ClaudeCodeParser('s.jsonl', undefined, (type) => void unknown.push(type));
  const modelUsage = { 'claude-opus-4-8': { inputTokens: 205, outputTokens: 85, costUSD: 0.005 } };
  const lines = [{ type: 'cost-state', sessionId: 's', totalCostUSD: 0.005, modelUsage }, { type: 'from-the-future' }];
  for (const [i, line] of lines.entries()) expect(parser.line(line, i + 1)).toBeUndefined();
  expect(unknown).toEqual(['from-the-future']);
  expect(parser.taken()).toEqual({ requests: [], toolCalls: [], turns: [], sessions: [] });
});

it.each([
  ['end_turn', 'completed', 5000],
  ['stop_sequence', 'completed', 5000],
  [null, 'completed', 5000],
  [undefined, 'completed', 5000],
  ['stop', 'completed', 5000],
  ['refusal', 'failed', 5000],
  ['tool_use', 'incomplete', 25_000],
  ['max_tokens', 'incomplete', 5000],
  ['pause_turn', 'incomplete', 5000],
  ['model_context_window_exceeded', 'incomplete', 5000],
  ['compaction', 'incomplete', 5000],
])('a text that ended for the reason %j leaves its session as %s', (reason, status, engagedMs) => {
  const last = record('assistant', 5, { requestId: 'r', message: { ...message('m'), stop_reason: reason } });
  expect(parsed(prompt, last).sessions).toMatchObject([{ status }]);
  expect(parsed(prompt, last, { ...prompt, uuid: 'u-25', timestamp: at(25) }).turns).toMatchObject([
    { engagedMs },
    { engagedMs: 0 },
  ]);
});

it.each(['5', -1, 1.5])(
  'of a line whose token count is %j nothing counts, its call and its session neither',
  (tokens) => {
    const parser = new ClaudeCodeParser('s.jsonl', undefined, () => {});
    const broken = record('assistant', 1, {
      message: {
        ...message('m'),
        content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash' }],
        usage: { input_tokens: tokens, output_tokens: 2 },
      },
    });
    expect(parser.line(broken, 1)).toBe('token count out of range');
    expect(parser.taken()).toEqual({ requests: [], toolCalls: [], turns: [], sessions: [] });
  },
);

it('how long a subagent took is not the time of the turn that goes on', () => {
  const took = (more: object) => record('system', 9, { subtype: 'turn_duration', durationMs: 3000, ...more });
  const turns = (more: object) => parsed(prompt, answer(5), took(more), answer(20)).turns;
  expect(turns({})).toMatchObject([{ engagedMs: 3000, engagedIsEstimated: false }]);
  for (const more of [{ isSidechain: true }, { agentId: 'a' }]) {
    expect(turns(more)).toMatchObject([{ engagedMs: 20_000, engagedIsEstimated: true }]);
  }
});

it('a file begins at the snapshot that is its first line, and at no later one', () => {
  const snapshot = (seconds: number) => record('file-history-snapshot', 0, { snapshot: { timestamp: at(seconds) } });
  const claims = (...lines: Record<string, unknown>[]): number[] => parsed(...lines).requests.map(({ claim }) => claim);
  const from = (seconds: number): number => claimKey(CLAIM_RANK.own, Date.parse(at(seconds)));
  expect(claims(snapshot(50), answer(1), answer(2))).toEqual([from(50), from(50)]);
  expect(claims(answer(1), snapshot(50), answer(2))).toEqual([from(1), from(1)]);
});

it('a transcript of Codex that is read as one of this agent is no silent loss', () => {
  const unknown: string[] = [];
  const parser = new ClaudeCodeParser('s.jsonl', undefined, (type) => unknown.push(type));
  expect(parser.line({ type: 'session_meta', timestamp: at(0), payload: { id: 't' } }, 2)).toBe(
    'beginning of a transcript of Codex',
  );
  expect([unknown, parser.taken().requests]).toEqual([[], []]);
});
