import type { ZoneSegment } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { HOUR_MS, ROLLUP_STATE } from './dirtyHours.ts';
import type { RollupCoverage } from './plan.ts';
import type { Trx } from './StoreContext.ts';

/**
 * What may be used of the caches for a query: the days that are right, and the hours that are not, in its segments.
 *
 * @param can which caches have all columns that the query needs
 */
export async function coverageFor(
  trx: Trx,
  tenant: number,
  segments: readonly ZoneSegment[],
  can: { cells: boolean; days: boolean },
): Promise<RollupCoverage> {
  const cleanDays = new Map<number, number[]>();
  const [first, last] = [segments[0], segments.at(-1)];
  if (!first || !last) return { cells: false, cleanDays, dirtyHours: [] };
  if (can.days) {
    for (const offsetSlots of new Set(segments.map((s) => s.offsetSlots))) {
      const day = (ms: number): number => Math.floor((ms / SLOT_MS + offsetSlots) / SLOTS_PER_DAY);
      const rows = await trx
        .selectFrom('uk_day')
        .select('day')
        .where('tenant', '=', tenant)
        .where('offset_slots', '=', offsetSlots)
        .where('day', '>=', day(first.startMs))
        .where('day', '<=', day(last.endMs))
        .where('state', '=', ROLLUP_STATE.clean)
        .orderBy('day')
        .execute();
      cleanDays.set(
        offsetSlots,
        rows.map((row) => Number(row.day)),
      );
    }
  }
  if (!can.cells) return { cells: false, cleanDays, dirtyHours: [] };
  const hours = await trx
    .selectFrom('uk_hour')
    .select('hour')
    .where('tenant', '=', tenant)
    .where('hour', '>=', Math.floor(first.startMs / HOUR_MS))
    .where('hour', '<=', Math.floor(last.endMs / HOUR_MS))
    .where('state', '<>', ROLLUP_STATE.clean)
    .orderBy('hour')
    .execute();
  return { cells: true, cleanDays, dirtyHours: hours.map((row) => Number(row.hour)) };
}
