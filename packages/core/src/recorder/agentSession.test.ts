import { describe, expect, it } from 'vitest';

import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { init, result, used } from './fixtures/agentMessages.ts';
import { recorder } from './recorder.ts';

/** The session of a run and the models that its usage names, after all of its messages. */
async function sessionOf(messages: readonly unknown[]) {
  const store = memoryStore();
  const errors: unknown[] = [];
  const book = priceBook();
  const usage = recorder({ store, price: (r) => costOf(r, book), onError: (error) => errors.push(error) });
  const record = usage.claudeAgent();
  for (const message of messages) await record(message);
  await usage.flush();
  expect(errors).toEqual([]);
  const [session] = (await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 100, offset: 0 })).sessions;
  const segments = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['model'] });
  return { ...session, named: rows.map(({ key }) => key[0]).toSorted() };
}

const turn = (id: number, cost: number): unknown =>
  result('s', id, undefined, {
    usage: { input_tokens: 10, output_tokens: 0 },
    total_cost_usd: cost,
    modelUsage: {},
  });

it('turns that were counted by themselves are part of the totals that come later', async () => {
  const messages = [
    init('s', 'a'),
    turn(1, 0.1),
    turn(2, 0.2),
    result('s', 3, { a: used(25, 0.3), b: used(5, 0.1) }),
    result('s', 4, { a: used(30, 0.4), b: used(5, 0.1) }),
  ];
  expect(await sessionOf(messages.slice(0, 3))).toMatchObject({ requests: 2, inputTokens: 20, costUsd: 0.2 });
  expect(await sessionOf(messages)).toMatchObject({ requests: 2, inputTokens: 35, costUsd: 0.5, turns: 4 });
});

it('totals that are less than what was counted by turn began anew', async () => {
  const messages = [init('s', 'a'), turn(1, 0.5), result('s', 2, { a: used(3, 0.2) })];
  expect(await sessionOf(messages)).toMatchObject({ requests: 2, inputTokens: 13, costUsd: 0.7 });
});

it('a model that was named but not used is no model of the usage', async () => {
  const messages = [init('s', 'opus'), result('s', 1, { a: used(25, 0.3) })];
  expect(await sessionOf(messages.slice(0, 1))).toMatchObject({ requests: 1, named: ['opus'] });
  expect(await sessionOf(messages)).toMatchObject({ requests: 1, named: ['a'] });
  const both = result('s', 2, { a: used(25, 0.3), opus: used(1, 0.1) });
  expect(await sessionOf([...messages, both])).toMatchObject({ requests: 2, named: ['a', 'opus'], costUsd: 0.4 });
  const turns = [init('s', 'opus'), turn(3, 0.1), result('s', 4, { a: used(25, 0.3) })];
  expect(await sessionOf(turns)).toMatchObject({ named: ['a'] });
});

it('a model that is named with zeros is no model of the usage', async () => {
  const zeros = result('s', 1, { a: used(25, 0.3), opus: used(0, 0) });
  const alone = { requests: 1, named: ['a'], models: ['a'], inputTokens: 25 };
  expect(await sessionOf([init('s', 'opus'), zeros])).toMatchObject(alone);
  expect(await sessionOf([init('s', 'a'), zeros])).toMatchObject(alone);
});

describe('an agent that fails before it says anything else', () => {
  const failed = (id: number): unknown =>
    result(
      's',
      id,
      {},
      { subtype: 'error_during_execution', is_error: true, usage: {}, startup_failure_reason: 'config_file_invalid' },
    );

  it('is a failed session that cost nothing', async () => {
    const nothing = { status: 'failed', requests: 1, inputTokens: 0, costUsd: 0, unpricedRequests: 0, turns: 1 };
    expect(await sessionOf([failed(1)])).toMatchObject(nothing);
    expect(await sessionOf([failed(1), failed(2)])).toMatchObject({ ...nothing, turns: 2 });
  });

  it('counts nothing once it was used', async () => {
    const used2 = result('s', 2, { a: used(25, 0.3) });
    expect(await sessionOf([failed(1), init('s', 'a'), used2])).toMatchObject({
      requests: 1,
      named: ['a'],
      costUsd: 0.3,
    });
  });

  it('counts nothing in a session that is there', async () => {
    const store = memoryStore();
    const usage = recorder({ store, price: (r) => costOf(r, priceBook()) });
    await usage.claudeAgent()(result('s', 1, { a: used(25, 0.25) }));
    await usage.claudeAgent()(failed(2));
    const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
    expect(sessions).toMatchObject([{ status: 'failed', requests: 1, models: ['a'], costUsd: 0.25 }]);
  });
});
