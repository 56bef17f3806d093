import { sql } from 'kysely';

import { BLOCK_DAYS, FIRST_BLOCKS } from './dayKinds.ts';
import { ROLLUP_STATE } from './dirtyHours.ts';
import { keptQuery } from './keyedQuery.ts';
import type { DayStretch } from './marginals.ts';
import type { Trx, Writing } from './StoreContext.ts';

/** Days (or blocks) of a stretch that are right, ascending. */
export async function cleanDays(
  trx: Trx,
  tenant: number,
  { offsetSlots, fromDay, toDay }: DayStretch,
): Promise<number[]> {
  if (toDay <= fromDay) return [];
  const values = [tenant, offsetSlots, fromDay, toDay] as const;
  const rows = await keptQuery(trx, 'clean days', values, (of, offset, from, to) => {
    const query = trx.selectFrom('uk_day').select('day').where('tenant', '=', of).where('offset_slots', '=', offset);
    const within = query.where('day', '>=', from).where('day', '<', to);
    return within.where('state', '=', sql.lit(ROLLUP_STATE.clean)).orderBy('day');
  });
  return rows.map((row) => Number(row.day));
}

/** Numbers from a first to a last one. */
const numbersOf = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Days of a stretch that are right, by offset, ascending: those of facts among them, and under their own offsets blocks of such days. */
export async function cleanDaysByOffset(
  trx: Trx,
  tenant: number,
  { fromDay, toDay }: { fromDay: number; toDay: number },
): Promise<Map<number, readonly number[]>> {
  const blocks = [Math.floor(fromDay / BLOCK_DAYS), Math.ceil(toDay / BLOCK_DAYS)] as const;
  const values = [tenant, fromDay, toDay, ...blocks] as const;
  const rows = await keptQuery(trx, 'clean days by offset', values, (of, from, to, fromBlock, toBlock) => {
    const within = (start: number, end: number) => sql`day >= ${start} and day < ${end}`;
    return sql<Record<'offset_slots' | 'first' | 'last' | 'n', number>>`
      select offset_slots, min(day) as first, max(day) as last, count(*) as n from ${sql.table('uk_day')}
      where tenant = ${of} and state = ${sql.lit(ROLLUP_STATE.clean)}
        and case when offset_slots < ${sql.lit(FIRST_BLOCKS)} then ${within(from, to)} else ${within(fromBlock, toBlock)} end
      group by offset_slots order by offset_slots`;
  });
  const days = new Map<number, readonly number[]>();
  for (const row of rows) {
    const [offsetSlots, first, last] = [Number(row.offset_slots), Number(row.first), Number(row.last)];
    const isWhole = Number(row.n) === last - first + 1;
    const stretch = { offsetSlots, fromDay: first, toDay: last + 1 };
    days.set(offsetSlots, isWhole ? numbersOf(first, last) : await cleanDays(trx, tenant, stretch));
  }
  return days;
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
