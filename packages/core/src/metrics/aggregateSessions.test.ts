import { describe, expect, it } from 'vitest';

import { aggregateSessions } from './aggregateSessions.ts';
import { calculatePeakHours } from './calculatePeakHours.ts';
import { sessionMeasures } from './sessionMeasures.ts';
import type { SessionRequest, UsageSession } from './UsageSession.ts';

const request = (model: string, nanoUsd: number | null): SessionRequest => ({
  atMs: Date.UTC(2026, 0, 1, 12),
  model,
  requestCount: 1,
  quality: 'final',
  inputTokens: 3,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 1,
  cacheWrite1hTokens: 1,
  outputTokens: 2,
  reasoningTokens: 0,
  cost: { nanoUsd, picoRest: 0, basis: nanoUsd === null ? 'unpriced' : 'list-price' },
});
const session = (id: string, requests: SessionRequest[], startedAtMs = Date.UTC(2026, 0, 1, 12)): UsageSession => ({
  id,
  project: 'web',
  status: 'completed',
  startedAtMs,
  lastAtMs: startedAtMs + 60_000,
  requests,
  toolCalls: [],
});

describe('S1.17 aggregateSessions', () => {
  it('lists the dearest sessions first, those without a price last', () => {
    const sessions = [
      session('free', [{ ...request('m', 0), requestCount: 0 }, request('m', null)]),
      session('none', [request('m', null)]),
      session('dear', [request('m', 9)]),
    ];
    expect(aggregateSessions(sessions).top.map(({ id, costUsd }) => [id, costUsd])).toEqual([
      ['dear', 9e-9],
      ['free', 0],
      ['none', null],
    ]);
  });

  it('names the dearest model of a session, ties by name', () => {
    const [summary] = aggregateSessions([
      session('a', [request('b', 2), request('c', 1), request('c', 1), request('a', null)]),
    ]).top;
    expect(summary).toMatchObject({
      model: 'b',
      models: ['a', 'b', 'c'],
      cacheWriteTokens: 8,
      unpricedRequests: 1,
      requests: 4,
    });
  });

  it('counts days in UTC unless a zone is given, and every day between', () => {
    const sessions = [session('a', [], Date.UTC(2026, 0, 1, 20)), session('b', [], Date.UTC(2026, 0, 4, 20))];
    expect(aggregateSessions(sessions).byDay).toEqual({
      '2026-01-01': 1,
      '2026-01-02': 0,
      '2026-01-03': 0,
      '2026-01-04': 1,
    });
    const local = aggregateSessions(sessions, { timeZone: 'Asia/Kathmandu' }).byDay;
    expect(Object.keys(local)).toEqual(['2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05']);
    expect(calculatePeakHours(sessions)[20]).toBe(2);
  });

  it.each([
    ['Asia/Tokyo', '1990-01-01'],
    ['America/New_York', '1989-12-31'],
  ])('has the first session that there can be, in %s', (timeZone, day) => {
    expect(aggregateSessions([session('a', [], Date.UTC(1990, 0, 1))], { timeZone }).byDay).toEqual({ [day]: 1 });
  });

  it('any text is a project name', () => {
    const byProject = aggregateSessions([{ ...session('a', []), project: '__proto__' }]).byProject;
    expect(Object.keys(byProject)).toEqual(['__proto__']);
    expect(byProject['__proto__']?.sessions).toBe(1);
    expect(Object.hasOwn(byProject, 'constructor')).toBe(false);
  });

  it('a running session has no duration yet', () => {
    const running = { ...session('a', []), status: 'running' as const };
    expect(sessionMeasures(running)).toEqual({ sessions: 1n, durationMs: 0n, durationN: 0n, engagedMs: 0n });
  });

  it('of nothing is empty', () => {
    expect(aggregateSessions([])).toMatchObject({ total: 0, byDay: {}, completionRate: null, top: [] });
  });
});
