import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeCode } from '../sources/claude-code/index.ts';
import { dimension } from '../metrics/dimension.ts';
import { codex } from '../sources/codex/index.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { CostMode } from '../model/CostMode.ts';
import { priceBook } from '../pricing/priceBook.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { type SampleTranscripts, sampleTranscripts } from '../testing/sample/index.ts';
import { AnalyticsService } from './AnalyticsService.ts';
import { type Usagekit, usagekit } from './usagekit.ts';

const END_MS = Date.UTC(2026, 10, 20, 15, 30);
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Chatham', 'Australia/Lord_Howe'];

let folder: string;
let sample: SampleTranscripts;
let memory: Usagekit;
let sqlite: Usagekit;
let sources: UsageSource[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-service-'));
  sample = sampleTranscripts({ seed: 3, end: END_MS, days: 60 });
  for (const { path, lines } of sample) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${lines.join('\n')}\n`);
  }
  sources = [claudeCode({ paths: [join(folder, '.claude')] }), codex({ paths: [join(folder, '.codex')] })];
  const kit = (store: Parameters<typeof usagekit>[0]['store']): Usagekit =>
    usagekit({ store, sources, timeZone: 'UTC', now: () => END_MS });
  [memory, sqlite] = [kit(memoryStore()), kit(sqliteStore(openSqlite(':memory:')))];
  for (const of of [memory, sqlite]) {
    await of.migrate();
    await of.sync();
  }
}, 120_000);
afterAll(async () => {
  await Promise.all([memory.close(), sqlite.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const nano = (parts: { nanoUsd: string | null }[]): bigint =>
  parts.reduce((sum, p) => sum + BigInt(p.nanoUsd ?? '0'), 0n);
const count = (parts: Record<string, number>): number => Object.values(parts).reduce((a, b) => a + b, 0);

/** B06: every breakdown of an answer adds up to its headline. */
function expectSums(a: UsageAnalytics): void {
  const total = BigInt(a.cost.nanoUsd ?? '0');
  expect(nano(a.series.map((p) => p.cost))).toBe(total);
  expect(nano(Object.values(a.cost.byModel).map((m) => m.cost))).toBe(total);
  expect(nano(Object.values(a.sessions.byProject).map((p) => p.cost))).toBe(total);
  for (const point of a.series) {
    expect(nano(Object.values(point.byModel).map((m) => m.cost))).toBe(BigInt(point.cost.nanoUsd ?? '0'));
  }
  expect(count(a.sessions.byDay)).toBe(a.sessions.total);
  expect(count(a.peakHours)).toBe(a.sessions.total);
  expect(a.sessions.heatmap.reduce((n, cell) => n + cell.sessions, 0)).toBe(a.sessions.total);
  expect(a.series.reduce((n, p) => n + p.sessions, 0)).toBe(a.sessions.total);
  const { completed, failed, running, blocked, interrupted, incomplete } = a.sessions;
  expect(completed + failed + running + blocked + interrupted + incomplete).toBe(a.sessions.total);
  for (const name of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) {
    expect(Object.values(a.tokens.byModel).reduce((n, m) => n + m[name], 0)).toBe(a.tokens.total[name]);
    expect(a.series.reduce((n, p) => n + p.tokens[name], 0)).toBe(a.tokens.total[name]);
  }
  expect(a.series.reduce((n, p) => n + p.toolCalls, 0)).toBe(count(a.tools.usage));
}

describe('AnalyticsService', () => {
  it.each(ZONES)('S1.17 B06 rows sum to the headline, on SQLite as in memory: %s', async (timeZone) => {
    for (const groupBy of ['day', 'week', 'month'] as const) {
      const query = { dateRange: '30d', groupBy, timeZone } as const;
      const [a, b] = [await sqlite.service.getAnalytics(query), await memory.service.getAnalytics(query)];
      expect(a).toEqual(b);
      expect(a.sessions.total).toBeGreaterThan(50);
      expectSums(a);
    }
  });

  it('S2.02 finds in a sample of both agents exactly what is in it', async () => {
    const truth = sample.truth();
    const a = await sqlite.service.getAnalytics('all');
    expect(a.requests.total).toBe(truth.total.requests);
    expect(a.coverage.partialRequests).toBe(truth.partialRequests);
    expect(a.tokens.total).toMatchObject({
      input: truth.total.inputTokens,
      output: truth.total.outputTokens,
      cacheRead: truth.total.cacheReadTokens,
      cacheWrite5m: truth.total.cacheWrite5mTokens,
      cacheWrite1h: truth.total.cacheWrite1hTokens,
      reasoning: truth.total.reasoningTokens,
    });
    for (const [model, of] of Object.entries(truth.byModel)) expect(a.cost.byModel[model]?.requests).toBe(of.requests);
    // `Task` was the name of `Agent` until 2.1.42.
    const { Task, Agent, ...byTool } = truth.byTool;
    expect(a.tools.usage['Agent']).toBe((Task?.calls ?? 0) + (Agent?.calls ?? 0));
    for (const [tool, of] of Object.entries(byTool)) {
      expect([tool, a.tools.byTool[tool]]).toMatchObject([
        tool,
        { calls: of.calls, failed: of.error, deniedByUser: of.deniedByUser, deniedByRule: of.deniedByRule },
      ]);
    }
    const { sessions } = await sqlite.service.getSessions({ limit: 1000 });
    const found = new Map(sessions.map((s) => [s.id, s]));
    expect(found.size).toBe(truth.sessions.length);
    for (const of of truth.sessions) {
      expect(found.get(of.id)).toMatchObject({
        source: of.agent,
        project: of.project,
        startedAt: new Date(of.startedAtMs).toISOString(),
        turns: of.prompts,
        requests: of.requests,
        status: of.status,
      });
    }
  });

  it('S1.19 the parts of a range add up to it', async () => {
    const ask = (start: string, end: string) => sqlite.service.getAnalytics({ start, end });
    const [whole, left, right] = [
      await ask('2026-10-01', '2026-11-20'),
      await ask('2026-10-01', '2026-11-01'),
      await ask('2026-11-02', '2026-11-20'),
    ];
    expect(BigInt(left.cost.nanoUsd ?? 0) + BigInt(right.cost.nanoUsd ?? 0)).toBe(BigInt(whole.cost.nanoUsd ?? 0));
    expect(left.requests.total + right.requests.total).toBe(whole.requests.total);
    expect(left.sessions.total + right.sessions.total).toBe(whole.sessions.total);
  });

  it('B02 one query at three prices: as billed, as known now, at the price of today', async () => {
    const ask = async (of: Usagekit, costs?: CostMode) =>
      of.service.getAnalytics({ dateRange: 'all', ...(costs && { costs }) });
    const [billed, known, today] = [await ask(sqlite), await ask(sqlite, 'known-now'), await ask(sqlite, 'today')];
    expect(await ask(sqlite, 'billed')).toEqual(billed);
    expect(billed.coverage.prices).toBeUndefined();
    // The book is the one they were written with.
    expect(known.cost).toEqual(billed.cost);
    const undecided = { undecidedRequests: 0, undecidedTokens: 0 };
    expect(known.coverage.prices).toEqual({ mode: 'known-now', bookId: priceBook().id, at: null, ...undecided });
    const at = new Date(END_MS).toISOString();
    expect(today.coverage.prices).toEqual({ mode: 'today', bookId: priceBook().id, at, ...undecided });
    expect(today).toEqual(await ask(memory, 'today'));
    for (const answer of [known, today]) expectSums(answer);

    // Another book: what was billed stays, and both other modes follow it.
    const rates = { input: '1', output: '1', cacheRead: '1', cacheWrite5m: '1', cacheWrite1h: '1' };
    const model = Object.keys(billed.cost.byModel).find((name) => name.startsWith('claude-')) ?? '';
    const row = {
      id: 'own',
      provider: '',
      model,
      validFrom: '2026-11-20T09:00Z',
      knownFrom: '2026-11-20',
      source: 'x',
    };
    const prices = priceBook({ overrides: [{ ...row, rates, fees: { webSearch: '10' } }] });
    const store = sqliteStore(openSqlite(':memory:'));
    const other = usagekit({ store, timeZone: 'UTC', now: () => END_MS, prices: priceBook(), sources });
    await other.migrate();
    await other.sync();
    const own = new AnalyticsService({ store, timeZone: 'UTC', now: () => END_MS, prices });
    const of = async (costs: CostMode) => (await own.getAnalytics({ dateRange: 'all', costs })).cost.byModel[model];
    expect(await of('billed')).toEqual(billed.cost.byModel[model]);
    const { tokens, cost } = (await of('today')) ?? billed.series[0]!;
    const all = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite;
    expect(cost.nanoUsd).toBe(String(all * 1000));
    expect((await of('known-now'))?.cost.nanoUsd).not.toBe(cost.nanoUsd);
    await expect(own.getAnalytics({ dateRange: 'all', costs: 'x' as 'today' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
    const sessions = { family: 'sessions', segments: [], bucket: 'total', by: [], costs: 'today' } as const;
    await expect(own.getRollup(sessions)).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(await own.getRollup({ ...sessions, measures: ['sessions'] })).toEqual({ rows: [] });
    await other.close();
  });

  it('B04 an unpriced model is listed, not counted as free', async () => {
    const { coverage, cost } = await sqlite.service.getAnalytics('all');
    expect(coverage.unpriced.map((u) => u.model)).toEqual(['acme-router-v2']);
    expect(coverage.unpricedRequests).toBeGreaterThan(0);
    expect(cost.byModel['acme-router-v2']?.cost.usd).toBeNull();
  });

  it('S4.12 B06 what hiding failed sessions leaves out is said', async () => {
    const all = await sqlite.service.getAnalytics({ dateRange: 'all' });
    const shown = await sqlite.service.getAnalytics({ dateRange: 'all', hideFailed: true });
    expect(shown).toEqual(await memory.service.getAnalytics({ dateRange: 'all', hideFailed: true }));
    expect(shown.sessions.failed).toBe(0);
    expect(shown.coverage.excluded.sessions).toBe(all.sessions.failed);
    expect(shown.requests.total + shown.coverage.excluded.requests).toBe(all.requests.total);
    expectSums(shown);
  });

  it('S2.08 S2.14 pages of sessions never overlap and are in order', async () => {
    const first = await sqlite.service.getSessions({ limit: 20 });
    const second = await sqlite.service.getSessions({ limit: 20, offset: 20 });
    expect(new Set([...first.sessions, ...second.sessions].map((s) => s.id)).size).toBe(40);
    const costs = [...first.sessions, ...second.sessions].map((s) => s.costUsd ?? 0);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    expect(first.total).toBe((await sqlite.service.getAnalytics('all')).sessions.total);
  });

  it.each([
    [{ limit: -1 }, 'invalid_argument'],
    [{ limit: 1e9 }, 'invalid_argument'],
    [{ offset: 0.5 }, 'invalid_argument'],
    [{ sortBy: 'cost; drop table uk_session' as 'cost' }, 'invalid_argument'],
    [{ dateRange: { start: '2026-02-30', end: '2026-03-01' } }, 'invalid_date_range'],
    [{ dateRange: '30d' as const, timeZone: 'Mars/Base' }, 'invalid_time_zone'],
    [{ where: { colour: ['red'] } }, 'unknown_dimension'],
  ])('refuses %j', async (query, code) => {
    await expect(sqlite.service.getSessions(query)).rejects.toMatchObject({ code });
  });

  it('a filter that a part of the facts does not know leaves that part out, and says so', async () => {
    const all = await sqlite.service.getAnalytics('all');
    const by = (where: Record<string, string[]>) => ({ dateRange: 'all' as const, where, hideFailed: true });
    const main = await sqlite.service.getAnalytics(by({ kind: ['main'] }));
    expect(main).toEqual(await memory.service.getAnalytics(by({ kind: ['main'] })));
    expect(main.coverage.unavailable).toEqual({ tools: ['kind'], sessions: ['kind'] });
    expect(main.requests.total).toBeGreaterThan(0);
    expect(main.requests.total).toBeLessThan(all.requests.total);
    expect([main.sessions.total, main.sessions.top, main.tools.usage]).toEqual([0, [], {}]);
    const basis = ['provider', 'basis', 'quality'] as const;
    for (const name of basis) {
      const { coverage } = await sqlite.service.getAnalytics(by({ [name]: ['none'] }));
      expect(coverage.unavailable.sessions).toEqual([name]);
    }
    const bash = await sqlite.service.getAnalytics(by({ tool: ['Bash'] }));
    expect(bash.coverage.unavailable).toEqual({ usage: ['tool'], sessions: ['tool'] });
    expect(Object.keys(bash.tools.usage)).toEqual(['Bash']);
    expect([bash.cost.usd, bash.cost.nanoUsd]).toEqual([null, null]);
    expect((await sqlite.service.getAnalytics(by({ model: ['x'] }))).coverage.unavailable).toEqual({});
    await expect(sqlite.service.getAnalytics(by({ kind: ['main'], colour: ['red'] }))).rejects.toMatchObject({
      code: 'unknown_dimension',
    });
  });

  it('declared dimensions are known to the facts of their grain', async () => {
    const declared = [dimension('endpoint', { grain: 'request' }), dimension('team', { grain: 'session' })];
    const usage = usagekit({ store: memoryStore(), timeZone: 'UTC', now: () => END_MS, dimensions: declared });
    const asked = async (where: Record<string, string[]>) =>
      (await usage.service.getAnalytics({ dateRange: '7d', where })).coverage.unavailable;
    expect(await asked({ endpoint: ['/chat'] })).toEqual({ tools: ['endpoint'], sessions: ['endpoint'] });
    expect(await asked({ team: ['a'] })).toEqual({});
  });

  it('an empty store answers with zeros and says that it is empty', async () => {
    const empty = usagekit({ store: memoryStore(), timeZone: 'UTC', now: () => END_MS });
    const a = await empty.service.getAnalytics('7d');
    expect(a.sessions.total).toBe(0);
    expect(a.series).toHaveLength(7);
    expect(a.cost.usd).toBe(0);
    expect(a.coverage.dataFrom).toBeNull();
  });

  it('S1.18 a write between two reads never tears an answer', async () => {
    const store = memoryStore();
    const base = usagekit({
      store,
      timeZone: 'UTC',
      now: () => END_MS,
      sources: [codex({ paths: [join(folder, '.codex')] })],
    });
    let wrote = false;
    const racing = {
      ...store,
      distribution: async (...args: Parameters<typeof store.distribution>) => {
        if (!wrote) {
          wrote = true;
          await base.sync();
        }
        return store.distribution(...args);
      },
    };
    const a = await usagekit({ store: racing, timeZone: 'UTC', now: () => END_MS }).service.getAnalytics('all');
    expect(a.sessions.total).toBeGreaterThan(0);
    expectSums(a);
  });
});
