import type { ZoneSegment } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import type { CacheStates } from './coverage.ts';
import { isRemembered } from './remembered.ts';
import type { StoreContext, TenantState, Trx } from './StoreContext.ts';
import { timesOf } from './storeExtent.ts';

/**
 * The same question in whole pieces of time. A range that ends after all there is, as one up to the present does, is answered by what its last local day adds up to where that is
 * right, else by its last quarter of an hour: nothing is between the end of the range and theirs. Other ranges stay as they are, and so do all where it would have to be
 * read each time how far a store has got.
 */
export async function settledSegments(
  ctx: StoreContext,
  trx: Trx,
  tenant: TenantState,
  segments: readonly ZoneSegment[],
  states: CacheStates,
): Promise<readonly ZoneSegment[]> {
  const [first, last] = [segments[0], segments.at(-1)];
  if (!first || !last || !isRemembered(trx)) return segments;
  const { offsetSlots, endMs } = last;
  const local = endMs / SLOT_MS + offsetSlots;
  // In sealed time a range that is cut is refused, whatever there is.
  if (local % SLOTS_PER_DAY === 0 || endMs < tenant.sealedBeforeMs) return segments;
  const { latestMs } = await timesOf(ctx, trx, tenant);
  if (latestMs === null || latestMs >= endMs) return segments;
  const day = Math.floor(local / SLOTS_PER_DAY);
  const dayEndMs = ((day + 1) * SLOTS_PER_DAY - offsetSlots) * SLOT_MS;
  const right = (await states.days({ startMs: first.startMs, endMs: dayEndMs })).get(offsetSlots);
  const isRight = right?.includes(day) ?? false;
  return [...segments.slice(0, -1), { ...last, endMs: isRight ? dayEndMs : Math.ceil(endMs / SLOT_MS) * SLOT_MS }];
}
