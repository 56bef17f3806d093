import { ROLLUP_STATE } from './dirtyHours.ts';
import type { DayStretch } from './marginals.ts';
import type { Trx, Writing } from './StoreContext.ts';

/** Days (or blocks) of a stretch that are right, ascending. */
export async function cleanDays(
  trx: Trx,
  tenant: number,
  { offsetSlots, fromDay, toDay }: DayStretch,
): Promise<number[]> {
  if (toDay <= fromDay) return [];
  const query = trx.selectFrom('uk_day').select('day').where('tenant', '=', tenant);
  const rows = await query
    .where('offset_slots', '=', offsetSlots)
    .where('day', '>=', fromDay)
    .where('day', '<', toDay)
    .where('state', '=', ROLLUP_STATE.clean)
    .orderBy('day')
    .execute();
  return rows.map((row) => Number(row.day));
}

/** Sets the state of the days (or blocks) of a stretch that there are. */
export async function setDays(
  { trx, tenant }: Writing,
  { offsetSlots, fromDay, toDay }: DayStretch,
  state: number,
): Promise<void> {
  await trx
    .updateTable('uk_day')
    .set({ state })
    .where('tenant', '=', tenant.id)
    .where('offset_slots', '=', offsetSlots)
    .where('day', '>=', fromDay)
    .where('day', '<', toDay)
    .execute();
}
