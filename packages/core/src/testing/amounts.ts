import type { RollupQuery } from '../model/Rollup.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { distributionOf } from './distributionOf.ts';
import { FROM_MS, TO_MS } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';

const DAY_MS = 86_400_000;
const PAGE = { sortBy: 'cost', sortOrder: 'desc', limit: 500, offset: 0 } as const;

/** Everything a store says of amounts. */
export async function amounts(store: UsageStore, fromMs = FROM_MS - DAY_MS, toMs = TO_MS + DAY_MS): Promise<unknown[]> {
  const segments = [{ startMs: fromMs, endMs: toMs, offsetSlots: -20 }];
  const all: unknown[] = [];
  for (const [family, by] of [
    ['usage', ['model', 'basis', 'promptBand', 'promptFrom', 'timeBand', 'sumPrice']],
    ['usage', ['project']],
    ['sessions', ['project']],
  ] as const) {
    const query: RollupQuery = { family, segments, bucket: 'day', by };
    all.push(comparableRows(await store.rollup(query)));
  }
  return [...all, await store.sessions(PAGE), await distributionOf(store, { measure: 'cost', segments })];
}
