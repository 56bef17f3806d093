import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { UsageError } from '../errors.ts';
import { dimension } from '../metrics/dimension.ts';
import type { RollupMeasures, RollupQuery } from '../model/Rollup.ts';
import type { SessionSummary } from '../model/SessionSummary.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { type Recorder, recorder, type RecorderOptions } from './recorder.ts';

const START_MS = Date.UTC(2026, 1, 24, 9, 15);
const PHASES = ['translation', 'tests', 'candidacy', 'validation', 'discovery'];
const dimensions = [
  dimension('table', { grain: 'session' }),
  dimension('schema', { grain: 'session' }),
  dimension('phase', { grain: 'session', order: PHASES }),
  dimension('user', { grain: 'session' }),
  dimension('endpoint', { grain: 'request' }),
];
const EVER = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
const book = priceBook();
const job = { key: 'job-1', table: 'fact_sales', schema: 'dbo', phase: 'translation', model: 'claude-sonnet-4-6' };
const finals = {
  inputTokens: 1000,
  outputTokens: 200,
  cacheReadTokens: 5000,
  cacheWriteTokens: 300,
  totalCostUsd: 0.92,
  numTurns: 7,
  toolUseCount: 31,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-recorder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(join(folder, 'app.db')))],
])('S4.03 recorder on %s', (_, open) => {
  let store: UsageStore;
  let usage: Recorder;
  let clockMs: number;
  const made = (options: Partial<RecorderOptions> = {}): Recorder =>
    recorder({ store, price: (request) => costOf(request, book), now: () => clockMs, dimensions, ...options });
  const sessions = async (): Promise<SessionSummary[]> => {
    const query = { sortBy: 'date', sortOrder: 'asc', limit: 100, offset: 0 } as const;
    return (await store.sessions(query)).sessions;
  };
  const rows = async (
    query: Partial<RollupQuery> & Pick<RollupQuery, 'family'>,
  ): Promise<[string, RollupMeasures][]> => {
    const found = await store.rollup({ segments: EVER, bucket: 'total', by: [], ...query });
    return found.map((row): [string, RollupMeasures] => [row.key.join('|'), row.measures]).toSorted();
  };

  beforeEach(async () => {
    clockMs = START_MS;
    store = open();
    store.declare({ dimensions, zones: ['UTC'] });
    await store.migrate();
    usage = made();
  });
  afterEach(() => store.close());

  it('S4.03 start is a running row with zeros, seen at once; complete gives it its finals', async () => {
    const run = usage.run({ workspace: 'crm', totalTables: 14 });
    const a = run.start(job);
    await usage.flush();
    const [running] = await sessions();
    expect(running).toMatchObject({ id: 'job-1', source: 'recorder', project: 'crm', status: 'running', requests: 1 });
    expect(running).toMatchObject({ inputTokens: 0, outputTokens: 0, costUsd: 0, turns: 0, toolCalls: 0 });
    expect(running?.dimensions).toEqual({ table: 'fact_sales', schema: 'dbo', phase: 'translation' });

    clockMs += 12 * 60_000;
    await a.complete(finals);
    await run.complete();
    const all = await sessions();
    expect(all.length).toBe(1);
    expect(all[0]).toMatchObject({
      status: 'completed',
      startedAt: '2026-02-24T09:15:00.000Z',
      lastAt: '2026-02-24T09:27:00.000Z',
      engagedMinutes: 12,
      requests: 1,
      turns: 7,
      toolCalls: 31,
      inputTokens: 1000,
      outputTokens: 200,
      cacheReadTokens: 5000,
      cacheWriteTokens: 300,
      costUsd: 0.92,
      model: 'claude-sonnet-4-6',
    });
    expect(await rows({ family: 'usage', by: ['basis', 'quality', 'table', 'phase'] })).toEqual([
      ['recorded|final|fact_sales|translation', expect.objectContaining({ requests: 1n, costPico: 920_000_000_000n })],
    ]);
    expect(await rows({ family: 'tools', by: ['tool', 'outcome', 'table'] })).toEqual([
      ['|pending|fact_sales', expect.objectContaining({ calls: 31n })],
    ]);
  });

  it('B14 the time that model calls took is kept where it is stated, the longest of all statements', async () => {
    const a = usage.start(job);
    await a.update({ apiMs: 45_000 });
    await a.update({ apiMs: 30_000 });
    expect((await sessions())[0]?.apiMinutes).toBe(0.75);
    await a.update({ apiMs: 60_000 });
    expect((await sessions())[0]?.apiMinutes).toBe(1);
    clockMs += 120_000;
    await a.complete({ ...finals, apiMs: 90_000 });
    await a.complete(finals);
    await usage.start({ ...job, key: 'job-2' }).complete({ ...finals, apiMs: 0 });
    await usage.start({ ...job, key: 'job-3' }).complete(finals);
    expect((await sessions()).map((s) => [s.id, s.engagedMinutes, s.apiMinutes]).toSorted()).toEqual([
      ['job-1', 2, 1.5],
      ['job-2', 0, 0],
      ['job-3', 0, null],
    ]);
  });

  it('S4.03 without a cost of its own it costs the list price; an unknown model costs nobody knows what', async () => {
    await usage.start({ ...job, key: 1 }).complete({ inputTokens: 1_000_000 });
    await usage.start({ ...job, key: 2, model: 'in-house' }).complete({ inputTokens: 1_000_000 });
    expect((await sessions()).map((s) => [s.id, s.costUsd]).toSorted()).toEqual([
      ['1', 3],
      ['2', null],
    ]);
  });

  it.each(['fail', 'block'] as const)('S4.03 %s keeps what was used until then', async (end) => {
    const a = usage.start(job);
    await a.update({ inputTokens: 400, totalCostUsd: '0.10' });
    clockMs += 60_000;
    await a[end]({ outputTokens: 30, totalCostUsd: '0.123456789' });
    const [session] = await sessions();
    expect(session).toMatchObject({
      status: end === 'fail' ? 'failed' : 'blocked',
      inputTokens: 400,
      outputTokens: 30,
    });
    expect(await rows({ family: 'usage', by: ['quality'] })).toEqual([
      ['partial', expect.objectContaining({ costPico: 123_456_789_000n, requests: 1n })],
    ]);
  });

  it('an end that states nothing leaves what another process had recorded', async () => {
    await usage.start(job).update({ inputTokens: 400, outputTokens: 20 });
    await made().start(job).fail();
    expect(await sessions()).toMatchObject([{ status: 'failed', inputTokens: 400, outputTokens: 20, requests: 1 }]);
  });

  it('every call may be repeated, by another recorder too; a late start does not undo an end', async () => {
    const other = made();
    const run = usage.run({ id: 'r', workspace: 'crm' });
    const a = run.start(job);
    await a.complete(finals);
    const once = [await sessions(), await rows({ family: 'usage', by: ['table'] }), await rows({ family: 'tools' })];
    await a.complete(finals);
    await a.complete({ ...finals });
    await other.run({ id: 'r', workspace: 'crm' }).start(job).complete(finals);
    clockMs += 3_600_000;
    await a.complete(finals);
    await a.update({ inputTokens: 9 });
    other.run({ id: 'r' }).start(job);
    await other.flush();
    expect([await sessions(), await rows({ family: 'usage', by: ['table'] }), await rows({ family: 'tools' })]).toEqual(
      once,
    );
  });

  it('a corrected end replaces the one before, downwards too', async () => {
    const a = usage.start(job);
    await a.update({ inputTokens: 9_000 });
    await a.complete({ inputTokens: 800, totalCostUsd: 9 });
    await a.complete({ inputTokens: 700, totalCostUsd: 0.25 });
    expect(await sessions()).toMatchObject([{ inputTokens: 700, costUsd: 0.25, requests: 1 }]);
    await a.fail();
    expect(await sessions()).toMatchObject([{ status: 'failed', inputTokens: 700, costUsd: 0.25 }]);
    // The call of before says nothing new.
    await a.complete({ inputTokens: 700, totalCostUsd: 0.25 });
    expect(await sessions()).toMatchObject([{ status: 'failed' }]);
  });

  it('an update without counts says that it is alive', async () => {
    const a = usage.start(job);
    clockMs += 5 * 60_000;
    await a.update();
    expect(await sessions()).toMatchObject([{ status: 'running', lastAt: '2026-02-24T09:20:00.000Z', requests: 1 }]);
  });

  it('S4.19 dimensions come from the descriptor: unknown values are left out, those of requests lie there', async () => {
    usage.start({ ...job, phase: null, schema: undefined, user: '', endpoint: '/chat' });
    await usage.flush();
    expect((await sessions())[0]?.dimensions).toEqual({ table: 'fact_sales' });
    expect((await rows({ family: 'usage', by: ['endpoint', 'table'] }))[0]?.[0]).toBe('/chat|fact_sales');
  });

  it('S4.02 a reset of the workspace takes its sessions out, late ones of the run too', async () => {
    const run = usage.run({ workspace: 'crm' });
    await run.start(job).complete(finals);
    expect(await store.reset({ workspace: 'crm' }, 'reset by hand')).toEqual({ sessions: 1 });
    await run.start({ ...job, key: 'job-2' }).complete(finals);
    await usage.start({ ...job, key: 'job-3' }).complete(finals);
    expect((await sessions()).map((s) => s.id)).toEqual(['job-3']);
  });

  it('grain request: one model call, known again by its key', async () => {
    const call = {
      session: 'chat-1',
      key: 'resp_1',
      model: 'gpt-5.4',
      provider: 'openai',
      user: 'u1',
      endpoint: '/chat',
      usage: { inputTokens: 10, outputTokens: 5, reasoningTokens: 2 },
    };
    await Promise.all([usage.request(call), usage.request(call), made().request(call)]);
    await usage.request({ ...call, key: 'resp_2', endpoint: '/title', status: 'completed' });
    await usage.request({ ...call, key: null });
    expect(await sessions()).toMatchObject([
      { id: 'chat-1', status: 'completed', requests: 3, inputTokens: 30, outputTokens: 15, dimensions: { user: 'u1' } },
    ]);
    expect(
      (await rows({ family: 'usage', by: ['endpoint', 'provider'] })).map(([key, m]) => [key, m.requests]),
    ).toEqual([
      ['/chat|openai', 2n],
      ['/title|openai', 1n],
    ]);
  });

  it('sessions whose calls are recorded one by one count those only', async () => {
    const a = usage.start(job);
    await usage.request({ session: job.key, key: 'x', usage: { inputTokens: 3 } });
    await a.complete({ requestCount: 0 });
    expect(await sessions()).toMatchObject([{ status: 'completed', requests: 1, inputTokens: 3 }]);
    expect((await sessions())[0]?.dimensions).toMatchObject({ table: 'fact_sales' });
  });

  it('a write that failed is made again by the same call', async () => {
    let isLocked = true;
    const errors: unknown[] = [];
    const flaky: Pick<UsageStore, 'write'> = {
      write: (...call) => (isLocked ? Promise.reject(new UsageError('store_locked', 'locked')) : store.write(...call)),
    };
    const unlucky = made({ store: flaky, onError: (error) => errors.push(error) });
    const run = unlucky.run({ id: 'r', workspace: 'crm', totalTables: 2 });
    const a = run.start(job);
    await expect(a.complete(finals)).rejects.toMatchObject({ code: 'store_locked' });
    expect(await sessions()).toEqual([]);
    expect(errors.length).toBe(2);
    clockMs += 1000;
    isLocked = false;
    await a.complete(finals);
    expect(await sessions()).toMatchObject([{ status: 'completed', requests: 1, durationMinutes: 0 }]);
    // The session told of its run, whose own write had failed.
    expect(await store.reset({ workspace: 'crm' }, '')).toEqual({ sessions: 1 });
    await unlucky.flush();
  });

  it('rollups that wait are no difference, and flush brings them up to date', async () => {
    await Promise.all([1, 2, 3].map((key) => usage.start({ ...job, key }).complete(finals)));
    await usage.start({ ...job, key: 4 }).complete(finals);
    const answer = await rows({ family: 'usage', by: ['table'] });
    expect(answer).toMatchObject([['fact_sales', { requests: 4n, input: 4000n }]]);
    await usage.flush();
    expect(await store.check()).toMatchObject({ dirtyHours: 0, dirtyDays: 0, differenceCount: 0 });
    expect(await rows({ family: 'usage', by: ['table'] })).toEqual(answer);
  });
});
