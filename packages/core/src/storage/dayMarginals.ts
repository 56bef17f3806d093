import { SLOTS_PER_DAY, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { keptCells } from './cells.ts';
import { storedDays, writeMarginals } from './keptMarginals.ts';
import { type DayMarginal, type DayStretch, type MarginalDimensions, NO_DIMENSION, packedDays } from './marginals.ts';
import { SKIPPED } from './packed/GroupFold.ts';
import { type KeyClasses, keyClasses } from './packed/keyClasses.ts';
import { CALL, type CellFamily, CELLS, DAYS, type DayFamily, place, SLOT_DAYS, width } from './packed/layouts.ts';
import { PackedRows } from './packed/packedRows.ts';
import {
  joinedColumn,
  type Leading,
  leadingOf,
  type SortedGroups,
  sortedGroups,
  type SortedKey,
  type Values,
  withLeading,
} from './packed/sortedGroups.ts';
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
  /** Local day of each row; `SKIPPED` outside of the stretch. */
  day: Int32Array;
  /** Quarter hour of its local day. */
  slot: Float64Array;
  column(name: string): Values;
}

/** The cells of a stretch of days. Hours have few cells each: added up one by one, their number would cost more than their rows. */
async function cellsOf(trx: Trx, tenant: number, family: CellFamily, stretch: DayStretch): Promise<CellColumns> {
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
      day[from + row] = of >= stretch.fromDay && of < stretch.toDay ? of : SKIPPED;
    }
    from += packed.rows;
  }
  const column = (name: string): Values => {
    return joinedColumn(hours, rows, place(layout, name));
  };
  return { rows, day, slot, column };
}

/** Where the integers of a key are found among columns; nowhere: 0. */
interface CellKey {
  column?: string;
  map?: Int32Array;
}

/** Rows of named columns with the day of each. */
interface DayColumns {
  rows: number;
  day: Int32Array;
  column(name: string): Values;
}

/** Name of the column of a call's keys as one. */
const CALL_CLASS = 'class';

/** What cells are added up to before they are added up by each dimension: the quarter of an hour is left out. */
const FINE = {
  usage: ['flag', 'rate_class', 'request_dimset', 'dimset'],
  tools: [CALL_CLASS, 'model', 'call_dimset', 'dimset'],
} as const;

/** Groups of rows as rows of named columns. */
function asColumns({ rows, buckets, columns }: SortedGroups, names: readonly string[]): DayColumns {
  return { rows, day: buckets, column: (name) => columns[names.indexOf(name)] };
}

const keyOf = (column: DayColumns['column'], { column: name, map }: CellKey): SortedKey => ({
  values: name === undefined ? undefined : column(name),
  map,
});

/** Adds up rows by day and keys. */
function added({ rows, day, column }: DayColumns, keys: readonly string[], sums: readonly string[]): SortedGroups {
  return sortedGroups({
    rows,
    bucket: day,
    keys: keys.map((name) => ({ values: column(name) })),
    sums: sums.map(column),
  });
}

/** Groups to be added up by fewer keys. */
interface FineGroups extends DayColumns {
  sums: Values[];
  /** By number of first keys. */
  leading(keys: number): Leading;
}

function fineGroups(groups: SortedGroups, names: readonly string[], sums: readonly string[]): FineGroups {
  const columns = asColumns(groups, names);
  const known: Leading[] = [];
  return {
    ...columns,
    sums: sums.map(columns.column),
    leading: (keys) => (known[keys] ??= leadingOf(groups, keys)),
  };
}

/** Adds up groups by some of their first keys, and further ones. */
function coarser({ rows, column, sums, leading }: FineGroups, first: number, keys: readonly CellKey[]): SortedGroups {
  const of = leading(first);
  const further = keys.map((key) => keyOf(column, key));
  return withLeading(sortedGroups({ rows, bucket: of.ofRow, keys: further, sums }), of);
}

/** Days of usage or tool calls by each dimension, from the cells. */
async function cellDays(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: CellFamily,
  stretch: DayStretch,
  { rolled, project, model }: MarginalDimensions,
): Promise<DayMarginal[]> {
  const cells = await cellsOf(trx, tenant, family, stretch);
  const calls = family === 'tools' ? keyClasses(CALL.map(cells.column), cells.rows) : undefined;
  const { sums } = DAYS[family];
  const column = (name: string): Values => {
    if (name === 'slot') return cells.slot;
    return name === CALL_CLASS ? calls?.ofRow : cells.column(name);
  };
  const columns = { rows: cells.rows, day: cells.day, column };
  const fine = fineGroups(added(columns, FINE[family], sums), [...FINE[family], ...sums], sums);
  const projects =
    project === undefined ? {} : { column: 'dimset', map: await ctx.dimsetValues.of(trx, tenant, project) };
  const packed = (groups: SortedGroups, of: DayFamily, id: number): DayMarginal[] =>
    packedDays(groups, of, id, stretch);
  /** By a dimension; and by fewer keys, from that. */
  const by = (id: number, value: CellKey): DayMarginal[] => {
    const groups = withKeys(coarser(fine, calls ? 1 : 2, [value]), calls);
    return [...packed(groups, family, id), ...packed(coarserOf(groups, family), COARSER[family], id)];
  };
  const slots = SLOT_DAYS[family];
  const marginals = packed(added(columns, DAYS[slots].keys, sums), slots, NO_DIMENSION);
  if (calls) marginals.push(...by(NO_DIMENSION, {}));
  // Usage without a dimension has no totals: it is of few rows itself.
  else marginals.push(...packed(coarser(fine, 2, [{}]), family, NO_DIMENSION));
  const ownGrain = family === 'usage' ? 'request' : 'call';
  for (const { id, grain } of rolled) {
    if (grain !== 'session' && grain !== ownGrain) continue;
    const value = {
      column: grain === 'session' ? 'dimset' : `${ownGrain}_dimset`,
      map: await ctx.dimsetValues.of(trx, tenant, id),
    };
    marginals.push(...by(id, value));
    if (family === 'usage' && project !== undefined && id !== project) {
      marginals.push(...packed(coarser(fine, 1, [projects, value]), 'projectUsage', id));
    }
  }
  if (calls) marginals.push(...by(model, { column: 'model' }));
  return marginals;
}

/** Groups whose first column are combinations of the keys of calls, with the keys themselves; others as they are. */
function withKeys(groups: SortedGroups, classes: KeyClasses | undefined): SortedGroups {
  if (!classes) return groups;
  const [of = new Float64Array(0), ...others] = groups.columns;
  return { ...groups, columns: [...classes.keys(of), ...others] };
}

/** Families that are made from those of more rows. */
const COARSER = { usage: 'totals', tools: 'outcomes' } as const satisfies Partial<Record<DayFamily, DayFamily>>;

/** Days by fewer keys, made from days by more. */
function coarserOf(groups: SortedGroups, from: keyof typeof COARSER): SortedGroups {
  const { keys, sums } = DAYS[COARSER[from]];
  const fine = fineGroups(groups, [...DAYS[from].keys, ...DAYS[from].sums], sums);
  // The value is the last of their keys, and those before are the first of the others.
  return coarser(fine, keys.length - 1, [{ column: 'value' }]);
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
