import { expect, it } from 'vitest';

import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, toolCall } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(1990, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1) - 1;
const WORK_MS = Date.UTC(2105, 0, 1) - 1;
const MOST = 2 ** 31 - 1;

/** The greatest records that there can be. */
export function storeLimitTests({ fresh }: ContractTools): void {
  it.each([
    ['first', FIRST_MS],
    ['last', LAST_MS],
  ])(
    'records of the %s time with the greatest counts, durations and claims add up exactly, and hinder nothing after them',
    async (_, atMs) => {
      const [store, oracle] = [await fresh(), memoryStore()];
      const three = ['1', '2', '3'];
      const claim = claimKey(CLAIM_RANK.unnamed, Infinity);
      const revision = Number.MAX_SAFE_INTEGER;
      const longest = WORK_MS - atMs;
      const written = batch({
        requests: three.map((key) =>
          request(key, 's', atMs, { requestCount: MOST, revision, recordedNanoUsd: 0, claim }),
        ),
        toolCalls: three.map((key) => toolCall(key, 's', atMs, { callCount: MOST, durationMs: longest, claim })),
        turns: three.map((key) => ({ key, session: 's', atMs, engagedMs: longest, promptCount: MOST, claim })),
        sessions: [session('s', atMs, { apiMs: WORK_MS - FIRST_MS, claim })],
      });
      // Lower claims than those, and the lowest there is.
      const more = batch({
        requests: [request('1', 't', atMs, { revision, claim: 0 }), request('4', 's', atMs, { claim: -(2 ** 45) })],
        toolCalls: [toolCall('4', 's', atMs, { claim: -(2 ** 45) })],
      });
      const segments = [{ startMs: atMs - (atMs % DAY_MS), endMs: atMs - (atMs % DAY_MS) + DAY_MS, offsetSlots: 0 }];
      const page = { sortBy: 'duration', sortOrder: 'desc', limit: 9, offset: 0 } as const;
      const answers = async (of: UsageStore): Promise<unknown> => {
        const all: unknown[] = [await of.sessions(page)];
        for (const family of ['usage', 'tools', 'sessions'] as const) {
          const query: RollupQuery = { family, segments, bucket: 'total', by: ['project'] };
          all.push(comparableRows(await of.rollup(query)));
        }
        const { values } = await of.distribution({ measure: 'duration', segments });
        const signs = await of.lastSigns({ segments });
        return [...all, values.map((value) => JSON.stringify(value)).toSorted(), signs.toSorted()];
      };
      for (const records of [written, more]) {
        for (const each of [store, oracle]) await each.write(records, examplePrice);
        expect(await answers(store)).toEqual(await answers(oracle));
      }
      expect((await store.sessions(page)).sessions).toMatchObject([
        { id: 's', project: 'p', toolCalls: 3 * MOST + 1, turns: 3 * MOST, lastAt: '2104-12-31T23:59:59.999Z' },
        { id: 't', requests: MOST },
      ]);
      await store.rebuild();
      expect(await answers(store)).toEqual(await answers(oracle));
      expect((await store.check()).differences).toEqual([]);
    },
  );

  it('tokens of a request without a price are added up exactly, however many each kind has', async () => {
    const [store, oracle] = [await fresh(), memoryStore()];
    const most = Number.MAX_SAFE_INTEGER;
    const counts = { inputTokens: most, cacheReadTokens: most, cacheWrite5mTokens: most, outputTokens: most - 1 };
    const requests = ['1', '2'].map((key) => request(key, 's', LAST_MS, { model: 'unpriced', ...counts }));
    const segments = [{ startMs: LAST_MS + 1 - DAY_MS, endMs: LAST_MS + 1, offsetSlots: 0 }];
    for (const each of [store, oracle]) {
      await each.write(batch({ requests }), examplePrice);
      for (const family of ['usage', 'sessions'] as const) {
        const [row] = await each.rollup({ family, segments, bucket: 'total', by: [] });
        expect(row?.measures.unpricedTokens).toBe(8n * BigInt(most) - 2n);
      }
    }
  });

  it('figures of sessions that no number holds are refused and not rounded, wherever they are read from', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const nano = (of: RequestRecord) => ({ ...examplePrice(of), nanoUsd: of.model === 'dear' ? most : 0, picoRest: 0 });
    const run = { id: 'run', workspace: '', status: 'running', statusAtMs: 1, totalTables: 0 } as const;
    const written = batch({
      requests: [
        request('1', 's', LAST_MS, { inputTokens: most, outputTokens: 0 }),
        request('2', 's', LAST_MS, { inputTokens: most - 1, outputTokens: 0 }),
        ...['3', '4'].map((key) => request(key, 'dear', LAST_MS - DAY_MS, { model: 'dear' })),
      ],
      sessions: [session('s', LAST_MS, { run: 'run' })],
      runs: [{ ...run, startedMs: LAST_MS, completedMs: null }],
    });
    const dayOf = (endMs: number) => [{ startMs: endMs - DAY_MS, endMs, offsetSlots: 0 }];
    const [segments, dear] = [dayOf(LAST_MS + 1), dayOf(LAST_MS + 1 - DAY_MS)];
    const page = { sortBy: 'tokens', sortOrder: 'desc', limit: 9, offset: 0 } as const;
    for (const store of [await fresh(), memoryStore()]) {
      await store.write(written, nano, { bulk: true });
      for (const upkeep of [() => store.drain(), () => store.rebuild()]) {
        const asked = [
          store.sessions(page),
          store.sessions({ ...page, sortBy: 'cost', segments }),
          store.runs({ limit: 9, offset: 0 }),
          store.distribution({ measure: 'tokens', segments }),
          store.distribution({ measure: 'cost', segments: dear }),
        ];
        for (const answer of await Promise.allSettled(asked)) {
          expect(answer).toMatchObject({ reason: { name: 'UsageError', code: 'unsafe_integer' } });
        }
        // An amount is rounded to the nearest double, as everywhere.
        expect((await store.sessions({ ...page, segments: dear })).sessions).toMatchObject([
          { costUsd: 18014398.50948198 },
        ]);
        const [row] = await store.rollup({ family: 'sessions', segments, bucket: 'total', by: [] });
        expect(row?.measures.input).toBe(2n * BigInt(most) - 1n);
        expect((await store.check()).differences).toEqual([]);
        await upkeep();
      }
    }
  });

  it.each([
    ['tokens', Number.MAX_SAFE_INTEGER, 0],
    ['cost', 0, Number.MAX_SAFE_INTEGER],
  ])(
    'a session whose %s would not fit 64 bits is refused, and nothing is written',
    async (what, inputTokens, nanoUsd) => {
      const price = (of: RequestRecord) => ({ ...examplePrice(of), nanoUsd, picoRest: 0 });
      const requests = Array.from({ length: 1025 }, (_, i) =>
        request(`${i}`, 's', LAST_MS, { inputTokens, outputTokens: 0 }),
      );
      const page = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;
      for (const store of [await fresh(), memoryStore()]) {
        const tooMuch = {
          name: 'UsageError',
          code: 'unsafe_integer',
          message: expect.stringContaining(`its ${what} would`),
        };
        await expect(store.write(batch({ requests }), price)).rejects.toMatchObject(tooMuch);
        expect(await store.sessions(page)).toEqual({ sessions: [], total: 0 });
        await store.write(batch({ requests: requests.slice(0, 1000) }), price);
        const { revision } = await store.extent();
        await expect(store.write(batch({ requests: requests.slice(1000) }), price)).rejects.toMatchObject(tooMuch);
        expect((await store.extent()).revision).toBe(revision);
        const segments = [{ startMs: LAST_MS + 1 - DAY_MS, endMs: LAST_MS + 1, offsetSlots: 0 }];
        const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
        expect(row?.measures).toMatchObject({ requests: 1000n, input: 1000n * BigInt(inputTokens) });
        expect((await store.check()).differences).toEqual([]);
      }
    },
  );
}
