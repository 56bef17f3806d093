import type { RollupFamily, ZoneSegment } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { cleanDays } from './dayStates.ts';
import { HOUR_MS, ROLLUP_STATE } from './dirtyHours.ts';
import { type RollupCoverage, type Stretch, utcDaysOf } from './plan.ts';
import { cleanFactDays } from './sessionFacts.ts';
import type { Trx } from './StoreContext.ts';

const DAY_MS = SLOTS_PER_DAY * SLOT_MS;

/** Consecutive numbers as stretches of time, each so many ms long. */
function stretchesOf(numbers: readonly number[], lengthMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const n of numbers) {
    const last = stretches.at(-1);
    if (last?.endMs === n * lengthMs) last.endMs += lengthMs;
    else stretches.push({ startMs: n * lengthMs, endMs: (n + 1) * lengthMs });
  }
  return stretches;
}

/** Time of hours whose cells are not right. */
async function dirtyTime(trx: Trx, tenant: number, { startMs, endMs }: Stretch): Promise<Stretch[]> {
  const hours = await trx
    .selectFrom('uk_hour')
    .select('hour')
    .where('tenant', '=', tenant)
    .where('hour', '>=', Math.floor(startMs / HOUR_MS))
    .where('hour', '<=', Math.floor(endMs / HOUR_MS))
    .where('state', '<>', ROLLUP_STATE.clean)
    .orderBy('hour')
    .execute();
  return stretchesOf(
    hours.map((row) => Number(row.hour)),
    HOUR_MS,
  );
}

/** Time of days whose session facts are not known to be right. */
async function timeWithoutFacts(trx: Trx, tenant: number, whole: Stretch): Promise<Stretch[]> {
  const days = utcDaysOf(whole);
  const dirty: Stretch[] = [];
  let from = days.fromDay * DAY_MS;
  for (const clean of stretchesOf(await cleanFactDays(trx, tenant, days), DAY_MS)) {
    if (clean.startMs > from) dirty.push({ startMs: from, endMs: clean.startMs });
    from = clean.endMs;
  }
  return [...dirty, { startMs: from, endMs: Math.max(from, days.toDay * DAY_MS) }];
}

/**
 * What may be used of the caches for a query: the days that are right, and the time that is not, in its segments.
 *
 * @param can which caches have all columns that the query needs
 */
export async function coverageFor(
  trx: Trx,
  tenant: number,
  family: RollupFamily,
  segments: readonly ZoneSegment[],
  can: { cells: boolean; days: boolean },
): Promise<RollupCoverage> {
  const clean = new Map<number, number[]>();
  const [first, last] = [segments[0], segments.at(-1)];
  if (!first || !last) return { cells: false, cleanDays: clean, dirty: [] };
  if (can.days) {
    for (const offsetSlots of new Set(segments.map((s) => s.offsetSlots))) {
      const day = (ms: number): number => Math.floor((ms / SLOT_MS + offsetSlots) / SLOTS_PER_DAY);
      const stretch = { offsetSlots, fromDay: day(first.startMs), toDay: day(last.endMs) + 1 };
      clean.set(offsetSlots, await cleanDays(trx, tenant, stretch));
    }
  }
  if (!can.cells) return { cells: false, cleanDays: clean, dirty: [] };
  const whole = { startMs: first.startMs, endMs: last.endMs };
  const dirty = await (family === 'sessions' ? timeWithoutFacts : dirtyTime)(trx, tenant, whole);
  return { cells: true, cleanDays: clean, dirty };
}
