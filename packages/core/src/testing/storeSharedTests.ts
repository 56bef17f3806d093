import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import type { DimensionGrain } from '../model/Dimension.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session } from './steadyUsage.ts';
import type { ContractTools } from './storeContract.ts';

const DAY_MS = 86_400_000;
const FROM_MS = Date.UTC(2026, 5, 1);

/** Stores on one database that do not agree, as two processes of which one is newer. */
export function storeSharedTests({ database }: ContractTools): void {
  it('B09 two stores that declare a dimension with different grains both answer right, whoever writes', async () => {
    const shared = await database();
    const grains: readonly DimensionGrain[] = ['session', 'request'];
    const pairs: [UsageStore, UsageStore][] = [];
    for (const grain of grains) {
      const pair: [UsageStore, UsageStore] = [await shared.open(), memoryStore()];
      for (const each of pair) each.declare({ dimensions: [dimension('team', { grain })], zones: ['UTC'] });
      pairs.push(pair);
    }
    const segments = [{ startMs: FROM_MS, endMs: FROM_MS + 9 * DAY_MS, offsetSlots: 0 }];
    const same = async (): Promise<void> => {
      for (const [store, oracle] of pairs) {
        for (const bucket of ['day', 'weekHour'] as const) {
          const query = { family: 'usage', segments, bucket, by: ['team'] } as const;
          expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(await oracle.rollup(query)));
          const one = { ...query, by: ['team', 'project'], where: { team: ['session 0', 'request 0'] } };
          expect(comparableRows(await store.rollup(one))).toEqual(comparableRows(await oracle.rollup(one)));
        }
        expect((await store.check()).differences).toEqual([]);
      }
    };
    // Each of them twice: what is declared is applied by its first write, and not by the next one.
    for (const [day, writer] of [0, 1, 0, 1].entries()) {
      const atMs = FROM_MS + day * DAY_MS;
      const records = batch({
        sessions: [session(`s${day}`, atMs, { dimensions: { team: `session ${day}` } })],
        requests: [request(`r${day}`, `s${day}`, atMs, { dimensions: { team: `request ${day}` } })],
      });
      await pairs[writer]?.[0].write(records, examplePrice, { bulk: true });
      for (const [, oracle] of pairs) await oracle.write(records, examplePrice);
      await same();
      await pairs[writer]?.[0].drain();
      await same();
    }
    await pairs[0]?.[0].seal(FROM_MS + 2 * DAY_MS);
    await same();
  });
}
