import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';

import { zoneSegments } from '../../metrics/zoneSegments.ts';
import type { RollupQuery } from '../../model/Rollup.ts';
import type { UsageBatch } from '../../model/UsageBatch.ts';
import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { RollupLevel } from '../../storage/plan.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { exampleDimensions, examplePrice, FROM_MS, TO_MS } from '../ledgerArbitraries.ts';
import { comparableRows, EXAMPLE_ZONE, rollupQuery } from '../queryArbitraries.ts';
import { FAULT_DAYS } from './faultBatches.ts';

const DAY_MS = 86_400_000;
const [startMs, endMs] = [FROM_MS - 2 * DAY_MS, TO_MS + (FAULT_DAYS + 2) * DAY_MS];
const RANGES = [
  zoneSegments({ startMs, endMs }, EXAMPLE_ZONE),
  zoneSegments({ startMs, endMs }, 'Asia/Kathmandu'),
  [{ startMs: FROM_MS + 12_345, endMs: TO_MS + 3 * DAY_MS - 1, offsetSlots: 2 }],
];
const GROUPS = [
  ['usage', ['project']],
  ['usage', ['model', 'kind']],
  ['usage', ['endpoint']],
  ['tools', ['outcome']],
  ['sessions', ['status']],
  ['sessions', ['user']],
] as const;

/** Each family in a zone whose days are kept, in one whose days are not, and off the slots; and some queries of any kind. */
const QUERIES: readonly RollupQuery[] = [
  ...RANGES.flatMap((segments) => GROUPS.map(([family, by]) => ({ family, segments, bucket: 'day' as const, by }))),
  { family: 'usage', segments: RANGES[0] ?? [], bucket: 'weekHour', by: [], hideFailed: true },
  ...fc.sample(rollupQuery, { seed: 5, numRuns: 6 }),
];

/** How a store differs from one that holds these batches and nothing else. */
export interface OracleDifference {
  /** Empty when every answer is right. */
  differences: string[];
  /** Levels that answered. */
  levels: Set<RollupLevel>;
}

/** Compares a store's answers, at all levels, with those of the definition. */
export async function oracleDifference(store: UsageStore, batches: readonly UsageBatch[]): Promise<OracleDifference> {
  const oracle = memoryStore();
  oracle.declare({ dimensions: exampleDimensions });
  for (const batch of batches) await oracle.write(batch, examplePrice);
  const differences: string[] = [];
  const levels = new Set<RollupLevel>();
  const compare = (name: unknown, found: unknown, expected: unknown): void => {
    if (isDeepStrictEqual(found, expected)) return;
    differences.push(`${JSON.stringify(name)}: ${inspect(found)} instead of ${inspect(expected)}`.slice(0, 2000));
  };
  for (const query of QUERIES) {
    const { rows, pieces } = (await store.explain?.(query)) ?? { rows: await store.rollup(query), pieces: [] };
    for (const piece of pieces) levels.add(piece.level);
    compare(query, comparableRows(rows), comparableRows(await oracle.rollup(query)));
  }
  const page = { sortBy: 'cost', sortOrder: 'desc', limit: 500, offset: 0 } as const;
  compare('sessions', await store.sessions(page), await oracle.sessions(page));
  const extent = async (of: UsageStore) => {
    const { firstMs, lastMs } = await of.extent();
    return [firstMs, lastMs];
  };
  compare('extent', await extent(store), await extent(oracle));
  return { differences, levels };
}
