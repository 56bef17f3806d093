import { describe, expect, it } from 'vitest';

import { aggregateSessions } from './aggregateSessions.ts';
import { liveCounts } from './liveCounts.ts';
import { liveSession } from './liveSession.ts';
import { clockThresholds, liveState, sessionClock } from './sessionClock.ts';
import { sessionSummary } from './sessionSummary.ts';
import type { UsageSession } from './UsageSession.ts';

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 10, 20, 15, 30);

const session = (more: Partial<UsageSession>): UsageSession => ({
  id: 'a',
  project: 'web',
  status: 'running',
  startedAtMs: NOW_MS - 120 * MINUTE_MS,
  lastAtMs: NOW_MS,
  requests: [],
  toolCalls: [],
  ...more,
});

describe('B14 session clock', () => {
  it.each([
    [0, 'running'],
    [5 * MINUTE_MS - 1, 'running'],
    [5 * MINUTE_MS, 'idle'],
    [60 * MINUTE_MS - 1, 'idle'],
    [60 * MINUTE_MS, 'stalled'],
    [11 * 86_400_000, 'stalled'],
  ] as const)('running and silent for %i ms: %s', (silentMs, state) => {
    const clock = sessionClock(session({ lastAtMs: NOW_MS - silentMs }), NOW_MS);
    expect(clock).toMatchObject({ state, silentMs });
  });

  it('last heard of in the future, by another machine’s clock: running, and silent for no time', () => {
    const clock = sessionClock(session({ lastAtMs: NOW_MS + 7 * MINUTE_MS }), NOW_MS);
    expect(clock).toMatchObject({ state: 'running', silentMs: 0, wallMs: 127 * MINUTE_MS });
  });

  it('an end that is before the start is no negative time', () => {
    expect(sessionClock(session({ lastAtMs: 0 }), NOW_MS).wallMs).toBe(0);
  });

  it('what has ended is what its source says, however long ago', () => {
    for (const status of ['completed', 'failed', 'blocked', 'interrupted', 'incomplete'] as const) {
      expect(sessionClock(session({ status, lastAtMs: 0 }), NOW_MS)).toMatchObject({ state: status, silentMs: null });
    }
  });

  it('wall, engaged and model time are told apart, and none of them grows while nothing happens', () => {
    const of = session({ lastAtMs: NOW_MS - 30 * MINUTE_MS, engagedMs: 40 * MINUTE_MS, apiMs: 12 * MINUTE_MS });
    const times = { wallMs: 90 * MINUTE_MS, engagedMs: 40 * MINUTE_MS, apiMs: 12 * MINUTE_MS };
    expect(sessionClock(of, NOW_MS)).toMatchObject({ state: 'idle', ...times });
    expect(sessionClock(of, NOW_MS + 9e9)).toMatchObject({ state: 'stalled', ...times });
    expect(sessionClock(session({}), NOW_MS).apiMs).toBeNull();
  });

  it.each([
    ['Europe/Berlin puts its clocks forward', '2026-03-29T00:30:00Z'],
    ['Europe/Berlin puts its clocks back', '2026-10-25T00:30:00Z'],
  ])('passes as on any other day while %s', (_, start) => {
    const startedAtMs = Date.parse(start);
    const of = session({ startedAtMs, lastAtMs: startedAtMs + 60 * MINUTE_MS });
    expect(sessionClock(of, startedAtMs + 65 * MINUTE_MS - 1)).toMatchObject({
      state: 'running',
      wallMs: 60 * MINUTE_MS,
    });
    expect(sessionClock(of, startedAtMs + 65 * MINUTE_MS).state).toBe('idle');
    expect(sessionClock(of, startedAtMs + 120 * MINUTE_MS).state).toBe('stalled');
  });

  it('thresholds are the host’s', () => {
    const clock = { idleAfterMs: 0, stalledAfterMs: Infinity };
    expect(liveState(NOW_MS, NOW_MS, clock)).toBe('idle');
    expect(liveState(0, NOW_MS, clock)).toBe('idle');
    // A host that only names the later one need not know the earlier.
    expect(clockThresholds({ stalledAfterMs: 1000 })).toEqual({ idleAfterMs: 1000, stalledAfterMs: 1000 });
    const text = { idleAfterMs: '5' as never, stalledAfterMs: '10' as never };
    const none = [{ idleAfterMs: -1 }, { stalledAfterMs: Number.NaN }, { stalledAfterMs: null as never }, text];
    for (const wrong of [...none, { idleAfterMs: 2, stalledAfterMs: 1 }, { stalledAfterMs: '9000' as never }]) {
      expect(() => liveState(0, 0, wrong)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
    }
  });

  it('rows, cards and counts agree', () => {
    const silences = [0, 5, 59, 60, 600].map((minutes) => minutes * MINUTE_MS);
    const sessions = silences.map((silentMs, i) => session({ id: `${i}`, lastAtMs: NOW_MS - silentMs }));
    const all = [...sessions, session({ id: 'done', status: 'completed' })];
    const { live, running, top } = aggregateSessions(all, { nowMs: NOW_MS });
    expect(live).toEqual({ running: 1, idle: 2, stalled: 2 });
    expect(live.running + live.idle + live.stalled).toBe(running);
    expect(
      liveCounts(
        sessions.map((s) => s.lastAtMs),
        NOW_MS,
      ),
    ).toEqual(live);
    for (const state of ['running', 'idle', 'stalled'] as const) {
      expect(top.filter((row) => row.state === state)).toHaveLength(live[state]);
    }
  });

  it('counts and cost of what has not ended are provisional, stalled or not', () => {
    const row = (status: UsageSession['status'], lastAtMs: number) =>
      liveSession(sessionSummary(session({ status, lastAtMs })), NOW_MS);
    expect(row('running', NOW_MS - 90_000)).toMatchObject({ state: 'running', provisional: true, silentMinutes: 1.5 });
    expect(row('running', 0)).toMatchObject({ state: 'stalled', provisional: true });
    expect(row('completed', 0)).toMatchObject({ state: 'completed', provisional: false, silentMinutes: null });
  });
});
