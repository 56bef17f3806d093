import { assertRollupShape } from '../metrics/assertRollupShape.ts';
import { assertSegments } from '../metrics/assertSegments.ts';
import type { RollupFilter, RollupQuery, ZoneSegment } from '../model/Rollup.ts';
import { activeSessions } from './activeSessions.ts';
import { assertOrder } from '../metrics/assertOrder.ts';
import { assertPage } from '../metrics/assertPage.ts';
import { lastSigns } from './lastSigns.ts';
import { recordedSegments } from './recordedSegments.ts';
import { rollupRows } from './rollupRows.ts';
import { runList } from './runList.ts';
import { sessionDistribution } from './sessionDistribution.ts';
import { sessionList } from './sessionList.ts';
import type { StoreContext, Trx } from './StoreContext.ts';
import { extentOf } from './storeExtent.ts';
import type { StoreReads } from './UsageStore.ts';

/**
 * What a SQL store answers.
 *
 * @param within what every question is asked within
 */
export function storeReads(ctx: StoreContext, within: <T>(work: () => Promise<T>) => Promise<T>): StoreReads {
  /** A question about stretches of time, once these are some: of their parts that records can be of. */
  const timed = <Q extends { segments?: readonly ZoneSegment[]; where?: RollupFilter }>(query: Q): Q => {
    const { segments, where } = query;
    assertRollupShape({ by: [], where });
    assertSegments(segments);
    return { ...query, segments: recordedSegments(segments) };
  };
  const explained = (queries: readonly RollupQuery[]) => within(() => rollupRows(ctx, queries.map(timed)));
  return {
    rollup: async (query) => (await explained([query]))[0]?.rows ?? [],
    rollups: async (queries) => (await explained(queries)).map(({ rows }) => rows),
    explain: async (query) => (await explained([query]))[0] ?? { rows: [], pieces: [] },
    sessions: (query) =>
      within(() => {
        assertPage(query);
        assertOrder(query);
        return sessionList(ctx, query.segments === undefined ? query : timed(query));
      }),
    runs: (query) => within(() => runList(ctx, query)),
    distribution: (query) => within(() => sessionDistribution(ctx, timed(query))),
    lastSigns: (query) => within(() => lastSigns(ctx, timed(query))),
    activeSessions: (query) => within(() => activeSessions(ctx, timed(query))),
    extent: () => within(() => extentOf(ctx)),
  };
}

/** The same of one snapshot. What the store remembers and forgets meanwhile, this does too. */
export function snapshotReads(ctx: StoreContext, trx: Trx): StoreReads {
  let isNoticed = false;
  const own: Pick<StoreContext, 'db' | 'snapshot' | 'notice'> = {
    db: trx,
    snapshot: (read) => read(trx),
    // Its revision stays, while others write: told again, it would be taken for data that was set back.
    notice(revision, lineage) {
      if (isNoticed) return false;
      isNoticed = true;
      return ctx.notice(revision, lineage);
    },
  };
  return storeReads(Object.assign(Object.create(ctx) as StoreContext, own), async (work) => work());
}
