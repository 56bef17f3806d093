import { expect, it } from 'vitest';

import { zoneSegments } from '../metrics/zoneSegments.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, toolCall } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Rollups: what changes sessions changes every answer that they are in. */
export function storeRollupTests({ fresh }: ContractTools): void {
  it('a session of several models counts once, whichever of them are asked for, and a filter is a list', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const from = Date.UTC(2026, 5, 1);
    const requests = [0, 1, 2].flatMap((i) =>
      ['m1', 'm2'].map((model) => request(`${i}${model}`, `s${i}`, from + i, { model })),
    );
    const sessions = [0, 1, 2].map((i) => session(`s${i}`, from + i));
    for (const each of [store, oracle]) await each.write(batch({ requests, sessions }), examplePrice);
    await store.drain();
    const segments = zoneSegments({ startMs: from, endMs: from + DAY_MS }, 'UTC');
    for (const model of [['m1', 'm2'], ['m1'], ['m2', 'none']]) {
      for (const by of [[], ['model'], ['project']]) {
        const query = { family: 'sessions', segments, bucket: 'day', by, where: { model } } as const;
        expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(await oracle.rollup(query)));
      }
    }
    const text = { family: 'sessions', segments, bucket: 'day', by: [], where: { model: 'm1' as never } } as const;
    for (const each of [store, oracle])
      await expect(each.rollup(text)).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('a session that fails, moves its request or changes dimensions after its hours were rolled up changes them all', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const from = Date.UTC(2026, 5, 1);
    const long = Array.from({ length: 30 }, (_, i) => request(`r${i}`, 'long', from + i * 5 * HOUR_MS));
    const steps = [
      batch({ requests: long, sessions: [session('long', from, { claim: 5 })] }),
      batch({ sessions: [session('long', from, { status: 'failed', statusAtMs: from + 1, claim: 5 })] }),
      batch({ sessions: [session('long', from, { project: 'renamed', claim: 1 })] }),
      batch({ requests: [request('r7', 'other', from + 35 * HOUR_MS, { claim: -1 })] }),
    ];
    const segments = zoneSegments({ startMs: from, endMs: from + 9 * DAY_MS }, 'UTC');
    for (const s of steps) {
      for (const each of [store, oracle]) await each.write(s, examplePrice);
      await store.drain();
      for (const by of [['project'], ['project', 'kind'], ['status']]) {
        for (const hideFailed of [false, true]) {
          const query = { family: 'usage', segments, bucket: 'day', by, hideFailed } as const;
          expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(await oracle.rollup(query)));
        }
      }
      expect((await store.check()).differences).toEqual([]);
    }
  });

  it('S4.02 a reset hides sessions and those that join the run later, survives a resync, and hides nothing from those who ask', async () => {
    const store = await fresh();
    const from = Date.UTC(2026, 5, 1);
    const runs = [
      {
        id: 'run1',
        workspace: 'w',
        status: 'running' as const,
        statusAtMs: from,
        totalTables: 3,
        startedMs: from,
        completedMs: null,
      },
    ];
    const records = batch({
      runs,
      requests: [request('r1', 'in', from), request('r2', 'out', from)],
      sessions: [session('in', from, { run: 'run1' }), session('out', from)],
    });
    await store.write(records, examplePrice);
    expect(await store.reset({ workspace: 'w' }, '2026-06-02')).toEqual({ sessions: 1 });
    expect(await store.reset({ workspace: 'w' }, '2026-06-03')).toEqual({ sessions: 0 });
    await store.write(records, examplePrice);
    const later = batch({
      requests: [request('r3', 'later', from)],
      sessions: [session('later', from, { run: 'run1' })],
    });
    await store.write(later, examplePrice);
    const segments = [{ startMs: from, endMs: from + DAY_MS, offsetSlots: 0 }];
    const requests = async (includeReset: boolean): Promise<bigint | undefined> =>
      (await store.rollup({ family: 'usage', segments, bucket: 'total', by: [], includeReset }))[0]?.measures.requests;
    expect([await requests(false), await requests(true)]).toEqual([1n, 3n]);
    const list = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;
    expect((await store.sessions(list)).sessions.map((s) => s.id)).toEqual(['out']);
    expect((await store.sessions({ ...list, includeReset: true })).total).toBe(3);
  });

  it('S4.02 a run that only its sessions name is reset by them, and calls of a session that made no request go with its run', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const at = Date.UTC(2026, 5, 1);
    const run = { workspace: '', status: 'running', statusAtMs: at, totalTables: 1, startedMs: at } as const;
    const records = batch({
      runs: [{ ...run, id: 'told', completedMs: null }],
      requests: [request('r1', 'a', at), request('r2', 'b', at + 1), request('r3', 'none', at + 2)],
      toolCalls: ['b', 'c', 'd', 'none'].map((of) => toolCall(of, of, at)),
      sessions: Object.entries({ a: 'named', b: 'named', c: 'named', d: 'told', none: '' }).map(([id, name]) =>
        session(id, at, { run: name }),
      ),
    });
    const later = batch({
      requests: [request('r4', 'c', at + 3)],
      sessions: [session('e', at, { run: 'named' })],
      toolCalls: [toolCall('e', 'e', at)],
    });
    const segments = [{ startMs: at, endMs: at + DAY_MS, offsetSlots: 0 }];
    const left = async (of: UsageStore) => {
      const query = { segments, bucket: 'total', by: [] } as const;
      const [usage, tools] = await of.rollups(
        (['usage', 'tools'] as const).map((family): RollupQuery => ({ ...query, family })),
      );
      return [usage?.[0]?.measures.requests, tools?.[0]?.measures.calls];
    };
    for (const of of [store, oracle]) {
      await of.write(records, examplePrice);
      expect(await of.reset({ source: 'codex', run: '' }, 'x')).toEqual({ sessions: 0 });
      expect(await of.reset({ source: 'other', run: 'named' }, 'x')).toEqual({ sessions: 0 });
      expect(await of.reset({ source: 'codex', run: 'told' }, 'x')).toEqual({ sessions: 0 });
      expect(await left(of)).toEqual([3n, 3n]);
      expect(await of.reset({ source: 'codex', run: 'named' }, 'x')).toEqual({ sessions: 2 });
      expect(await of.reset({ source: 'codex', run: 'named' }, 'x')).toEqual({ sessions: 0 });
      expect(await left(of)).toEqual([1n, 2n]);
      // Nothing remembers that a run was reset of which there is no record.
      await of.write(later, examplePrice);
      expect(await left(of)).toEqual([2n, 3n]);
    }
    expect(await store.check()).toMatchObject({ differences: [] });
  });
}
