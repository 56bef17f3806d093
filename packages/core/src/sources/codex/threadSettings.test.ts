import { expect, it } from 'vitest';

import { initialState } from './ParserState.ts';
import { type CodexLine, CODEX_THREAD as THREAD, codexReadings, codexStart } from '../../testing/codexReadings.ts';
import { tierOf } from './threadSettings.ts';

const TURNS = ['019d7e30-0000-7000-8000-000000000001', '019d7e31-0000-7000-8000-000000000001'] as const;

const settings = (model: string, service_tier?: string, thread_id: string = THREAD): CodexLine => ({
  type: 'event_msg',
  payload: { type: 'thread_settings_applied', thread_id, thread_settings: { model, service_tier } },
});
const context = (turn_id: string, model: string): CodexLine => ({
  type: 'turn_context',
  payload: { turn_id, model },
});
const start = (turn_id: string): CodexLine => ({ type: 'event_msg', payload: { type: 'task_started', turn_id } });
const used = (n: number, thread = THREAD): CodexLine => ({
  type: 'token_usage_record',
  payload: { thread_id: thread, response_id: `resp_${String(n).repeat(32)}`, usage: { input_tokens: n } },
});

/** Input of each response with the model and the tier that it has, in both readings. */
async function servedAs(...lines: CodexLine[]): Promise<unknown[]> {
  const ledgers = await codexReadings([...codexStart(TURNS[0]), ...lines]);
  return ledgers.map(({ requests }) => [...requests.values()].map((r) => [r.inputTokens, r.model, r.serviceTier]));
}
const twice = (figures: unknown): unknown[] => [figures, figures];

it('what a turn asks before its context comes, such as a compaction, is of the model that the settings name', async () => {
  const lines = [
    context(TURNS[0], 'gpt-5.4'),
    settings('gpt-5.4'),
    used(1),
    settings('gpt-5.4-mini'),
    start(TURNS[1]),
    used(2),
    context(TURNS[1], 'gpt-5.4-mini'),
    used(3),
  ];
  expect(await servedAs(...lines)).toEqual(
    twice([
      [1, 'gpt-5.4', ''],
      [2, 'gpt-5.4-mini', ''],
      [3, 'gpt-5.4-mini', ''],
    ]),
  );
});

it('settings that change while a turn goes on hold from the next turn on', async () => {
  const lines = [
    context(TURNS[0], 'gpt-6-astra'),
    used(1),
    settings('gpt-6-sol', 'priority'),
    used(2),
    start(TURNS[1]),
    used(3),
    context(TURNS[1], 'gpt-6-sol'),
    settings('gpt-6-sol'),
    used(4),
  ];
  expect(await servedAs(...lines)).toEqual(
    twice([
      [1, 'gpt-6-astra', ''],
      [2, 'gpt-6-astra', ''],
      [3, 'gpt-6-sol', 'priority'],
      [4, 'gpt-6-sol', 'priority'],
    ]),
  );
});

const CALL = { type: 'function_call', call_id: 'c1', name: 'shell' };
const MESSAGE = { type: 'message', role: 'assistant' };
it.each([
  ['a call', CALL],
  ['an answer', MESSAGE],
  ['a thought', { type: 'reasoning' }],
])(
  'settings that change while a turn waits for the usage of its first response, of which %s came, are not its own',
  async (_, item) => {
    const lines = [
      context(TURNS[0], 'gpt-6-astra'),
      settings('gpt-6-astra', 'default'),
      { type: 'response_item', payload: item },
      settings('gpt-6-astra', 'priority'),
      used(1),
      used(2),
      start(TURNS[1]),
      { type: 'response_item', payload: { type: 'message', role: 'user' } },
      settings('gpt-6-astra', 'default'),
      used(3),
    ];
    expect(await servedAs(...lines)).toEqual(twice([1, 2, 3].map((n) => [n, 'gpt-6-astra', ''])));
  },
);

it('a context that a turn has again, after a compaction, leaves the settings to the next turn', async () => {
  const lines = [
    context(TURNS[0], 'gpt-5.5'),
    used(1),
    settings('gpt-6-astra'),
    context(TURNS[0], 'gpt-5.5'),
    used(2),
    start(TURNS[1]),
    used(3),
  ];
  expect(await servedAs(...lines)).toEqual(
    twice([
      [1, 'gpt-5.5', ''],
      [2, 'gpt-5.5', ''],
      [3, 'gpt-6-astra', ''],
    ]),
  );
});

it('settings of another thread are not those of this one, and an event without settings says nothing', async () => {
  const none = { type: 'event_msg', payload: { type: 'thread_settings_applied', thread_id: THREAD } };
  const of = context(TURNS[0], 'gpt-6-astra');
  const child = settings('gpt-6-sol', 'priority', 'child');
  expect(await servedAs(of, child, used(1))).toEqual(twice([[1, 'gpt-6-astra', '']]));
  expect(await servedAs(of, settings('gpt-6-astra', 'priority'), none, used(1))).toEqual(
    twice([[1, 'gpt-6-astra', 'priority']]),
  );
});

it('settings that a file holds again say nothing', async () => {
  const fast = { ...settings('gpt-6-astra', 'priority'), timestamp: '2026-09-08T06:59:59.000Z' };
  const lines = [fast, context(TURNS[0], 'gpt-6-astra'), settings('gpt-6-astra', 'default'), fast, used(1)];
  expect(await servedAs(...lines)).toEqual(twice([[1, 'gpt-6-astra', '']]));
});

it('the context of a turn says more of its model than settings before it', async () => {
  const lines = [settings('gpt-5.4'), context(TURNS[0], 'gpt-5.5'), used(1), start(TURNS[1]), used(2)];
  expect(await servedAs(...lines)).toEqual(
    twice([
      [1, 'gpt-5.5', ''],
      [2, 'gpt-5.5', ''],
    ]),
  );
});

it('settings of the thread that a fork was made from hold until its own come', async () => {
  const parent = '019d0000-0000-7000-8000-000000000001';
  const old = '019d0001-0000-7000-8000-000000000002';
  const history = [
    { type: 'session_meta', payload: { id: THREAD, forked_from_id: parent } },
    { type: 'session_meta', payload: { id: parent } },
    start(old),
    context(old, 'gpt-5.5'),
    settings('gpt-5.5', 'priority', parent),
    used(9, parent),
  ];
  const served = async (...own: CodexLine[]): Promise<unknown> => {
    const [{ requests }] = await codexReadings([...history, ...own, start(TURNS[0]), used(1)]);
    return [...requests.values()].map((r) => [r.inputTokens, r.model, r.serviceTier]);
  };
  expect(await served()).toEqual([[1, 'gpt-5.5', 'priority']]);
  expect(await served(settings('gpt-5.6-sol', 'default'))).toEqual([[1, 'gpt-5.6-sol', '']]);
});

it.each([
  ['gpt-6-astra', 'priority', 'priority'],
  ['gpt-6-astra', 'fast', 'priority'],
  ['gpt-6-astra-2026-09-01', 'priority', 'priority'],
  ['openai/gpt-5.5', 'priority', 'priority'],
  ['gpt-5.4', 'priority', 'priority'],
  ['gpt-5.4-mini', 'priority', ''],
  ['gpt-5.3-codex', 'priority', ''],
  ['llama-4', 'priority', ''],
  ['gpt-6-astra', 'default', ''],
  ['gpt-6-astra', 'flex', ''],
  ['gpt-6-astra', undefined, ''],
])('S3.04 requests of %s under the setting %j are of the tier %j', async (model, setting, tier) => {
  const lines = [context(TURNS[0], model), settings(model, setting), used(1)];
  expect(await servedAs(...lines)).toEqual(twice([[1, model, tier]]));
});

it.each([
  ['gpt-5.4', ''],
  ['gpt-5.5', 'priority'],
])('since its lists have been without GPT-5.4, Codex sends requests of %s with the tier %j', (model, tier) => {
  const state = { ...initialState(), model, settings: { model: '', tier: 'priority' } };
  expect(tierOf(state, Date.UTC(2026, 8, 28))).toBe('priority');
  expect(tierOf(state, Date.UTC(2026, 9, 1))).toBe(tier);
});
