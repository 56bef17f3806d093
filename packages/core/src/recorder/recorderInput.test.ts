import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { recorder } from './recorder.ts';

const job = { key: 'job-1', table: 'fact_sales', phase: 'translation' };

it('S4.19 bad input is an error, and changes nothing', async () => {
  const store = memoryStore();
  const dimensions = [dimension('phase', { grain: 'session', order: ['translation', 'tests'] })];
  const usage = recorder({ store, price: examplePrice, dimensions });
  const bad = { code: 'invalid_argument' };
  const throws = (work: () => unknown) => expect(work).toThrow(expect.objectContaining(bad));
  throws(() => usage.start({ ...job, key: '' }));
  throws(() => usage.start({ table: 'x' } as never));
  throws(() => usage.start(undefined as never));
  throws(() => usage.start({ ...job, phase: 'translaton' }));
  throws(() => usage.start({ ...job, attempt: 0.3 }));
  throws(() => usage.start({ ...job, attempt: true }));
  throws(() => usage.start({ ...job, status: 'running' }));
  for (const at of [new Date('never'), 1_796_000_000, 1_796_000_000_000_000, Date.UTC(1989, 11, 31), 2 ** 53 - 1]) {
    throws(() => usage.start({ ...job, at }));
    await expect(usage.request({ session: 's', at, usage: {} })).rejects.toMatchObject(bad);
  }
  throws(() => usage.start({ ...job, model: 4 as never }));
  for (const totalTables of [-1, 2 ** 31]) throws(() => usage.run({ totalTables }));
  throws(() => usage.run({ id: '' }));
  throws(() => usage.run({ key: 'run-1' } as never));
  throws(() => usage.run({ id: 'run-1', totaltables: 3 } as never));
  const a = usage.start(job);
  for (const wrong of [
    { inputTokens: -1 },
    { inputTokens: 1.5 },
    { inputTokens: Number.NaN },
    { outputTokens: 2 ** 53 },
    { inputTokens: '5' as never },
    { inputTokens: 5n as never },
    { numTurns: -1 },
    { toolUseCount: 0.5 },
    { requestCount: 2 ** 31 },
    { numTurns: 2 ** 31 },
    { toolUseCount: 2 ** 31 },
    { engagedMs: Date.UTC(2105, 0, 1) },
    { apiMs: 2 ** 42 },
    { totalCostUsd: -0.1 },
    { totalCostUsd: 'free' },
    { cacheWriteTokens: 1, cacheWrite1hTokens: 2 },
    { outputTokens: 1, reasoningTokens: 2 },
    { input_tokens: 5 } as never,
    { requestCount: 0, inputTokens: 1 },
    { requestCount: 0, totalCostUsd: '3' },
    { at: 1_796_000_000_000_000 },
  ]) {
    await expect(a.complete(wrong)).rejects.toMatchObject(bad);
    await expect(a.update(wrong)).rejects.toMatchObject(bad);
  }
  await expect(a.complete({ totalCostUsd: 9_100_000 })).rejects.toMatchObject({ code: 'unsafe_integer' });
  await expect(usage.request({ session: '', usage: {} })).rejects.toMatchObject(bad);
  await expect(usage.request({ session: 's', usage: undefined as never })).rejects.toMatchObject(bad);
  await expect(usage.request({ session: 's', usage: {}, status: 'done' as never })).rejects.toMatchObject(bad);
  const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
  expect(sessions).toMatchObject([{ id: 'job-1', status: 'running', inputTokens: 0, turns: 0, toolCalls: 0 }]);
});

it.each([
  [5n, 'inputTokens is a bigint'],
  [-5, 'inputTokens is -5'],
])('S4.19 a count that is none is told by what it is: %s', async (inputTokens, message) => {
  const a = recorder({ store: memoryStore(), price: examplePrice }).start(job);
  const told = { code: 'invalid_argument', message: expect.stringContaining(message) };
  await expect(a.complete({ inputTokens: inputTokens as never })).rejects.toMatchObject(told);
});

it('S4.19 whole numbers are taken for ids, as text: of a session, a user, a table', async () => {
  const store = memoryStore();
  store.declare({ dimensions: [dimension('user', { grain: 'request' })] });
  const usage = recorder({ store, price: examplePrice });
  await usage.start({ key: 1, table: 7 }).complete({ inputTokens: 1 });
  await usage.aiSdk({ session: 2, user: 42 })({
    response: { id: 'resp_0123456789abcdef', modelId: 'm', timestamp: new Date() },
    usage: { inputTokens: 3, outputTokens: 1 },
  });
  const { sessions } = await store.sessions({ sortBy: 'tokens', sortOrder: 'asc', limit: 9, offset: 0 });
  expect(sessions).toMatchObject([
    { id: '1', dimensions: { table: '7' } },
    { id: '2', inputTokens: 3 },
  ]);
  const segments = [{ startMs: Date.UTC(2020, 0, 1), endMs: Date.UTC(2090, 0, 1), offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['user'] });
  expect(rows.map(({ key }) => key)).toContainEqual(['42']);
});

it('S4.19 of two ends that are stated in one millisecond the later holds', async () => {
  const store = memoryStore();
  const usage = recorder({ store, price: examplePrice, now: () => Date.UTC(2026, 10, 20) });
  for (const [key, ends] of [
    ['a', ['complete', 'fail']],
    ['b', ['fail', 'complete']],
  ] as const) {
    const started = usage.start({ ...job, key });
    for (const end of ends) await started[end]({ inputTokens: 1 });
  }
  const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
  expect(sessions.map(({ id, status }) => [id, status]).toSorted()).toEqual([
    ['a', 'failed'],
    ['b', 'completed'],
  ]);
});

it('S4.19 a duration of an SDK that no work can take is not known, and the rest is recorded', async () => {
  const store = memoryStore();
  const usage = recorder({ store, price: examplePrice });
  await usage.aiSdk({ session: 's' })({
    response: { id: 'resp_0123456789abcdef', modelId: 'm', timestamp: new Date() },
    usage: { inputTokens: 3, outputTokens: 1 },
    performance: { stepTimeMs: 2 ** 52 },
  });
  const { sessions } = await store.sessions({ sortBy: 'tokens', sortOrder: 'asc', limit: 9, offset: 0 });
  expect(sessions).toMatchObject([{ id: 's', inputTokens: 3, turns: 1, engagedMinutes: 0 }]);
});
