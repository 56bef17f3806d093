import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { TokenTotals } from '../model/UsageAnalytics.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { makesSession } from '../model/usageGrain.ts';
import { examplePrice, FROM_MS, TO_MS, usageBatch } from '../testing/ledgerArbitraries.ts';
import { aggregateSessions } from './aggregateSessions.ts';
import { aggregateTokens } from './aggregateTokens.ts';
import { aggregateTools } from './aggregateTools.ts';
import { type AnalyticsRows, analyticsQueries } from './analyticsQueries.ts';
import { calculatePeakHours } from './calculatePeakHours.ts';
import { joinLedger } from './joinLedger.ts';
import { emptyLedger, type Ledger, ledgerKey } from './Ledger.ts';
import { resolveDateRange } from './resolveDateRange.ts';
import { rollup } from './rollup.ts';
import { sessionFacts } from './sessionFacts.ts';
import { usageAnalytics } from './usageAnalytics.ts';
import type { UsageSession } from './UsageSession.ts';
import { zoneSegments } from './zoneSegments.ts';

const DAY_MS = 86_400_000;

/** Zones with the days, from 2026-03-08 on, at which their clocks change, or which are of interest otherwise. */
const CHANGES: readonly [timeZone: string, ...days: number[]][] = [
  ['UTC', 0],
  ['America/New_York', 0, 238],
  ['America/St_Johns', 0, 238],
  ['America/Sao_Paulo', 0, -2680],
  ['Asia/Kolkata', 0],
  ['Asia/Kathmandu', 0, 238],
  ['Pacific/Chatham', 28, 203],
  ['Pacific/Apia', 0, -5182],
  ['Australia/Lord_Howe', 28, 210],
  ['Africa/Casablanca', -378, -336],
  ['Africa/Cairo', -317],
  ['Asia/Beirut', -343],
  ['Antarctica/Troll', 21, 231],
  ['Pacific/Kiritimati', 0],
  ['Pacific/Niue', 0],
];

const shifted = (batch: UsageBatch, ms: number): UsageBatch => ({
  ...batch,
  requests: batch.requests.map((r) => ({ ...r, atMs: r.atMs + ms })),
  toolCalls: batch.toolCalls.map((t) => ({ ...t, atMs: t.atMs + ms })),
  turns: batch.turns.map((t) => ({ ...t, atMs: t.atMs + ms })),
  sessions: batch.sessions.map((s) => ({ ...s, lastAtMs: s.lastAtMs + ms, statusAtMs: s.statusAtMs + ms })),
});

/** A ledger around a change of clocks, its zone, and a range that cuts it somewhere. */
const scene = fc
  .tuple(
    fc.array(usageBatch, { maxLength: 4 }),
    fc.constantFrom(...CHANGES.flatMap(([timeZone, ...days]) => days.map((day) => ({ timeZone, day })))),
    fc.uniqueArray(fc.integer({ min: FROM_MS - DAY_MS, max: TO_MS + DAY_MS }), { minLength: 2, maxLength: 2 }),
  )
  .map(([batches, { timeZone, day }, cuts]) => {
    const ledger = emptyLedger();
    for (const batch of batches) joinLedger(ledger, shifted(batch, day * DAY_MS), examplePrice);
    const [start = 0, end = 0] = cuts.map((ms) => ms + day * DAY_MS).toSorted((a, b) => a - b);
    return { ledger, timeZone, range: { start, end } };
  });

function answer(
  ledger: Ledger,
  range: { start: number; end: number },
  timeZone: string,
  groupBy: 'day' | 'week' | 'month',
) {
  const nowMs = range.end;
  const resolved = resolveDateRange(range, { timeZone, nowMs });
  const queries = analyticsQueries(zoneSegments(resolved, timeZone), {});
  const rows = Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, rollup(ledger, query)]));
  const extent = { firstMs: null, lastMs: null };
  return usageAnalytics({
    dateRange: range,
    range: resolved,
    timeZone,
    groupBy,
    nowMs,
    extent,
    costs: { values: [], approximate: false },
    top: [],
    runningLastMs: [...sessionFacts(ledger).values()]
      .filter(
        ({ session, startedMs }) => session.status === 'running' && startedMs >= range.start && startedMs < range.end,
      )
      .map(({ lastMs }) => lastMs),
    rows: rows as unknown as AnalyticsRows,
  });
}

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const nano = (figures: Iterable<{ cost: { nanoUsd: string | null } }>): bigint =>
  [...figures].reduce((a, { cost }) => a + BigInt(cost.nanoUsd ?? 0), 0n);
const tokenSum = (all: readonly TokenTotals[]): TokenTotals => {
  const total = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0 };
  for (const one of all) for (const key of Object.keys(total) as (keyof TokenTotals)[]) total[key] += one[key];
  return total;
};

describe('usageAnalytics', () => {
  it('Σ days = Σ models = Σ projects = total, in every zone, over every change of clocks', () => {
    fc.assert(
      fc.property(scene, fc.constantFrom('day', 'week', 'month'), ({ ledger, timeZone, range }, groupBy) => {
        const answered = answer(ledger, range, timeZone, groupBy);
        const { sessions, tokens, requests, cost, series, peakHours, coverage, tools } = answered;
        const [models, projects] = [Object.values(cost.byModel), Object.values(sessions.byProject)];
        for (const parts of [series, models, projects]) {
          expect(sum(parts.map((part) => part.requests))).toBe(requests.total);
          expect(tokenSum(parts.map((part) => part.tokens))).toEqual(tokens.total);
          expect(String(nano(parts))).toBe(cost.nanoUsd ?? '0');
          expect(sum(parts.map((part) => part.cost.unpricedTokens))).toBe(coverage.unpricedTokens);
        }
        expect(tokenSum(Object.values(tokens.byModel))).toEqual(tokens.total);
        for (const point of series) {
          expect(String(nano(Object.values(point.byModel)))).toBe(point.cost.nanoUsd ?? '0');
          expect(sum(Object.values(point.byModel).map((figures) => figures.requests))).toBe(point.requests);
        }
        const counts = [
          Object.values(sessions.byDay),
          Object.values(peakHours),
          sessions.heatmap.map((cell) => cell.sessions),
          series.map((point) => point.sessions),
          projects.map((project) => project.sessions),
          [
            sessions.completed,
            sessions.failed,
            sessions.running,
            sessions.blocked,
            sessions.interrupted,
            sessions.incomplete,
          ],
        ];
        for (const count of counts) expect(sum(count)).toBe(sessions.total);
        expect(sum(series.map((point) => point.toolCalls))).toBe(sum(Object.values(tools.usage)));
        expect(sum(series.map((point) => point.toolFailures))).toBe(sum(Object.values(tools.failures)));
        expect(sum(Object.values(coverage.basis).map((basis) => basis.requests))).toBe(requests.total);
      }),
      { numRuns: 300 },
    );
  });

  it('every session hour lies in a cell that occurred', () => {
    fc.assert(
      fc.property(scene, ({ ledger, timeZone, range }) => {
        const { heatmap } = answer(ledger, range, timeZone, 'day').sessions;
        expect(heatmap.filter((cell) => cell.sessions > 0 && cell.occurrences === 0)).toEqual([]);
      }),
    );
  });
});

/** The sessions of a ledger as plain objects. */
function sessionsOf(ledger: Ledger): UsageSession[] {
  return [...sessionFacts(ledger).values()].map(({ session, startedMs, lastMs, engagedMs, turns }) => {
    const own = (r: { source: string; session: string }) => r.source === session.source && r.session === session.id;
    return {
      id: session.id,
      source: session.source,
      project: session.project,
      status: session.status,
      startedAtMs: startedMs,
      lastAtMs: lastMs,
      engagedMs,
      turns: Number(turns),
      requests: [...ledger.requests.values()].filter((r) => own(r) && makesSession(r.grain)),
      toolCalls: [...ledger.toolCalls.values()].filter(own),
    };
  });
}

/** A ledger without usage outside of sessions, and calls of sessions that made no request: stores count both, but they are in no session. */
function withinSessions(ledger: Ledger): Ledger {
  const sessions = sessionFacts(ledger);
  const calls = [...ledger.toolCalls].filter(([, call]) => sessions.has(ledgerKey(call.source, call.session)));
  const requests = [...ledger.requests].filter(([, request]) => makesSession(request.grain));
  return { ...ledger, requests: new Map(requests), toolCalls: new Map(calls) };
}

describe('S1.17 aggregations over plain sessions', () => {
  it('equal the parts that a store and usageAnalytics give', () => {
    fc.assert(
      fc.property(scene, ({ ledger: scenery, timeZone, range: { start, end } }) => {
        const ledger = withinSessions(scenery);
        const whole = answer(ledger, { start, end }, timeZone, 'day');
        const options = { timeZone, range: { startMs: start, endMs: end }, nowMs: end };
        const sessions = sessionsOf(ledger);
        expect({ ...aggregateSessions(sessions, options), top: [] }).toEqual(whole.sessions);
        expect(aggregateTokens(sessions, options)).toEqual(whole.tokens);
        expect(aggregateTools(sessions, options)).toEqual(whole.tools);
        expect(calculatePeakHours(sessions, options)).toEqual(whole.peakHours);
      }),
    );
  });

  it('without a range count everything there is', () => {
    fc.assert(
      fc.property(scene, ({ ledger, timeZone }) => {
        const sessions = sessionsOf(ledger);
        const { total, byDay, top } = aggregateSessions(sessions, { timeZone });
        expect([
          total,
          sum(Object.values(byDay)),
          sum(Object.values(calculatePeakHours(sessions, { timeZone }))),
        ]).toEqual(Array.from({ length: 3 }, () => sessions.length));
        expect(top).toHaveLength(Math.min(10, sessions.length));
        expect(sum(Object.values(aggregateTools(sessions, { timeZone }).usage))).toBe(
          sum(sessions.map((s) => s.toolCalls.length)),
        );
        expect(aggregateTokens(sessions, { timeZone }).total.output).toBe(
          sum(sessions.flatMap((s) => s.requests.map((r) => r.outputTokens))),
        );
      }),
    );
  });
});
