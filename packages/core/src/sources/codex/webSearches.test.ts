import { expect, it } from 'vitest';

import { type CodexLine, codexReadings, codexStart } from '../../testing/codexReadings.ts';

const THREAD = '019d7e2f-0000-7000-8000-000000000000';
const used = (n: number): CodexLine => ({
  type: 'token_usage_record',
  payload: { thread_id: THREAD, response_id: `resp_${String(n).repeat(32)}`, usage: { input_tokens: n } },
});
const counted = (n: number, total: number): CodexLine => ({
  type: 'event_msg',
  payload: {
    type: 'token_count',
    info: { last_token_usage: { input_tokens: n }, total_token_usage: { input_tokens: total } },
  },
});
const search = (id: string, action: object = { type: 'search', query: 'q' }, status = 'completed'): CodexLine => ({
  type: 'response_item',
  payload: { type: 'web_search_call', id, status, action },
});

/** Input of each response with its searches, in both readings. */
async function searches(...lines: CodexLine[]): Promise<unknown[]> {
  const ledgers = await codexReadings([...codexStart(), ...lines]);
  return ledgers.map(({ requests }) => [...requests.values()].map((r) => [r.inputTokens, r.webSearchRequests]));
}
const twice = (figures: unknown): unknown[] => [figures, figures];

it('B03 a response is billed the searches that it made: those in front of its usage, whichever line states that', async () => {
  const lines = [search('ws_1'), search('ws_2'), used(1), used(2), search('ws_3'), counted(3, 30), counted(4, 34)];
  expect(await searches(...lines)).toEqual(
    twice([
      [1, 2],
      [2, 0],
      [3, 1],
      [4, 0],
    ]),
  );
});

it.each([
  ['opened a page', search('ws_1', { type: 'open_page', url: 'u' })],
  ['looked for words in a page', search('ws_1', { type: 'find_in_page', pattern: 'p' })],
  ['failed', search('ws_1', { type: 'search' }, 'failed')],
])('a call that %s is no search that is billed', async (_, line) => {
  expect(await searches(line, used(1))).toEqual(twice([[1, 0]]));
});

it('searches of a response whose turn ended before its usage was stated are no other response’s', async () => {
  const next = {
    type: 'event_msg',
    payload: { type: 'task_started', turn_id: '019d7e31-0000-7000-8000-000000000001' },
  };
  expect(await searches(search('ws_1'), next, search('ws_2'), used(1))).toEqual(twice([[1, 1]]));
});
