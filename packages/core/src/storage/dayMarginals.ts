import { SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { type CELL_FAMILIES, keptCells } from './cells.ts';
import { SLOTS_PER_HOUR } from './dirtyHours.ts';
import { storedDays, writeMarginals } from './keptMarginals.ts';
import {
  type DayMarginal,
  type DayStretch,
  type FoldedDays,
  type MarginalDimensions,
  NO_DIMENSION,
  packedDays,
} from './marginals.ts';
import { GroupFold, type KeyColumn, SKIPPED } from './packed/GroupFold.ts';
import { type KeyClasses, keyClasses } from './packed/keyClasses.ts';
import { CALL, CELLS, DAYS, type DayFamily, place, SLOT_DAYS, width } from './packed/layouts.ts';
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

/** Cells of a stretch of hours as columns. */
interface CellColumns {
  rows: number;
  /** Place of each row's local day in `days`. */
  day: Int32Array;
  /** Quarter hour of its local day. */
  slot: Float64Array;
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
  const slot = new Float64Array(rows);
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

/** Where the integers of a key are found among the columns of cells; nowhere: 0. */
interface CellKey {
  column?: string;
  map?: Int32Array;
}

/** Marginals by a dimension that are made from cells. */
interface CellMarginals {
  id: number;
  family: DayFamily;
  value: CellKey;
  fold: GroupFold;
}

/** Families that are made from those of more rows. */
const COARSER = { usage: 'totals', tools: 'outcomes' } as const satisfies Partial<Record<DayFamily, DayFamily>>;

/** Days of usage or tool calls by each dimension, from the cells. */
async function cellDays(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: (typeof CELL_FAMILIES)[number],
  stretch: DayStretch,
  { rolled, project, model }: MarginalDimensions,
): Promise<DayMarginal[]> {
  const made: CellMarginals[] = [];
  const add = (id: number, of: DayFamily, value: CellKey): void => {
    const keys = of === 'tools' ? 2 : DAYS[of].keys.length;
    made.push({ id, family: of, value, fold: new GroupFold(keys, DAYS[of].sums.length) });
  };
  const slots = SLOT_DAYS[family];
  add(NO_DIMENSION, slots, {});
  // Usage without a dimension is made from that by slots.
  if (family === 'tools') add(NO_DIMENSION, family, {});
  const ownGrain = family === 'usage' ? 'request' : 'call';
  for (const { id, grain } of rolled) {
    if (grain !== 'session' && grain !== ownGrain) continue;
    const column = grain === 'session' ? 'dimset' : `${ownGrain}_dimset`;
    const value = { column, map: await ctx.dimsetValues.of(trx, tenant, id) };
    add(id, family, value);
    if (family === 'usage' && project !== undefined && id !== project) add(id, 'projectUsage', value);
  }
  if (family === 'tools') add(model, family, { column: 'model' });
  const projects =
    project === undefined ? {} : { column: 'dimset', map: await ctx.dimsetValues.of(trx, tenant, project) };
  const found = await cellsOf(trx, tenant, family, stretch);
  const columns = new Map<string, Float64Array | undefined>();
  const columnOf = (name: string): Float64Array | undefined => {
    if (!columns.has(name)) columns.set(name, name === 'slot' ? found.slot : found.column(name));
    return columns.get(name);
  };
  const keyOf = ({ column, map }: CellKey): KeyColumn => ({
    values: column === undefined ? undefined : columnOf(column),
    map,
  });
  const bucket = { values: found.day, buckets: found.days };
  // Calls have many keys, and are added up by many dimensions.
  const calls = family === 'tools' ? keyClasses(CALL.map(columnOf), found.rows) : undefined;
  for (const { family: of, value, fold } of made) {
    const places: Readonly<Record<string, CellKey>> = { value, project: projects };
    const keys =
      of === 'tools' && calls
        ? [{ values: calls.ofRow }, keyOf(value)]
        : DAYS[of].keys.map((name) => keyOf(places[name] ?? { column: name }));
    fold.add({ rows: found.rows, bucket, keys, filters: [], sums: DAYS[of].sums.map(columnOf) });
  }
  const coarser = COARSER[family];
  return made.flatMap(({ id, family: of, fold }) => {
    const folded = [...fold.columns()].map((day) => (of === 'tools' && calls ? withKeys(day, calls) : day));
    const marginals = packedDays(folded, of, id, stretch);
    if (of === 'usageSlots') return [...marginals, ...packedDays(coarserOf(folded, of, 'usage'), 'usage', id, stretch)];
    if (of !== family) return marginals;
    return [...marginals, ...packedDays(coarserOf(folded, family, coarser), coarser, id, stretch)];
  });
}

/** A day whose first column are combinations of keys, with the keys themselves. */
function withKeys(
  { bucket, rows, columns: [of = [], ...others] }: FoldedDays[number],
  classes: KeyClasses,
): FoldedDays[number] {
  return { bucket, rows, columns: [...classes.keys(of), ...others] };
}

/** Days by fewer keys, made from days by more; those of no dimension have no value. */
function coarserOf(fine: FoldedDays, from: DayFamily, to: DayFamily): FoldedDays {
  const { keys, sums } = DAYS[to];
  const coarser = new GroupFold(keys.length, sums.length);
  const known = [...DAYS[from].keys, ...DAYS[from].sums];
  for (const { bucket, rows, columns } of fine) {
    const column = (name: string) => (known.includes(name) ? columns[place(DAYS[from], name)] : undefined);
    coarser.add({
      rows,
      bucket,
      keys: keys.map((name) => ({ values: column(name) })),
      filters: [],
      sums: sums.map(column),
    });
  }
  return [...coarser.columns()];
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
    const isRight = await storedDays(trx, tenant, of[0] as DayMarginal, stretch);
    others.push(...of.filter((m) => !isRight(m, width(DAYS[m.family]))));
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
  await writeMarginals({ ctx, trx, tenant }, stretch.offsetSlots, marginals);
}
