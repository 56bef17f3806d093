import { expect, it } from 'vitest';

import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, toolCall } from './steadyUsage.ts';
import type { ContractTools } from './storeContract.ts';

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
}
