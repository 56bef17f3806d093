import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import type { RollupMeasures, RollupQuery } from '../model/Rollup.ts';
import type { SessionSummary } from '../model/SessionSummary.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { assistant, init, result, toolResult, used } from './fixtures/agentMessages.ts';
import { type Recorder, recorder } from './recorder.ts';

const START_MS = Date.UTC(2026, 10, 2, 9);
const EVER = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
const dimensions = [dimension('user', { grain: 'session' })];
const run = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/claudeAgentRun.json'), 'utf8')) as unknown[];
const book = priceBook();

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('recorder for the Claude Agent SDK on %s', (_, open) => {
  let store: UsageStore;
  let clockMs: number;
  let errors: unknown[];
  const process = (): Recorder =>
    recorder({
      store,
      price: (request) => costOf(request, book),
      now: () => clockMs,
      dimensions,
      onError: (error) => errors.push(error),
    });
  /** Gives messages to a handler, a second apart. */
  const given = async (record: (message: unknown) => Promise<void>, messages: readonly unknown[]): Promise<void> => {
    for (const message of messages) {
      await record(message);
      clockMs += 1000;
    }
  };
  const sessions = async (): Promise<SessionSummary[]> =>
    (await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 100, offset: 0 })).sessions;
  const rows = async (query: Pick<RollupQuery, 'family' | 'by'>): Promise<[string, RollupMeasures][]> => {
    const found = await store.rollup({ segments: EVER, bucket: 'total', ...query });
    return found.map((row): [string, RollupMeasures] => [row.key.join('|'), row.measures]).toSorted();
  };

  beforeEach(async () => {
    clockMs = START_MS;
    errors = [];
    store = open();
    store.declare({ dimensions, zones: ['UTC'] });
    await store.migrate();
    return () => store.close();
  });

  it('a whole run: its models, tools, times and cost, each once, though every message is given twice', async () => {
    await given(
      process().claudeAgent({ user: 'ann' }),
      run.flatMap((message) => [message, message]),
    );
    expect(errors).toEqual([]);
    expect(await sessions()).toMatchObject([
      {
        id: '5f2c1b0e-0000-4000-8000-00000000000a',
        project: '/home/a/shop',
        dimensions: { user: 'ann' },
        status: 'completed',
        model: 'claude-opus-4-7',
        models: ['claude-haiku-4-5', 'claude-opus-4-7'],
        startedAt: '2026-11-02T09:00:00.000Z',
        lastAt: '2026-11-02T09:00:16.000Z',
        engagedMinutes: 30.5 / 60,
        apiMinutes: 0.4,
        turns: 1,
        toolCalls: 3,
        requests: 2,
        inputTokens: 62,
        outputTokens: 490,
        cacheReadTokens: 2000,
        cacheWriteTokens: 1070,
        costUsd: 0.3,
      },
    ]);
    const usage = await rows({ family: 'usage', by: ['model', 'provider', 'basis', 'quality', 'grain'] });
    expect(usage).toEqual([
      ['claude-haiku-4-5|anthropic|recorded|final|session', expect.objectContaining({ costPico: 100_000_000_000n })],
      [
        'claude-opus-4-7|anthropic|recorded|final|session',
        expect.objectContaining({
          requests: 1n,
          costPico: 200_000_000_000n,
          // What is not stated to live an hour lives five minutes.
          cacheWrite5m: 400n,
          cacheWrite1h: 600n,
          reasoning: 150n,
          webSearches: 2n,
        }),
      ],
    ]);
    expect(await rows({ family: 'tools', by: ['tool', 'outcome', 'model'] })).toMatchObject([
      ['Agent|ok|claude-opus-4-7', { calls: 1n, durationMs: 6000n }],
      ['Bash|error|claude-opus-4-7', { calls: 1n, durationMs: 2000n }],
      ['Read|ok|claude-haiku-4-5', { calls: 1n }],
    ]);
  });

  it('an agent that was killed is running; what it was to use is no use', async () => {
    await given(process().claudeAgent(), run.slice(0, 3));
    expect(await sessions()).toMatchObject([
      { status: 'running', models: ['claude-opus-4-7'], requests: 1, inputTokens: 0, costUsd: 0, toolCalls: 1 },
    ]);
    // What did not hear of the folder does not name it, though it came first.
    await given(process().claudeAgent(), [assistant('s', 'm1')]);
    await given(process().claudeAgent(), [init('s', 'a')]);
    expect((await sessions()).at(-1)).toMatchObject({ id: 's', project: '/home/ann/shop' });
  });

  it('running totals are the largest, never their sum; a turn that follows is running until its result', async () => {
    const record = process().claudeAgent({ session: 'chat-7' });
    await given(record, [init('s'), result('s', 1, { a: used(100, 0.25) })]);
    await given(record, [init('s'), assistant('s', 'm2')]);
    expect(await sessions()).toMatchObject([{ id: 'chat-7', status: 'running', inputTokens: 100, costUsd: 0.25 }]);
    await given(record, [result('s', 2, { a: used(250, 0.75), b: used(7, 0.125) }, { duration_api_ms: 900 })]);
    expect(await sessions()).toMatchObject([
      { id: 'chat-7', status: 'completed', requests: 2, turns: 2, inputTokens: 257, costUsd: 0.875, apiMinutes: 0.015 },
    ]);
  });

  it('totals that fall are counted beside what was: a new process, or a model that is gone', async () => {
    const record = process().claudeAgent({ session: 'chat-7' });
    await given(record, [
      init('s', 'a'),
      result('s', 1, { a: used(100, 0.5), b: used(30, 0.25) }, { duration_api_ms: 500 }),
    ]);
    await given(record, [result('s', 2, { a: used(40, 0.125), b: used(30, 0.25) }, { duration_api_ms: 200 })]);
    await given(record, [result('s', 3, { b: used(31, 0.25) }, { duration_api_ms: 60 })]);
    expect(await sessions()).toMatchObject([{ inputTokens: 130 + 70 + 31, costUsd: 1.375, apiMinutes: 760 / 60_000 }]);
    // After `/clear` the agent has another id.
    await given(record, [init('s-2', 'a'), result('s-2', 4, { a: used(1000, 0.5) }, { duration_api_ms: 40 })]);
    expect(await sessions()).toMatchObject([
      { id: 'chat-7', inputTokens: 1231, costUsd: 1.875, apiMinutes: 800 / 60_000 },
    ]);
  });

  it('a result of zeros, or of no models, says nothing of usage and ends the turn', async () => {
    const record = process().claudeAgent();
    await given(record, [init('s', 'a'), result('s', 1, { a: used(100, 0.5) }, { duration_api_ms: 500 })]);
    const broken = { subtype: 'error_during_execution', is_error: true, duration_api_ms: 0 };
    await given(record, [result('s', 2, {}, broken), result('s', 3, { a: used(0, 0) }, broken)]);
    expect(await sessions()).toMatchObject([
      { status: 'failed', inputTokens: 100, turns: 3, apiMinutes: 500 / 60_000 },
    ]);
    await given(record, [result('s', 4, { a: used(160, 0.75) })]);
    expect(await sessions()).toMatchObject([{ status: 'completed', inputTokens: 160, costUsd: 0.75 }]);
    await given(process().claudeAgent(), [init('t', 'claude-opus-4-7'), result('t', 5, {}, broken)]);
    expect((await sessions()).at(-1)).toMatchObject({ id: 't', status: 'failed', requests: 1, costUsd: 0 });
  });

  it('a resumed agent goes on with its counters, in a process of its own or at the same time', async () => {
    await given(process().claudeAgent(), [
      init('s', 'a'),
      result('s', 1, { a: used(100, 0.5) }, { duration_api_ms: 900 }),
    ]);
    const [other, third] = [process().claudeAgent(), process().claudeAgent()];
    await given(other, [init('s', 'a')]);
    await given(third, [init('s', 'a')]);
    expect((await sessions())[0]).toMatchObject({ status: 'running', inputTokens: 100 });
    await given(other, [result('s', 2, { a: used(300, 0.75) }, { duration_api_ms: 1200 })]);
    await given(third, [result('s', 3, { a: used(250, 0.625), b: used(1, 0.125) }, { duration_api_ms: 1000 })]);
    expect(await sessions()).toMatchObject([
      {
        id: 's',
        status: 'completed',
        startedAt: '2026-11-02T09:00:00.000Z',
        turns: 3,
        inputTokens: 301,
        costUsd: 0.875,
      },
    ]);
    expect((await sessions())[0]?.apiMinutes).toBe(0.02);
  });

  it('before version 2.1.277 a resumed agent began to count anew', async () => {
    for (const [i, tokens] of [100, 300, 40].entries()) {
      const messages = [init('s', 'a', '2.1.276', i), result('s', 10 + i, { a: used(tokens, 0.25) })];
      await given(process().claudeAgent(), messages);
      // Its messages again, as another handler reads them.
      await given(process().claudeAgent(), messages);
    }
    expect(await sessions()).toMatchObject([{ id: 's', inputTokens: 440, costUsd: 0.75, requests: 3, turns: 3 }]);
  });

  it('a fork goes on with the counters of the session it was made from', async () => {
    await given(process().claudeAgent(), [init('s', 'a'), result('s', 1, { a: used(100, 0.5) })]);
    await given(process().claudeAgent({ forkOf: 's' }), [init('f', 'a'), result('f', 2, { a: used(130, 0.625) })]);
    expect(await sessions()).toMatchObject([{ id: 's', inputTokens: 130, costUsd: 0.625, turns: 2 }]);
    // What it does after `/clear` is its own; a fork of an earlier agent began anew.
    const record = process().claudeAgent({ forkOf: 's' });
    await given(record, [
      init('f', 'a'),
      result('f', 3, { a: used(140, 0.625) }),
      result('g', 4, { a: used(9, 0.25) }),
    ]);
    await given(process().claudeAgent({ forkOf: 's' }), [
      init('h', 'a', '2.1.99'),
      result('h', 5, { a: used(5, 0.25) }),
    ]);
    expect((await sessions()).map((s) => [s.id, s.inputTokens])).toEqual([
      ['s', 145],
      ['g', 9],
    ]);
  });

  it('the model that the agent began with is taken back when others were used', async () => {
    await given(process().claudeAgent(), [init('s', 'opus'), result('s', 1, { a: used(100, 0.5) })]);
    expect(await sessions()).toMatchObject([{ model: 'a', requests: 1, inputTokens: 100 }]);
    await given(process().claudeAgent(), [
      init('s', 'opus'),
      result('s', 2, { a: used(100, 0.5), opus: used(5, 0.5) }),
    ]);
    expect(await sessions()).toMatchObject([{ requests: 2, inputTokens: 105, costUsd: 1 }]);
  });

  it("a guessed cost is none; without a model's usage the main loop's counts, turn by turn, as partial", async () => {
    await given(process().claudeAgent({ provider: 'in-house' }), [
      init('s', 'a'),
      result('s', 1, { a: { ...used(100, 0.5), costBasis: 'unknown' } }),
    ]);
    expect(await sessions()).toMatchObject([{ inputTokens: 100, costUsd: null, unpricedRequests: 1 }]);
    const record = process().claudeAgent();
    const usage = { input_tokens: 8, output_tokens: 2, cache_creation_input_tokens: 5 };
    const turn = (uuid: number, cost: number): unknown =>
      result('t', uuid, undefined, { usage, total_cost_usd: cost, modelUsage: undefined });
    await given(record, [init('t', 'a'), turn(2, 0.1), { ...(turn(3, 0.3) as object), modelUsage: {} }, turn(3, 0.3)]);
    expect((await sessions()).at(-1)).toMatchObject({
      id: 't',
      requests: 2,
      inputTokens: 16,
      cacheWriteTokens: 10,
      costUsd: 0.3,
    });
    const found = await rows({ family: 'usage', by: ['quality', 'provider'] });
    expect(found.map(([key]) => key)).toEqual(['final|in-house', 'partial|']);
  });

  it('what follows a result, or is told again, begins no turn: background work and replayed history', async () => {
    const usage = process();
    const record = usage.claudeAgent({ project: 'shop', run: usage.run({ id: 'nightly' }).id });
    const later = { ...assistant('s', 'm1', ['toolu_1']), parent_tool_use_id: 'toolu_0' };
    const replayed = { ...toolResult('s', 'toolu_2', 'out', false), isReplay: true };
    await given(record, [init('s', 'a'), result('s', 1, { a: used(1, 0.5) }), later, replayed]);
    expect(await sessions()).toMatchObject([
      { status: 'completed', project: 'shop', toolCalls: 1, turns: 1, lastAt: '2026-11-02T09:00:02.000Z' },
    ]);
    // A turn that no person asked for.
    await given(record, [result('s', 2, { a: used(2, 0.5) }, { origin: { kind: 'task-notification' } })]);
    expect(await sessions()).toMatchObject([{ status: 'completed', turns: 1, engagedMinutes: 1 / 30, inputTokens: 2 }]);
    expect(await store.reset({ source: 'recorder', run: 'nightly' }, '')).toEqual({ sessions: 1 });
  });

  it('denials are those that the result lists, by a person where the answer says so', async () => {
    const rejected = "The user doesn't want to proceed with this tool use. The tool use was rejected";
    await given(process().claudeAgent(), [
      init('s', 'a'),
      assistant('s', 'm1', ['toolu_1', 'toolu_2', 'toolu_3', 'call_4']),
      toolResult('s', 'toolu_1', 'No deploys on Friday.', true),
      toolResult('s', 'toolu_2', rejected, true),
      toolResult('s', 'toolu_3', 'out', false),
      toolResult('s', 'call_4', 'Command timed out after 2m 0.0s', true),
      result(
        's',
        1,
        { a: used(1, 0.5) },
        {
          permission_denials: [
            { tool_name: 'Bash', tool_use_id: 'toolu_1', tool_input: {} },
            { tool_name: 'Bash', tool_use_id: 'toolu_2', tool_input: {} },
            { tool_name: 'Write', tool_use_id: 'toolu_9', tool_input: {} },
          ],
        },
      ),
    ]);
    const found = await rows({ family: 'tools', by: ['tool', 'outcome', 'approval'] });
    expect(found.map(([key, { calls }]) => [key, calls])).toEqual([
      ['Bash|denied-by-rule|unknown', 1n],
      ['Bash|denied-by-user|denied', 1n],
      ['Bash|ok|unknown', 1n],
      ['Bash|timeout|unknown', 1n],
      ['Write|denied-by-rule|unknown', 1n],
    ]);
  });
});
