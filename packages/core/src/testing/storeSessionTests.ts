import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import type { DimensionGrain } from '../model/Dimension.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { StoredSessionQuery, UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const DAY_MS = 86_400_000;
const FROM_MS = Date.UTC(2026, 5, 1);
const dayOf = (day: number) => ({
  startMs: FROM_MS + day * DAY_MS,
  endMs: FROM_MS + (day + 1) * DAY_MS,
  offsetSlots: 0,
});

/** Sessions by time and order, and questions that are asked before there is an answer. */
export function storeSessionTests({ database, fresh }: ContractTools): void {
  it('what lies between segments is in no answer', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const days = [0, 1, 2, 3, 5];
    const written = batch({
      requests: days.map((day) => request(`r${day}`, `s${day}`, FROM_MS + day * DAY_MS)),
      sessions: days.map((day) => session(`s${day}`, FROM_MS + day * DAY_MS)),
    });
    for (const each of [store, oracle]) await each.write(written, examplePrice);
    const gaps = [dayOf(0), dayOf(2), dayOf(3), dayOf(5)];
    const asked = async (of: UsageStore, segments: typeof gaps) => {
      const page = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0, segments } as const;
      const { sessions, total } = await of.sessions(page);
      return [sessions.map(({ id }) => id), total, await of.activeSessions({ segments })];
    };
    for (const segments of [gaps, gaps.slice(1, 3), [dayOf(4)], []]) {
      expect(await asked(store, segments)).toEqual(await asked(oracle, segments));
    }
    expect(await asked(store, gaps)).toEqual([['s0', 's2', 's3', 's5'], 4, 4]);
  });

  it('sessions are in the order of the definition, those that are equal too', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const written = batch({
      requests: Array.from({ length: 24 }, (_, i) => ({
        ...request(`r${i}`, `s${i}`, FROM_MS + (i % 2) * 1000),
        model: `m${i % 3}`,
        inputTokens: 10 * (i % 4),
        outputTokens: 100 - 10 * (i % 4),
      })),
    });
    for (const each of [store, oracle]) await each.write(written, examplePrice);
    for (const sortBy of ['cost', 'tokens', 'date', 'duration'] as StoredSessionQuery['sortBy'][]) {
      for (const sortOrder of ['asc', 'desc'] as const) {
        const page = { sortBy, sortOrder, limit: 100, offset: 0 };
        const ids = async (of: UsageStore) => (await of.sessions(page)).sessions.map(({ id }) => id);
        expect([sortBy, sortOrder, await ids(store)]).toEqual([sortBy, sortOrder, await ids(oracle)]);
      }
    }
  });

  it('dimensions called as what a session says of itself are none of its own', async () => {
    const store = await fresh();
    const dimensions = { project: 'other', source: 'elsewhere', table: 't1' };
    const of = { ...session('s', FROM_MS), project: 'own', dimensions };
    await store.write(batch({ requests: [request('r', 's', FROM_MS)], sessions: [of] }), examplePrice);
    const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
    expect(sessions).toMatchObject([{ project: 'own', source: 'codex', dimensions: { table: 't1' } }]);
    expect(sessions[0]?.dimensions).toEqual({ table: 't1' });
  });

  it('a question that was asked before a dimension had values, or another grain, is answered anew', async () => {
    const store = await (await database()).open();
    const oracle = memoryStore();
    const declare = (grain: DimensionGrain) => {
      for (const each of [store, oracle]) {
        each.declare({ dimensions: [dimension('team', { grain, rollup: false })], zones: ['UTC'] });
      }
    };
    const query: RollupQuery = {
      family: 'usage',
      segments: [dayOf(0)],
      bucket: 'total',
      by: ['team'],
      measures: ['requests'],
    };
    const same = async () => {
      const [found, expected] = [await store.rollup(query), await oracle.rollup(query)];
      expect(comparableRows(found)).toEqual(comparableRows(expected));
      return comparableRows(found);
    };
    const write = async (id: string, team?: string) => {
      const written = batch({
        requests: [{ ...request(`r${id}`, `s${id}`, FROM_MS), ...(team && { dimensions: { team: `${team} call` } }) }],
        sessions: [{ ...session(`s${id}`, FROM_MS), ...(team && { dimensions: { team } }) }],
      });
      for (const each of [store, oracle]) await each.write(written, examplePrice, { bulk: true });
    };
    declare('session');
    await write('0');
    const before = await same();
    await write('1', 'red');
    const after = await same();
    expect(after).not.toEqual(before);
    await store.drain();
    expect(await same()).toEqual(after);
    declare('request');
    expect(await same()).not.toEqual(after);
  });

  it('a cost that is known is known, also of a record that stands for no request', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const zero = { grain: 'session', requestCount: 0, outputTokens: 0 } as const;
    const ids = ['none', 'free', 'dear'];
    const written = batch({
      requests: [
        ...ids.map((id) => request(id, id, FROM_MS, { model: 'unpriced' })),
        request('zero free', 'free', FROM_MS, { ...zero, inputTokens: 0 }),
        request('zero dear', 'dear', FROM_MS, zero),
      ],
      sessions: ids.map((id) => session(id, FROM_MS, { run: 'run' })),
    });
    for (const each of [store, oracle]) await each.write(written, examplePrice, { bulk: true });
    const segments = [dayOf(0)];
    const page = { sortBy: 'cost', sortOrder: 'desc', limit: 9, offset: 0, segments } as const;
    const answers = async (of: UsageStore) => {
      const { sessions } = await of.sessions(page);
      const { values } = await of.distribution({ measure: 'cost', segments });
      return [sessions, values.toSorted((a, b) => (a.value ?? -1) - (b.value ?? -1))];
    };
    const expected = await answers(oracle);
    expect(expected).toMatchObject([
      [
        { id: 'dear', costUsd: 0.000012346, requests: 1, unpricedRequests: 1 },
        { id: 'free', costUsd: 0 },
        { id: 'none', costUsd: null },
      ],
      [{ value: null }, { value: 0 }, { value: 12_346 }],
    ]);
    expect(await answers(store)).toEqual(expected);
    await store.drain();
    expect(await answers(store)).toEqual(expected);
  });
}
