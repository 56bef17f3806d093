import { describe, expect, it } from 'vitest';

import type { ClockThresholds } from '../model/SessionClock.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { type Usagekit, usagekit } from './usagekit.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 20, 15, 30);

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('B14 live sessions on %s', (_, open) => {
  let nowMs = START_MS;
  const kit = async (clock?: ClockThresholds): Promise<Usagekit> => {
    nowMs = START_MS;
    const usage = usagekit({ store: open(), timeZone: 'Europe/Berlin', now: () => nowMs, ...(clock && { clock }) });
    await usage.migrate();
    return usage;
  };
  const states = async (usage: Usagekit): Promise<Record<string, string>> => {
    const { sessions } = await usage.service.getSessions({ dateRange: '7d' });
    return Object.fromEntries(sessions.map((s) => [s.id, s.state]));
  };

  it('lists, cards and counts call a session the same, from the last answer to the next', async () => {
    const usage = await kit();
    const [a, b] = ['a', 'b'].map((key) => usage.recorder.start({ key, model: 'claude-haiku-4-5' }));
    const done = usage.recorder.start({ key: 'done', model: 'claude-haiku-4-5' });
    await done.complete({ inputTokens: 1 });
    nowMs = START_MS + 10 * MINUTE_MS;
    await b?.update({ inputTokens: 1_000_000 });
    await usage.recorder.flush();

    const seen: unknown[] = [];
    for (const minutes of [10, 15, 60, 70]) {
      nowMs = START_MS + minutes * MINUTE_MS;
      const { sessions } = await usage.service.getAnalytics('7d');
      const list = await states(usage);
      expect(Object.fromEntries(sessions.top.map((s) => [s.id, s.state]))).toEqual(list);
      for (const state of ['running', 'idle', 'stalled'] as const) {
        expect(Object.values(list).filter((s) => s === state)).toHaveLength(sessions.live[state]);
      }
      expect(sessions.running).toBe(2);
      seen.push([minutes, list['a'], list['b'], list['done']]);
    }
    expect(seen).toEqual([
      [10, 'idle', 'running', 'completed'],
      [15, 'idle', 'idle', 'completed'],
      [60, 'stalled', 'idle', 'completed'],
      [70, 'stalled', 'stalled', 'completed'],
    ]);
    await a?.update();
    expect(await states(usage)).toMatchObject({ a: 'running', b: 'stalled' });
    await usage.close();
  });

  it('what a running session cost so far is provisional, and replaced by what it cost in the end', async () => {
    const usage = await kit();
    const one = usage.recorder.start({ key: 'one', model: 'claude-haiku-4-5' });
    await one.update({ totalCostUsd: '0.40' });
    const row = async () => (await usage.service.getSessions()).sessions[0];
    expect(await row()).toMatchObject({ costUsd: 0.4, provisional: true, silentMinutes: 0, state: 'running' });
    await one.complete({ totalCostUsd: '0.92' });
    expect(await row()).toMatchObject({ costUsd: 0.92, provisional: false, silentMinutes: null, state: 'completed' });
    nowMs += MINUTE_MS;
    expect((await usage.service.getAnalytics('7d')).cost.usd).toBe(0.92);
    await usage.close();
  });

  it('asks for running sessions where there are some, within range and filter', async () => {
    const usage = await kit({ idleAfterMs: 1, stalledAfterMs: 30 * 86_400_000 });
    usage.recorder.start({ key: 'old', project: 'web', at: START_MS - 40 * 86_400_000 });
    usage.recorder.start({ key: 'new', project: 'web' });
    usage.recorder.start({ key: 'other', project: 'api' });
    await usage.recorder.flush();
    nowMs += 1;
    const live = async (query: Parameters<Usagekit['service']['getAnalytics']>[0]) =>
      (await usage.service.getAnalytics(query)).sessions.live;
    expect(await live('7d')).toEqual({ running: 0, idle: 2, stalled: 0 });
    expect(await live('all')).toEqual({ running: 0, idle: 2, stalled: 1 });
    expect(await live({ dateRange: 'all', where: { project: ['web'] } })).toEqual({ running: 0, idle: 1, stalled: 1 });
    expect(await live({ dateRange: 'all', where: { status: ['failed'] } })).toEqual({
      running: 0,
      idle: 0,
      stalled: 0,
    });
    await usage.close();
  });

  it('refuses thresholds that are none, at once', async () => {
    await expect(kit({ idleAfterMs: 2, stalledAfterMs: 1 })).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
