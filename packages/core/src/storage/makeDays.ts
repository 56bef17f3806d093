import { zoneSegments } from '../metrics/zoneSegments.ts';
import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { DAY_MS, HOUR_MS, SLOTS_PER_DAY, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { blockOf, blocksAt, FACT_DAYS } from './dayKinds.ts';
import { ROLLUP_STATE } from './dirtyHours.ts';
import type { Writing } from './StoreContext.ts';

const HOURS_PER_DAY = 24;
/** In a gap longer than this no days are made: a year of them, in many zones, takes longer to keep than a question takes to find that there is nothing. */
const MAX_GAP_HOURS = 400 * HOURS_PER_DAY;

/**
 * Makes the days that declared zones still lack, the empty ones between others included, so that a long range is one stretch of days; not those of a gap that a clock
 * that was wrong for once leaves. A day without any hour is right as it is.
 */
export async function makeDays({ ctx, trx, tenant }: Writing): Promise<void> {
  const query = trx.selectFrom('uk_hour').select('hour').where('tenant', '=', tenant.id).orderBy('hour');
  const listed = (await query.execute()).map((row) => Number(row.hour));
  if (listed.length === 0) return;
  const missing: unknown[][] = [];
  const known = new Map<number, Set<number>>();
  const stored = await trx
    .selectFrom('uk_day')
    .select(['offset_slots', 'day'])
    .where('tenant', '=', tenant.id)
    .execute();
  const daysAt = (offset: number): Set<number> => {
    const days = known.get(offset) ?? new Set<number>();
    known.set(offset, days);
    return days;
  };
  for (const row of stored) daysAt(Number(row.offset_slots)).add(Number(row.day));
  const hours = new Set(listed);
  const isEmpty = (offset: number, day: number): boolean => {
    const firstHour = Math.floor((day * SLOTS_PER_DAY - offset) / SLOTS_PER_HOUR);
    for (let hour = firstHour; hour <= firstHour + HOURS_PER_DAY; hour += 1) if (hours.has(hour)) return false;
    return true;
  };
  const make = (offset: number, day: number, isEmptyDay: boolean): void => {
    if (daysAt(offset).has(day)) return;
    daysAt(offset).add(day);
    missing.push([tenant.id, offset, day, isEmptyDay ? ROLLUP_STATE.clean : ROLLUP_STATE.dirty]);
  };
  for (const [first, last] of stretchesOf(listed)) {
    const lastDay = Math.floor(last / HOURS_PER_DAY);
    for (let day = Math.floor(first / HOURS_PER_DAY); day <= lastDay; day += 1) make(FACT_DAYS, day, isEmpty(0, day));
    for (const zone of ctx.declared.zones) {
      const [firstMs, endMs] = [first * HOUR_MS - DAY_MS, (last + 1) * HOUR_MS + DAY_MS];
      const range = { startMs: Math.max(firstMs, FIRST_TIME_MS), endMs: endMs + 1 };
      let [segment, ...later] = zoneSegments(range, zone);
      for (let ms = firstMs; ms <= endMs; ms += DAY_MS) {
        while (segment && segment.endMs <= ms) segment = later.shift();
        if (!segment || segment.startMs > ms) continue;
        const { offsetSlots: offset } = segment;
        const day = Math.floor((ms + (offset * DAY_MS) / SLOTS_PER_DAY) / DAY_MS);
        make(offset, day, isEmpty(offset, day));
        make(blocksAt(offset), blockOf(day), false);
      }
    }
  }
  await ctx.traits.upsert(trx, {
    table: 'uk_day',
    columns: ['tenant', 'offset_slots', 'day', 'state'],
    keys: 3,
    rows: missing,
  });
}

/** Hours that are listed, ascending, as stretches without a long gap: the first and the last of each. */
function stretchesOf(hours: readonly number[]): [first: number, last: number][] {
  const stretches: [number, number][] = [];
  for (const hour of hours) {
    const stretch = stretches.at(-1);
    if (stretch && hour - stretch[1] <= MAX_GAP_HOURS) stretch[1] = hour;
    else stretches.push([hour, hour]);
  }
  return stretches;
}
