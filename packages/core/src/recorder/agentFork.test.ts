import { beforeEach, expect, it } from 'vitest';

import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import type { ClaudeAgentOptions } from './claudeAgent.ts';
import { assistant, init, result, toolResult, used } from './fixtures/agentMessages.ts';
import { type Recorder, recorder } from './recorder.ts';

const book = priceBook();
let store: UsageStore;
let results = 0;

let errors: unknown[];
const elsewhere = expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining("'chat-ann'") });

const process = (): Recorder =>
  recorder({ store, price: (request) => costOf(request, book), onError: (error) => errors.push(error) });
/** One query: the id of the SDK's, its input tokens, and the cost in USD. */
const query = async (
  usage: Recorder,
  id: string,
  tokens: number,
  costUsd: number,
  options: ClaudeAgentOptions = {},
  version?: string,
) => {
  results += 1;
  const record = usage.claudeAgent(options);
  for (const message of [init(id, 'a', version), result(id, results, { a: used(tokens, costUsd) })])
    await record(message);
};
const sessions = async () => {
  const found = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
  return found.sessions.map((s) => [s.id, s.requests, s.turns, s.inputTokens, s.costUsd]).toSorted();
};

beforeEach(async () => {
  errors = [];
  store = memoryStore();
  await store.migrate();
});

it('a fork of a fork counts with the first session, whichever of both it names', async () => {
  const usage = process();
  await query(usage, 's', 1000, 1);
  await query(usage, 'f', 1100, 1.25, { forkOf: 's' });
  await query(usage, 'g', 1200, 1.5, { forkOf: 'f' });
  await query(usage, 'h', 1300, 1.75, { forkOf: 's' });
  expect(await sessions()).toEqual([['s', 1, 4, 1300, 1.75]]);
});

it('a fork that is resumed is still one, in the process that knew it', async () => {
  const usage = process();
  await query(usage, 's', 1000, 1, { session: 'chat' });
  await query(usage, 'f', 1100, 1.25, { forkOf: 's' });
  await query(usage, 'f', 1200, 1.5);
  await query(usage, 's', 1050, 1.125);
  expect(await sessions()).toEqual([['chat', 1, 4, 1200, 1.5]]);
});

it('in any process, a fork that names the first session each time is one', async () => {
  await query(process(), 's', 1000, 1);
  for (const [i, id] of ['f', 'f', 'g', 'g'].entries()) {
    await query(process(), id, 1100 + 100 * i, 2 + i, { forkOf: 's' });
  }
  expect(await sessions()).toEqual([['s', 1, 5, 1400, 5]]);
});

it('a fork that names another session is recorded where the first one is, and the host is told', async () => {
  const usage = process();
  // Made before anything is known of the first one.
  const record = usage.claudeAgent({ session: 'chat-bob', forkOf: 's' });
  await query(usage, 's', 1000, 1, { session: 'chat-ann' });
  for (const message of [init('f'), result('f', 201, { a: used(3000, 3) })]) await record(message);
  expect(errors).toEqual([elsewhere]);
  await query(usage, 'g', 4000, 4, { session: 'chat-bob', forkOf: 'f' });
  expect(errors).toEqual([elsewhere, elsewhere]);
  await query(usage, 'f', 5000, 5, { session: 'chat-ann', forkOf: 's' });
  expect(errors).toHaveLength(2);
  expect(await sessions()).toEqual([['chat-ann', 1, 4, 5000, 5]]);
});

it('an agent that is resumed under another session is recorded in the one that is known, and what follows it in its own', async () => {
  const usage = process();
  await query(usage, 's', 1000, 1, { session: 'chat-ann' });
  const record = usage.claudeAgent({ session: 'chat-bob' });
  for (const message of [init('s'), result('s', 301, { a: used(1100, 2) })]) await record(message);
  for (const message of [init('c'), result('c', 302, { a: used(10, 0.5) })]) await record(message);
  expect(errors).toEqual([elsewhere]);
  expect(await sessions()).toEqual([
    ['chat-ann', 1, 2, 1100, 2],
    ['chat-bob', 1, 1, 10, 0.5],
  ]);
});

it('what a fork does after its conversation was cleared is its own', async () => {
  const usage = process();
  await query(usage, 's', 1000, 1);
  const record = usage.claudeAgent({ forkOf: 's' });
  for (const message of [init('f'), result('f', 101, { a: used(1100, 2) }), init('c')]) await record(message);
  await record(result('c', 102, { a: used(10, 0.5) }));
  await query(usage, 'd', 20, 0.75, { forkOf: 'c' });
  expect(await sessions()).toEqual([
    ['c', 1, 2, 20, 0.75],
    ['s', 1, 2, 1100, 2],
  ]);
});

it.each(['2.1.276', ''])(
  'an agent of version "%s" shares no counter: resumed under another session, it is recorded in that one',
  async (version) => {
    const usage = process();
    await query(usage, 's', 1000, 2, { session: 'chat-ann' }, version);
    await query(usage, 's', 500, 1, { session: 'chat-bob' }, version);
    expect(errors).toEqual([]);
    expect(await sessions()).toEqual([
      ['chat-ann', 1, 1, 1000, 2],
      ['chat-bob', 1, 1, 500, 1],
    ]);
    // Nothing was counted yet by counters that go on.
    await query(usage, 's', 300, 0.5, { session: 'chat-ann' });
    expect(errors).toEqual([]);
    await query(usage, 's', 400, 0.75, { session: 'chat-bob' });
    expect(errors).toEqual([elsewhere]);
    expect(await sessions()).toEqual([
      ['chat-ann', 2, 3, 1400, 2.75],
      ['chat-bob', 1, 1, 500, 1],
    ]);
  },
);

it('an earlier agent between two that count on leaves their counters where they are', async () => {
  const usage = process();
  await query(usage, 's', 1000, 2, { session: 'chat-ann' });
  await query(usage, 's', 500, 1, { session: 'chat-bob' }, '2.1.200');
  expect(errors).toEqual([]);
  await query(usage, 's', 1100, 3);
  await query(usage, 's', 600, 2, {}, '2.1.200');
  expect(await sessions()).toEqual([
    ['chat-ann', 2, 3, 1700, 5],
    ['chat-bob', 1, 1, 500, 1],
  ]);
});

it('an earlier agent that is resumed without a session is recorded in the one that is known', async () => {
  const usage = process();
  await query(usage, 's', 1000, 2, { session: 'chat-ann' }, '2.1.200');
  await query(usage, 's', 500, 1, {}, '2.1.200');
  expect(await sessions()).toEqual([['chat-ann', 2, 2, 1500, 3]]);
});

it('results alone are counted by counters that go on, in the session that is known', async () => {
  const usage = process();
  await usage.claudeAgent({ session: 'chat-ann' })(result('s', 401, { a: used(1000, 2) }));
  await usage.claudeAgent({ session: 'chat-bob' })(result('s', 402, { a: used(1500, 3) }));
  expect(errors).toEqual([elsewhere]);
  expect(await sessions()).toEqual([['chat-ann', 1, 2, 1500, 3]]);
});

it('messages before the one that states the version are recorded with it', async () => {
  const usage = process();
  await query(usage, 's', 1000, 2, { session: 'chat-ann' }, '2.1.200');
  const record = usage.claudeAgent({ session: 'chat-bob' });
  await record(assistant('s', 'm-1', ['toolu_1']));
  await record(init('s', 'a', '2.1.200'));
  await record(toolResult('s', 'toolu_1', 'out', false));
  await record(result('s', 501, { a: used(500, 1) }));
  expect(errors).toEqual([]);
  expect(await sessions()).toEqual([
    ['chat-ann', 1, 1, 1000, 2],
    ['chat-bob', 1, 1, 500, 1],
  ]);
});

it('an agent that fails before it says anything else is seen in the session that is named, where nothing goes on', async () => {
  const usage = process();
  await query(usage, 's', 1000, 2, { session: 'chat-ann' }, '2.1.200');
  const failed = { subtype: 'error_during_execution', is_error: true, usage: {} };
  await usage.claudeAgent({ session: 'chat-bob' })(result('s', 601, {}, failed));
  expect(errors).toEqual([]);
  expect(await sessions()).toEqual([
    ['chat-ann', 1, 1, 1000, 2],
    ['chat-bob', 1, 1, 0, 0],
  ]);
});
