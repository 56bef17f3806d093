import { describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import { DAY_MS, HOUR_MS } from '../model/timeSlot.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { AnalyticsService } from './AnalyticsService.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);
const own = { provider: '', model: 'm1', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: 'contract' };
const written = priceBook({ rows: [{ ...own, id: '1', rates: { input: '1', output: '1' } }] });
/** Prompts of more than 1,000 tokens are dearer now. */
const tiers = [{ promptOver: 1000, rates: { input: '4', output: '4' } }];
const now = priceBook({ rows: [{ ...own, id: '2', rates: { input: '2', output: '2' }, tiers }] });
const dimensions = [dimension('user', { grain: 'session' }), dimension('task', { grain: 'request' })];
const segments = [{ startMs: AT_MS - DAY_MS, endMs: AT_MS + 3 * DAY_MS, offsetSlots: 0 }];

/** A short prompt and a long one: all together they may be of either price. */
const pair = (long: Partial<RequestRecord>): RequestRecord[] => [
  request('short', 's', AT_MS, { inputTokens: 500, outputTokens: 0 }),
  request('long', 's', AT_MS, { inputTokens: 1500, outputTokens: 0, ...long }),
];

/** Each of the seven sums is the total. */
const partsOf = (total: number[]) => Array.from({ length: 7 }, () => total);

/** Sum of amounts, in nano-USD, and of requests without one. */
const sumOf = (figures: readonly { cost: { nanoUsd: string | null; unpricedRequests: number } }[]) => [
  figures.reduce((sum, { cost }) => sum + Number(cost.nanoUsd), 0),
  figures.reduce((sum, { cost }) => sum + cost.unpricedRequests, 0),
];

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('sealed time at the prices known now, on %s', (_, open) => {
  /** The dashboard's total, the sums of its parts, and those of rollups by other names. */
  async function answered(requests: RequestRecord[], sessions: SessionRecord[]) {
    const store = open();
    store.declare({ zones: ['UTC'], dimensions });
    await store.migrate();
    const of = { store, timeZone: 'UTC', now: () => AT_MS + 90 * DAY_MS, prices: now, dimensions };
    const service = new AnalyticsService(of);
    await store.write(batch({ requests, sessions }), (each) => costOf(each, written));
    await store.seal(AT_MS + 30 * DAY_MS);
    const asked = { dateRange: { start: '2026-03-01', end: '2026-03-31' }, costs: 'known-now' } as const;
    const { cost, series, sessions: of_, coverage } = await service.getAnalytics(asked);
    const total = [Number(cost.nanoUsd), cost.unpricedRequests];
    const parts = [Object.values(cost.byModel), series, Object.values(of_.byProject)].map(sumOf);
    for (const by of [['user'], ['task'], ['kind', 'source'], ['quality']]) {
      const { rows } = await service.getRollup({ family: 'usage', bucket: 'slot', segments, by, costs: 'known-now' });
      const figures = rows.map(({ measures }) => ({
        cost: { nanoUsd: `${(measures.costPico ?? 0n) / 1000n}`, unpricedRequests: Number(measures.unpricedRequests) },
      }));
      parts.push(sumOf(figures));
    }
    const hidden = await service.getAnalytics({ ...asked, hideFailed: true });
    const { excluded } = hidden.coverage;
    const shown = [
      Number(hidden.cost.nanoUsd) + Math.round(excluded.costUsd * 1e9),
      hidden.requests.total + excluded.requests,
    ];
    await store.close();
    return { total, parts, shown, undecided: coverage.prices?.undecidedRequests };
  }

  it.each<[string, Partial<RequestRecord>, Partial<SessionRecord>?]>([
    ['days', { atMs: AT_MS + DAY_MS }],
    ['quarters of an hour', { atMs: AT_MS + HOUR_MS / 4 }],
    ['qualities', { quality: 'partial' }],
    ['kinds', { kind: 'subagent' }],
    ['projects', { session: 't' }, { project: 'q' }],
    ['users', { session: 't' }, { dimensions: { user: 'b' } }],
    ['tasks', { dimensions: { task: 'b' } }],
    ['sessions of which one failed', { session: 't' }, { status: 'failed' }],
  ])('requests of two %s are told apart in every figure', async (_name, long, of = {}) => {
    const found = await answered(pair(long), [session('s', AT_MS), session('t', AT_MS, of)]);
    const total = [7e6, 0];
    expect(found).toEqual({ total, parts: partsOf(total), shown: [7e6, 2], undecided: 0 });
  });

  it('requests that nothing tells apart have no price in any figure', async () => {
    const others = [request('other', 's', AT_MS + DAY_MS, { inputTokens: 500, outputTokens: 0 })];
    const found = await answered([...pair({ atMs: AT_MS + 1 }), ...others], [session('s', AT_MS)]);
    const total = [1e6, 2];
    expect(found).toEqual({ total, parts: partsOf(total), shown: [1e6, 3], undecided: 2 });
  });
});
