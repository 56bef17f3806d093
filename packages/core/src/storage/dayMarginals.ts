import { SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { type CELL_FAMILIES, keptCells } from './cells.ts';
import { SLOTS_PER_HOUR } from './dirtyHours.ts';
import {
  type DayMarginal,
  type DayStretch,
  isFine,
  type MarginalDimensions,
  NO_DIMENSION,
  packedDays,
} from './marginals.ts';
import { GroupFold, type KeyColumn, SKIPPED } from './packed/GroupFold.ts';
import { CELLS, DAYS, PACKED, type DayFamily, place, width } from './packed/layouts.ts';
import { PackedRows } from './packed/packedRows.ts';
import { sessionMarginals } from './sessionMarginals.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';

/** Hours that a stretch of days reaches into. */
export function hoursOf({ offsetSlots, fromDay, toDay }: DayStretch): { fromHour: number; toHour: number } {
  return {
    fromHour: Math.floor((fromDay * SLOTS_PER_DAY - offsetSlots) / SLOTS_PER_HOUR),
    toHour: Math.ceil((toDay * SLOTS_PER_DAY - offsetSlots) / SLOTS_PER_HOUR),
  };
}

/** The local day of each slot of an hour. */
function daysOfSlots(hour: number, { offsetSlots, fromDay, toDay }: DayStretch): Int32Array {
  return Int32Array.from({ length: SLOTS_PER_HOUR }, (_, i) => {
    const day = Math.floor((hour * SLOTS_PER_HOUR + i + offsetSlots) / SLOTS_PER_DAY);
    return day >= fromDay && day < toDay ? day : SKIPPED;
  });
}

/** A dimension whose days are made from cells: where its value is found. */
interface CellDimension {
  id: number;
  column?: string;
  map?: Int32Array;
  fold: GroupFold;
}

/** Days of usage or tool calls by each dimension, from the cells. */
async function cellDays(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: (typeof CELL_FAMILIES)[number],
  stretch: DayStretch,
  { rolled, model }: MarginalDimensions,
): Promise<DayMarginal[]> {
  const [cells, days] = [CELLS[family], DAYS[family]];
  const dimensions: CellDimension[] = [];
  const add = (dimension: Omit<CellDimension, 'fold'>): void => {
    dimensions.push({ ...dimension, fold: new GroupFold(days.keys.length, days.sums.length) });
  };
  add({ id: NO_DIMENSION });
  const ownGrain = family === 'usage' ? 'request' : 'call';
  for (const dimension of rolled) {
    const { id, grain } = dimension;
    if ((grain !== 'session' && grain !== ownGrain) || (family === 'tools' && !isFine(dimension))) continue;
    const column = grain === 'session' ? 'dimset' : `${ownGrain}_dimset`;
    add({ id, column, map: await ctx.dimsetValues.of(trx, tenant, id) });
  }
  if (family === 'tools') add({ id: model, column: 'model' });
  for (const { hour, data } of await keptCells(trx, tenant, family, hoursOf(stretch))) {
    const packed = new PackedRows(data, width(cells));
    if (packed.rows === 0) continue;
    const column = (name: string) => packed.column(place(cells, name));
    const sums = days.sums.map(column);
    const bucket = { values: column('slot'), buckets: daysOfSlots(hour, stretch) };
    for (const { column: of, map, fold } of dimensions) {
      const value: KeyColumn = { values: of === undefined ? undefined : column(of), map };
      const keys = days.keys.map((name) => (name === 'value' ? value : { values: column(name) }));
      fold.add({ rows: packed.rows, bucket, keys, filters: [], sums });
    }
  }
  return dimensions.flatMap(({ id, fold }) => [
    ...packedDays(fold, family, id, stretch),
    ...(family === 'usage' && id !== NO_DIMENSION ? packedDays(totalsOf(fold), 'totals', id, stretch) : []),
  ]);
}

/** Days of usage by a dimension alone, of those by rate class as well. */
function totalsOf(usage: GroupFold): GroupFold {
  const { keys, sums } = DAYS.totals;
  const totals = new GroupFold(keys.length, sums.length);
  for (const { bucket, rows, columns } of usage.columns()) {
    const column = (name: string) => columns[place(DAYS.usage, name)];
    totals.add({
      rows,
      bucket,
      keys: keys.map((name) => ({ values: column(name) })),
      filters: [],
      sums: sums.map(column),
    });
  }
  return totals;
}

/**
 * The marginals of a stretch of days as the cells and the sessions say they should be: without a dimension, and by each dimension of the rollups. Days
 * with nothing in them included.
 *
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function dayMarginals(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  stretch: DayStretch,
  dimensions: MarginalDimensions,
): Promise<DayMarginal[]> {
  return [
    ...(await cellDays(ctx, trx, tenant, 'usage', stretch, dimensions)),
    ...(await cellDays(ctx, trx, tenant, 'tools', stretch, dimensions)),
    ...(await sessionMarginals(ctx, trx, tenant, stretch, dimensions)),
  ];
}

/**
 * Replaces the marginals of a stretch of days: assigned, never incremented.
 *
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function writeDays(
  { ctx, trx, tenant }: Writing,
  stretch: DayStretch,
  dimensions: MarginalDimensions,
): Promise<void> {
  const marginals = await dayMarginals(ctx, trx, tenant.id, stretch, dimensions);
  await ctx.traits.upsert(trx, {
    table: 'uk_marginal',
    columns: ['tenant', 'family', 'dimension', 'offset_slots', 'day', 'data'],
    keys: 5,
    rows: marginals.map((m) => [tenant.id, PACKED.code(m.family), m.dimension, stretch.offsetSlots, m.day, m.data]),
  });
}

/** Marginals as they are kept, day after day. */
export async function keptDays(
  trx: Trx,
  tenant: number,
  of: { family: DayFamily; dimension: number },
  { offsetSlots, fromDay, toDay }: DayStretch,
): Promise<{ day: number; data: Uint8Array | ArrayBuffer }[]> {
  const query = trx
    .selectFrom('uk_marginal')
    .select(['day', 'data'])
    .where('tenant', '=', tenant)
    .where('family', '=', PACKED.code(of.family))
    .where('dimension', '=', of.dimension)
    .where('offset_slots', '=', offsetSlots);
  const rows = await query.where('day', '>=', fromDay).where('day', '<', toDay).orderBy('day').execute();
  return rows.map((row) => ({ day: Number(row.day), data: row.data }));
}
