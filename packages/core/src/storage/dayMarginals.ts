import { SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { type CELL_FAMILIES, keptCells } from './cells.ts';
import { SLOTS_PER_HOUR } from './dirtyHours.ts';
import { keptQuery } from './keyedQuery.ts';
import {
  type DayMarginal,
  type DayStretch,
  isFine,
  type MarginalDimensions,
  NO_DIMENSION,
  packedDays,
} from './marginals.ts';
import { coarser } from './packed/coarser.ts';
import { GroupFold, type KeyColumn, SKIPPED } from './packed/GroupFold.ts';
import { CELLS, DAYS, PACKED, type DayFamily, place, SLOT_DAYS, width } from './packed/layouts.ts';
import { isKept, PackedRows } from './packed/packedRows.ts';
import { sessionMarginals } from './sessionMarginals.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';

/** Hours that a stretch of days reaches into. */
export function hoursOf({ offsetSlots, fromDay, toDay }: DayStretch): { fromHour: number; toHour: number } {
  return {
    fromHour: Math.floor((fromDay * SLOTS_PER_DAY - offsetSlots) / SLOTS_PER_HOUR),
    toHour: Math.ceil((toDay * SLOTS_PER_DAY - offsetSlots) / SLOTS_PER_HOUR),
  };
}

/** Cells of a stretch of hours as columns. */
interface CellColumns {
  rows: number;
  /** Place of each row's local day in `days`. */
  day: Int32Array;
  /** Quarter hour of its local day. */
  slot: Uint8Array;
  days: Int32Array;
  /** `undefined` where every row has 0. */
  column(name: string): Float64Array | undefined;
}

/** The cells of a stretch of days. Hours have few cells each: added up one by one, their number would cost more than their rows. */
async function cellsOf(
  trx: Trx,
  tenant: number,
  family: (typeof CELL_FAMILIES)[number],
  stretch: DayStretch,
): Promise<CellColumns> {
  const layout = CELLS[family];
  const columns = width(layout);
  const kept = await keptCells(trx, tenant, family, hoursOf(stretch));
  const hours = kept.map(({ hour, data }) => ({ hour, packed: new PackedRows(data, columns) }));
  const rows = hours.reduce((n, { packed }) => n + packed.rows, 0);
  const day = new Int32Array(rows);
  const slot = new Uint8Array(rows);
  const slots = place(layout, 'slot');
  for (let i = 0, from = 0; i < hours.length; i += 1) {
    const { hour, packed } = hours[i] as (typeof hours)[number];
    const quarter = packed.column(slots);
    for (let row = 0; row < packed.rows; row += 1) {
      const local = hour * SLOTS_PER_HOUR + (quarter?.[row] ?? 0) + stretch.offsetSlots;
      const of = Math.floor(local / SLOTS_PER_DAY);
      slot[from + row] = local - of * SLOTS_PER_DAY;
      day[from + row] = Math.max(-1, Math.min(of, stretch.toDay) - stretch.fromDay);
    }
    from += packed.rows;
  }
  const length = stretch.toDay - stretch.fromDay;
  // The last place is that of days beyond the end; days before the beginning have none.
  const days = Int32Array.from({ length: length + 1 }, (_, i) => (i < length ? stretch.fromDay + i : SKIPPED));
  const column = (name: string): Float64Array | undefined => {
    const at = place(layout, name);
    let joined: Float64Array | undefined;
    let from = 0;
    for (const { packed } of hours) {
      const part = packed.column(at);
      if (part) {
        joined ??= new Float64Array(rows);
        joined.set(part, from);
      }
      from += packed.rows;
    }
    return joined;
  };
  return { rows, day, slot, days, column };
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
  const days = DAYS[family];
  const dimensions: CellDimension[] = [];
  const add = (dimension: Omit<CellDimension, 'fold'>): void => {
    dimensions.push({ ...dimension, fold: new GroupFold(days.keys.length, days.sums.length) });
  };
  // Usage without a dimension is made from that by slots.
  if (family === 'tools') add({ id: NO_DIMENSION });
  const ownGrain = family === 'usage' ? 'request' : 'call';
  for (const dimension of rolled) {
    const { id, grain } = dimension;
    if ((grain !== 'session' && grain !== ownGrain) || (family === 'tools' && !isFine(dimension))) continue;
    const column = grain === 'session' ? 'dimset' : `${ownGrain}_dimset`;
    add({ id, column, map: await ctx.dimsetValues.of(trx, tenant, id) });
  }
  if (family === 'tools') add({ id: model, column: 'model' });
  const found = await cellsOf(trx, tenant, family, stretch);
  const columns = new Map<string, Float64Array | undefined>();
  const columnOf = (name: string): Float64Array | undefined => {
    if (!columns.has(name)) columns.set(name, found.column(name));
    return columns.get(name);
  };
  const sums = days.sums.map(columnOf);
  const bucket = { values: found.day, buckets: found.days };
  for (const { column, map, fold } of dimensions) {
    const value: KeyColumn = { values: column === undefined ? undefined : columnOf(column), map };
    const keys = days.keys.map((name) => (name === 'value' ? value : { values: columnOf(name) }));
    fold.add({ rows: found.rows, bucket, keys, filters: [], sums });
  }
  const bySlot = SLOT_DAYS[family];
  const slots = new GroupFold(DAYS[bySlot].keys.length, DAYS[bySlot].sums.length);
  const keys = DAYS[bySlot].keys.map((name) => ({ values: name === 'slot' ? found.slot : columnOf(name) }));
  slots.add({ rows: found.rows, bucket, keys, filters: [], sums });
  const ofSlots = [...slots.columns()];
  if (family === 'usage') dimensions.push({ id: NO_DIMENSION, fold: coarser(ofSlots, bySlot, family) });
  const narrow = family === 'usage' ? 'totals' : 'outcomes';
  return [
    ...packedDays(ofSlots, bySlot, NO_DIMENSION, stretch),
    ...dimensions.flatMap(({ id, fold }) => {
      const folded = [...fold.columns()];
      const hasNarrow = family === 'tools' || id !== NO_DIMENSION;
      const narrowed = hasNarrow ? coarser(folded, family, narrow).columns() : [];
      return [
        ...packedDays(folded, family, id, stretch),
        ...(hasNarrow ? packedDays(narrowed, narrow, id, stretch) : []),
      ];
    }),
  ];
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

/** Those of the marginals of a stretch that are not kept as they are. */
async function otherMarginals(
  trx: Trx,
  tenant: number,
  stretch: DayStretch,
  marginals: readonly DayMarginal[],
): Promise<DayMarginal[]> {
  const others: DayMarginal[] = [];
  for (const of of Map.groupBy(marginals, (m) => `${m.family} ${m.dimension}`).values()) {
    const rows = await keptDays(trx, tenant, of[0] as DayMarginal, stretch);
    const kept = new Map(rows.map(({ day, data }) => [day, data]));
    others.push(...of.filter(({ family, day, data }) => !isKept(kept.get(day), data, width(DAYS[family]))));
  }
  return others;
}

/**
 * Replaces the marginals of a stretch of days: assigned, never incremented.
 *
 * @param areKept most are right already: they are compared before they are written
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function writeDays(
  { ctx, trx, tenant }: Writing,
  stretch: DayStretch,
  dimensions: MarginalDimensions,
  areKept: boolean,
): Promise<void> {
  const expected = await dayMarginals(ctx, trx, tenant.id, stretch, dimensions);
  const marginals = areKept ? await otherMarginals(trx, tenant.id, stretch, expected) : expected;
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
  const values = [tenant, PACKED.code(of.family), of.dimension, offsetSlots, fromDay, toDay] as const;
  const rows = await keptQuery(trx, 'marginals', values, (owner, family, dimension, offset, from, to) => {
    const query = trx.selectFrom('uk_marginal').select(['day', 'data']).where('tenant', '=', owner);
    const found = query.where('family', '=', family).where('dimension', '=', dimension);
    return found.where('offset_slots', '=', offset).where('day', '>=', from).where('day', '<', to).orderBy('day');
  });
  return rows.map((row) => ({ day: Number(row.day), data: row.data }));
}
