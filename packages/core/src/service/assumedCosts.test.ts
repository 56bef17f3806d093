import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { COST_MODES } from '../model/CostMode.ts';
import { costOf } from '../pricing/costOf.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { batch, request } from '../testing/steadyUsage.ts';
import { AnalyticsService } from './AnalyticsService.ts';
import { tieredBook as book } from './fixtures/tieredBook.ts';
import { usagekit } from './usagekit.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-assumed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(join(folder, 'usage.db')))],
])('usage of several requests on %s', (_, open) => {
  const served = async (requests: Parameters<typeof request>[]) => {
    const store = open();
    await store.migrate();
    const usage = batch({ requests: requests.map((of) => request(...of)) });
    await store.write(usage, (each) => costOf(each, book));
    return new AnalyticsService({ store, prices: book, timeZone: 'UTC', now: () => NOW_MS });
  };
  const session = (key: string, model: string, inputTokens: number, atMs = NOW_MS - 3_600_000) =>
    [key, key, atMs, { model, inputTokens, outputTokens: 0, grain: 'session' }] satisfies Parameters<typeof request>;
  const day = (key: string, model: string, inputTokens: number, requestCount: number) =>
    [key, '', NOW_MS - 7_200_000, { model, inputTokens, outputTokens: 0, grain: 'bucket', requestCount }] satisfies [
      ...Parameters<typeof request>,
    ];

  it.each(COST_MODES)('is told by how much of its cost is assumed: %s', async (costs) => {
    const service = await served([
      session('long', 'tiered', 400_000),
      session('short', 'tiered', 100_000, NOW_MS - 9_000_000),
      session('other', 'flat', 900_000),
      day('today', 'banded', 1_000_000, 10),
      ['one', 'one', NOW_MS - 3_600_000, { model: 'tiered', inputTokens: 200_000, outputTokens: 0 }],
    ]);
    const { coverage, cost } = await service.getAnalytics({ dateRange: '7d', costs });
    expect(cost.usd).toBe(3.4);
    expect(coverage.basis['list-price']).toEqual({ requests: 14, usd: 3.4 });
    expect(coverage.assumed).toEqual({ requests: 11, usd: 1.4 });
  });

  it.each(COST_MODES)('is grouped and filtered by it, also in days: %s', async (costs) => {
    const service = await served([
      session('long', 'tiered', 400_000),
      session('short', 'tiered', 90_000, NOW_MS - 9_000_000),
      day('today', 'banded', 1_000_000, 10),
    ]);
    const segments = [{ startMs: NOW_MS - 86_400_000, endMs: NOW_MS, offsetSlots: 0 }];
    const query = { family: 'usage', segments, by: ['sumPrice', 'model'], bucket: 'day', costs } as const;
    const found = async (where = {}) => {
      const { rows } = await service.getRollup({ ...query, where });
      return rows.map(({ key, measures }) => [...key, Number(measures.costPico) / 1e12]).toSorted();
    };
    const assumed = [
      ['assumed', 'banded', 1],
      ['assumed', 'tiered', 0.4],
    ];
    expect(await found()).toEqual([['', 'tiered', 0.09], ...assumed]);
    expect(await found({ sumPrice: ['assumed'] })).toEqual(assumed);
    expect(await found({ sumPrice: [''] })).toEqual([['', 'tiered', 0.09]]);
  });

  it.each(COST_MODES)('keeps what was recorded of covered use rather than an assumption: %s', async (costs) => {
    const store = open();
    const usage = usagekit({ store, prices: book, timeZone: 'UTC', now: () => NOW_MS, billing: 'subscription' });
    await usage.migrate();
    const end = async (key: string, inputTokens: number, totalCostUsd: string) => {
      const started = usage.recorder.start({ key, model: 'tiered', at: NOW_MS - 60_000 });
      await started.complete({ inputTokens, totalCostUsd });
    };
    await end('long', 400_000, '2.40');
    await end('short', 50_000, '0.07');
    const { coverage, cost } = await usage.service.getAnalytics({ dateRange: '7d', costs });
    expect([cost.usd, coverage.basis.subscription]).toEqual([2.45, { requests: 2, usd: 2.45 }]);
    expect(coverage.assumed).toEqual({ requests: 0, usd: 0 });
  });

  it.each([
    ['keeps what was recorded', 'tiered', [['400000', '0.70']], [0.7, 0.7, 0.7], 0.7],
    ['gives way', 'flat', [['400000', '0.70']], [0.7, 0.4, 0.4], 0.4],
    ['gives way below the first threshold', 'tiered', [['60000', '0.70']], [0.7, 0.06, 0.06], 0.06],
    ['is told one by one', 'tiered', [60_000, 400_000, 70_000].map((n) => [`${n}`, '0.70']), [2.1, 0.83, 0.83], 0.83],
  ])(
    'recorded of covered use before there was a price %s in the modes before a repricing as after it: %s',
    async (_, model, sums, unrepriced, repriced) => {
      const store = open();
      const opened = (prices: PriceBook) =>
        usagekit({ store, prices, timeZone: 'UTC', now: () => NOW_MS, billing: 'subscription' });
      const before = opened(priceBook({ rows: [] }));
      await before.migrate();
      for (const [i, [inputTokens, totalCostUsd]] of sums.entries()) {
        const started = before.recorder.start({ key: `s${i}`, model, at: NOW_MS - 60_000 - i * 900_000 });
        await started.complete({ inputTokens: Number(inputTokens), totalCostUsd: `${totalCostUsd}` });
      }
      await before.recorder.flush();
      const after = opened(book);
      const asked = async () => {
        const answers = COST_MODES.map((costs) => after.service.getAnalytics({ dateRange: '7d', costs }));
        return (await Promise.all(answers)).map(({ cost, coverage }) => [cost.usd, coverage.assumed.usd]);
      };
      expect(await asked()).toEqual(unrepriced.map((usd) => [usd, 0]));
      await after.reprice();
      expect(await asked()).toEqual(COST_MODES.map(() => [repriced, 0]));
    },
  );

  it('in sealed time counts as one sum in a quarter of an hour, of which what was recorded stays where it would be assumed', async () => {
    const store = open();
    await store.migrate();
    const sum = (key: string, inputTokens: number, minutes: number) =>
      request(...session(key, 'tiered', inputTokens, NOW_MS - 9_000_000 + minutes * 60_000));
    const requests = [sum('a', 60_000, 0), sum('b', 60_000, 14), sum('c', 60_000, 15), sum('d', 60_000, 30)];
    const recorded = requests.map((each) => ({ ...each, recordedNanoUsd: 700_000_000 }));
    const none = priceBook({ rows: [] });
    await store.write(batch({ requests: recorded }), (each) => costOf({ ...each, billing: 'subscription' }, none));
    const service = new AnalyticsService({ store, prices: book, timeZone: 'UTC', now: () => NOW_MS });
    const usd = async () => (await service.getAnalytics({ dateRange: '7d', costs: 'known-now' })).cost.usd;
    expect(await usd()).toBe(0.24);
    await store.seal(NOW_MS - 1_800_000);
    expect(await usd()).toBe(1.52);
  });

  it('gets the mark by a repricing where it was stored without, and loses it when that is undone', async () => {
    const store = open();
    await store.migrate();
    const usage = batch({ requests: [request(...session('long', 'tiered', 400_000))] });
    await store.write(usage, (each) => {
      const { priceKey, ...cost } = costOf(each, book);
      const { sumPrice: _, ...unmarked } = priceKey;
      return { ...cost, priceKey: unmarked };
    });
    const service = new AnalyticsService({ store, prices: book, timeZone: 'UTC', now: () => NOW_MS });
    const coverage = async () => (await service.getAnalytics({ dateRange: '7d' })).coverage.assumed;
    expect(await coverage()).toEqual({ requests: 0, usd: 0 });
    await store.reprice((each) => costOf(each, book), { bookId: book.id, nowMs: NOW_MS });
    expect(await coverage()).toEqual({ requests: 1, usd: 0.4 });
    await store.undoReprice();
    expect(await coverage()).toEqual({ requests: 0, usd: 0 });
  });

  it('of sums that are short one by one, at most those of one quarter of an hour are assumed where prices are not those billed', async () => {
    const at = (minutes: number) => NOW_MS - 9_000_000 + minutes * 60_000;
    const service = await served([
      session('a', 'tiered', 60_000, at(0)),
      session('b', 'tiered', 60_000, at(14)),
      session('c', 'tiered', 60_000, at(15)),
      session('d', 'tiered', 60_000, at(30)),
    ]);
    const assumed = async (costs: (typeof COST_MODES)[number]) => {
      const { coverage, cost } = await service.getAnalytics({ dateRange: '7d', costs });
      return [cost.usd, coverage.assumed.usd];
    };
    expect(await assumed('billed')).toEqual([0.24, 0]);
    expect(await assumed('known-now')).toEqual([0.24, 0.12]);
    expect(await assumed('today')).toEqual([0.24, 0.12]);
  });
});
