import { beforeEach, describe, expect, it } from 'vitest';

import { UsageError } from '../errors.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { type Recorder, recorder } from './recorder.ts';

const START_MS = Date.UTC(2026, 1, 24, 9, 15);
const book = priceBook();
const job = { key: 'job-1', model: 'claude-sonnet-4-6', at: START_MS };

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('S4.03 what several processes state of a session, on %s', (_, open) => {
  let store: UsageStore;
  let clockMs: number;
  const process = (): Recorder =>
    recorder({ store, price: (request) => costOf(request, book), now: () => (clockMs += 1000) });
  const session = async () => {
    const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
    expect(sessions).toHaveLength(1);
    return sessions[0];
  };
  const qualities = async () => {
    const segments = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
    const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['quality'] });
    return rows.map(({ key }) => key[0]);
  };
  beforeEach(async () => {
    clockMs = START_MS;
    store = open();
    await store.migrate();
  });

  it('of two ends the later holds, however many there were before', async () => {
    const a = process().start(job);
    for (const inputTokens of [10, 20, 30]) await a.complete({ inputTokens, totalCostUsd: '0.02' });
    await process().start(job).complete({ inputTokens: 5000, totalCostUsd: '5' });
    expect(await session()).toMatchObject({ inputTokens: 5000, costUsd: 5 });
    await a.complete({ inputTokens: 40, totalCostUsd: '0.04' });
    expect(await session()).toMatchObject({ inputTokens: 40, costUsd: 0.04, requests: 1 });
  });

  it('a process that goes on with a killed one is heard at once', async () => {
    const a = process().start(job);
    for (const inputTokens of [100, 200, 300]) await a.update({ inputTokens });
    const b = process().start(job);
    await b.update({ inputTokens: 9000 });
    expect(await session()).toMatchObject({ inputTokens: 9000, status: 'running' });
    await b.update({ inputTokens: 8000 });
    expect(await session()).toMatchObject({ inputTokens: 8000 });
  });

  it('an end replaces updates that are stated later, of whichever process', async () => {
    const [a, b] = [process().start(job), process().start(job)];
    await a.complete({ inputTokens: 7 });
    const ended = await session();
    await b.update({ inputTokens: 9 });
    const updated = await session();
    expect(updated).toMatchObject({ inputTokens: 7, status: 'completed' });
    expect(updated?.lastAt).not.toBe(ended?.lastAt);
    await a.update({ inputTokens: 9 });
    expect(await session()).toEqual(updated);
  });

  it('calls that are recorded one by one take back what an update had counted', async () => {
    const usage = process();
    const a = usage.start(job);
    const used = { inputTokens: 1000, outputTokens: 100 };
    await usage.request({ session: 'job-1', key: 'c1', model: 'claude-sonnet-4-6', usage: used });
    await a.update({ ...used, numTurns: 2 });
    await a.complete({ requestCount: 0 });
    expect(await session()).toMatchObject({ ...used, requests: 1, costUsd: 0.0045, turns: 2, status: 'completed' });
  });

  it('a time that is stated goes before those that nobody stated, whatever their order', async () => {
    const a = process().start(job);
    clockMs += 600_000;
    await a.update({ inputTokens: 5 });
    expect((await session())?.engagedMinutes).toBeGreaterThan(10);
    await a.complete({ inputTokens: 10, engagedMs: 60_000 });
    expect(await session()).toMatchObject({ engagedMinutes: 1 });
    clockMs += 600_000;
    await process().start(job).fail();
    expect(await session()).toMatchObject({ engagedMinutes: 1, status: 'failed' });
  });

  it.each([
    ['nothing', {}, {}, {}],
    ['counts of an update', { inputTokens: 100 }, {}, { inputTokens: 100 }],
    ['turns alone', { inputTokens: 100 }, { numTurns: 3 }, { inputTokens: 100, turns: 3 }],
    ['a model', { inputTokens: 100 }, { model: 'gpt-5' }, { inputTokens: 100, model: 'gpt-5' }],
  ])('what is completed is final, whatever was stated: %s', async (_name, partials, finals, expected) => {
    const a = process().start(job);
    await a.update(partials);
    await a.fail();
    expect(await qualities()).toEqual(['partial']);
    await a.complete(finals);
    expect(await qualities()).toEqual(['final']);
    expect(await session()).toMatchObject({ ...expected, status: 'completed', requests: 1 });
  });

  it('of two ends at the same instant the second holds, of a session and of a run', async () => {
    const usage = recorder({ store, price: (request) => costOf(request, book), now: () => START_MS });
    const run = usage.run({ id: 'r' });
    const a = run.start(job);
    await a.complete({ inputTokens: 5, cacheWrite1hTokens: 7 });
    await a.fail();
    await run.complete();
    await run.fail();
    expect(await session()).toMatchObject({ status: 'failed', inputTokens: 5, cacheWriteTokens: 7 });
    const { runs } = await store.runs({ limit: 9, offset: 0 });
    expect(runs).toMatchObject([{ id: 'r', status: 'failed' }]);
  });

  it('of two ends of several processes at the same instant the counts are those of one', async () => {
    const usage = () => recorder({ store, price: (request) => costOf(request, book), now: () => START_MS });
    const [a, b] = [usage().start(job), usage().start(job)];
    await a.complete({ inputTokens: 1000, outputTokens: 1 });
    await b.complete({ inputTokens: 10, outputTokens: 50 });
    const ended = await session();
    expect([
      [1000, 1],
      [10, 50],
    ]).toContainEqual([ended?.inputTokens, ended?.outputTokens]);
  });

  it('no update replaces the end that a former version recorded, an end does', async () => {
    const a = process().start(job);
    const stated = { key: 'session/job-1', session: 'job-1', atMs: START_MS, provider: '', model: 'claude-sonnet-4-6' };
    const as = { serviceTier: '', speed: '', residency: '', kind: 'main', requestCount: 1, webSearchRequests: 0 };
    const counts = { inputTokens: 7, outputTokens: 0, cacheReadTokens: 0, reasoningTokens: 0 };
    const ended = { ...stated, ...as, ...counts, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
    const revision = 2 ** 43 + START_MS;
    const request: RequestRecord = { ...ended, grain: 'session', quality: 'final', revision, claim: START_MS };
    const batch = { source: 'recorder', requests: [request], toolCalls: [], turns: [], sessions: [], cursors: [] };
    await store.write(batch, (r) => costOf(r, book));
    await a.update({ inputTokens: 900 });
    expect(await session()).toMatchObject({ inputTokens: 7 });
    await a.complete({ inputTokens: 3 });
    expect(await session()).toMatchObject({ inputTokens: 3, requests: 1 });
  });

  it.each([
    [['block', 'fail', 'complete'], 'completed'],
    [['complete', 'block', 'fail'], 'failed'],
    [['fail', 'complete', 'block'], 'blocked'],
  ] as const)('of ends of a run at the same instant the last holds: %s', async (ends, status) => {
    const usage = recorder({ store, price: (request) => costOf(request, book), now: () => START_MS });
    const run = usage.run({ id: 'r' });
    for (const end of ends) await run[end]();
    expect((await store.runs({ limit: 9, offset: 0 })).runs).toMatchObject([{ id: 'r', status }]);
  });

  it('a record that no store takes fails alone, and is not tried again', async () => {
    const errors: unknown[] = [];
    const usage = recorder({
      store,
      price: (request) => costOf(request, book),
      now: () => clockMs,
      onError: (error) => errors.push(error),
    });
    const step = usage.aiSdk({ session: 'job-1' });
    const at = new Date(START_MS);
    const stepOf = (id: string, inputTokens: number) => ({
      response: { id, modelId: 'claude-opus-4-8', timestamp: at },
      usage: { inputTokens, outputTokens: 1 },
      finishReason: 'stop',
    });
    await step(stepOf('resp_0123456789abcdef1', 2 ** 52));
    expect(errors).toMatchObject([expect.objectContaining({ code: 'unsafe_integer' })]);
    expect(errors[0]).toBeInstanceOf(UsageError);
    await step(stepOf('resp_0123456789abcdef2', 5));
    await usage.flush();
    expect(await session()).toMatchObject({ inputTokens: 5, requests: 1 });
  });
});
