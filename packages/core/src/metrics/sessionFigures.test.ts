import { describe, expect, it } from 'vitest';

import type { RollupMeasures, RollupRow } from '../model/Rollup.ts';
import { sessionFigures } from './sessionFigures.ts';

const session = (status: string, minutes: number, engagedMinutes: number, sessions = 1): RollupRow => {
  const running = status === 'running';
  const measures: RollupMeasures = {
    sessions: BigInt(sessions),
    durationMs: running ? 0n : BigInt(minutes * 60_000),
    durationN: running ? 0n : BigInt(sessions),
    engagedMs: BigInt(engagedMinutes * 60_000),
  };
  return { bucket: 0, key: [status], measures };
};
const figures = (sessions: RollupRow[], hideFailed = false) =>
  sessionFigures({
    rows: { sessions, sessionsByProject: [], sessionsByHour: [], usageByProject: [] },
    days: [{ day: '1970-01-01', number: 0, startMs: 0, endMs: 1 }],
    segments: [],
    top: [],
    live: { running: 0, idle: 0, stalled: 0 },
    hideFailed,
  });

describe('sessionFigures', () => {
  it('S1.02 completion rate: completed of completed and failed, all other states beside', () => {
    const all = figures([
      session('completed', 0, 0, 6),
      session('failed', 0, 0, 2),
      session('interrupted', 0, 0, 9),
      session('blocked', 0, 0),
    ]);
    expect(all).toMatchObject({
      total: 18,
      completed: 6,
      failed: 2,
      interrupted: 9,
      blocked: 1,
      incomplete: 0,
      running: 0,
    });
    expect(all.completionRate).toMatchObject({ value: 0.75, n: 8 });
  });

  it('S1.02 completion rate is unknown when none ended so, or when the failed ones are hidden', () => {
    expect(figures([session('incomplete', 1, 1)]).completionRate).toBeNull();
    expect(figures([session('completed', 1, 1)], true).completionRate).toBeNull();
  });

  it('S1.03 average session duration leaves the running ones out, wall and engaged alike', () => {
    const mean = figures([session('completed', 30, 10), session('failed', 10, 2), session('running', 500, 400)]);
    expect(mean).toMatchObject({ avgDurationMinutes: 20, avgEngagedMinutes: 6, durationN: 2, total: 3 });
  });

  it('S1.03 average session duration is 0 over no sessions, and says so', () => {
    expect(figures([session('running', 5, 5)])).toMatchObject({
      avgDurationMinutes: 0,
      avgEngagedMinutes: 0,
      durationN: 0,
    });
  });
});
