import type { RollupQuery } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { keptCells } from './cells.ts';
import { keptDays } from './dayMarginals.ts';
import { SLOTS_PER_HOUR } from './dirtyHours.ts';
import { type FoldedColumns, type GroupFold, type KeyColumn, type RowFilter, SKIPPED } from './packed/GroupFold.ts';
import { CELLS, DAYS, type Layout, type PackedFamily, place, width } from './packed/layouts.ts';
import { PackedRows } from './packed/packedRows.ts';
import { type RollupPiece, stretchOf } from './plan.ts';
import type { Attribute, AttributeSource, Filter } from './rollupAttributes.ts';

/** Hours, or days, whose cells are in memory at the same time. */
const HOURS_AT_ONCE = 24 * 7;
const DAYS_AT_ONCE = 62;
const HOURS_PER_WEEK = 168;

/** What is read of packed rows for a query. */
export interface PackedQuery {
  query: RollupQuery;
  of: AttributeSource;
  groups: readonly Attribute[];
  filter: Filter;
  flags: readonly number[] | null;
  dimension: number;
  measures: readonly string[];
}

/** A query made ready for one layout: which columns are grouped, filtered and summed. */
interface Reading {
  layout: Layout;
  keys: readonly { column: number; map: Int32Array | undefined }[];
  filters: readonly (Omit<RowFilter, 'values'> & { column: number })[];
  sums: readonly number[];
}

/** The family of packed days that answers a query. */
function dayFamily({ family, bucket }: RollupQuery): PackedFamily {
  return family === 'sessions' && bucket === 'weekHour' ? 'starts' : family;
}

/** For each integer of a column, how it is counted: the integer that stands for it. */
async function mapOf(
  { ctx, trx, tenant }: AttributeSource,
  attribute: Attribute,
  level: 'L1' | 'L2',
): Promise<Int32Array | undefined> {
  const dimension = attribute.packed(level)?.dimension;
  return dimension === undefined ? undefined : ctx.dimsetValues.of(trx, tenant, dimension);
}

/** Which integers of a column a filter keeps. */
function keptIds(ids: readonly number[], map: Int32Array | undefined): Omit<RowFilter, 'values'> {
  if (map === undefined) {
    const keeps = new Uint8Array(Math.max(0, ...ids) + 1);
    for (const id of ids) keeps[id] = 1;
    return { keeps, keepsOthers: false };
  }
  const wanted = new Set(ids);
  // Combinations beyond the end of the map have no value.
  return { keeps: Uint8Array.from(map, (id) => (wanted.has(id) ? 1 : 0)), keepsOthers: wanted.has(0) };
}

async function readingOf(packed: PackedQuery, level: 'L1' | 'L2'): Promise<Reading> {
  const { query, of, groups, filter, flags, measures } = packed;
  const layout = level === 'L2' ? DAYS[dayFamily(query)] : CELLS[query.family === 'tools' ? 'tools' : 'usage'];
  const columnOf = (attribute: Attribute): number => place(layout, attribute.packed(level)?.column ?? '');
  const keys: { column: number; map: Int32Array | undefined }[] = [];
  for (const group of groups) keys.push({ column: columnOf(group), map: await mapOf(of, group, level) });
  const filters = flags === null ? [] : [{ column: place(layout, 'flag'), ...keptIds(flags, undefined) }];
  for (const { attribute, ids } of filter.ids) {
    filters.push({ column: columnOf(attribute), ...keptIds(ids, await mapOf(of, attribute, level)) });
  }
  return { layout, keys, filters, sums: measures.map((name) => place(layout, name)) };
}

/** Integers that stand for those of one name, grown as they are met. */
function canonicalColumn(values: KeyColumn['values'], canonical: ((id: number) => number) | undefined) {
  if (!canonical || values === undefined) return values;
  const known = new Map<number, number>();
  return Int32Array.from(values, (id) => {
    let of = known.get(id);
    if (of === undefined) known.set(id, (of = canonical(id)));
    return of;
  });
}

function addRows(
  fold: GroupFold,
  { layout, keys, filters, sums }: Reading,
  data: Uint8Array | ArrayBuffer,
  bucket: (packed: PackedRows) => FoldedColumns['bucket'],
  canonical: readonly (((id: number) => number) | undefined)[],
): void {
  const packed = new PackedRows(data, width(layout));
  if (packed.rows === 0) return;
  fold.add({
    rows: packed.rows,
    bucket: bucket(packed),
    keys: keys.map(({ column, map }, i) => ({ values: canonicalColumn(packed.column(column), canonical[i]), map })),
    filters: filters.map(({ column, ...filter }) => ({ ...filter, values: packed.column(column) })),
    sums: sums.map((column) => packed.column(column)),
  });
}

/** The bucket of each slot of an hour, for a piece that may begin or end in it. */
function slotBuckets({ bucket }: RollupQuery, piece: RollupPiece, hour: number): Int32Array {
  return Int32Array.from({ length: SLOTS_PER_HOUR }, (_, i) => {
    const slot = hour * SLOTS_PER_HOUR + i;
    if (slot * SLOT_MS < piece.startMs || slot * SLOT_MS >= piece.endMs) return SKIPPED;
    if (bucket === 'slot') return slot;
    const local = slot + piece.offsetSlots;
    if (bucket === 'day') return Math.floor(local / SLOTS_PER_DAY);
    return bucket === 'total' ? 0 : (Math.floor(local / SLOTS_PER_HOUR) + 72) % HOURS_PER_WEEK;
  });
}

/** Adds what the cells have of a piece. */
async function addCells(fold: GroupFold, packed: PackedQuery, piece: RollupPiece, reading: Reading): Promise<void> {
  const { query, of } = packed;
  const canonical = await canonicals(packed);
  const family = query.family === 'tools' ? 'tools' : 'usage';
  const slot = place(reading.layout, 'slot');
  const hourMs = SLOTS_PER_HOUR * SLOT_MS;
  const end = Math.ceil(piece.endMs / hourMs);
  // Page by page of the hours that there are: a range may be as long as time.
  for (let fromHour = Math.floor(piece.startMs / hourMs), isMore = true; isMore;) {
    const cells = await keptCells(of.trx, of.tenant, family, { fromHour, toHour: end }, HOURS_AT_ONCE);
    isMore = cells.length === HOURS_AT_ONCE;
    fromHour = (cells.at(-1)?.hour ?? 0) + 1;
    for (const { hour, data } of cells) {
      const buckets = slotBuckets(query, piece, hour);
      const [first] = buckets;
      const isOne = first !== undefined && buckets.every((bucket) => bucket === first);
      addRows(fold, reading, data, (rows) => (isOne ? first : { values: rows.column(slot), buckets }), canonical);
    }
  }
}

/** Adds what the marginals have of a piece. */
async function addDays(fold: GroupFold, packed: PackedQuery, piece: RollupPiece, reading: Reading): Promise<void> {
  const { query, of, dimension } = packed;
  const canonical = await canonicals(packed);
  const kind = { family: dayFamily(query), dimension };
  const stretch = stretchOf(piece);
  for (let { fromDay } = stretch; fromDay < stretch.toDay; fromDay += DAYS_AT_ONCE) {
    const part = { ...stretch, fromDay, toDay: Math.min(stretch.toDay, fromDay + DAYS_AT_ONCE) };
    for (const { day, data } of await keptDays(of.trx, of.tenant, kind, part)) {
      const bucket = (rows: PackedRows): FoldedColumns['bucket'] => {
        if (query.bucket !== 'weekHour') return query.bucket === 'day' ? day : 0;
        const buckets = Int32Array.from({ length: 24 }, (_, hour) => (((day + 3) % 7) * 24 + hour) % HOURS_PER_WEEK);
        return { values: rows.column(place(reading.layout, 'hour')), buckets };
      };
      addRows(fold, reading, data, bucket, canonical);
    }
  }
}

async function canonicals({ groups }: PackedQuery): Promise<(((id: number) => number) | undefined)[]> {
  const all: (((id: number) => number) | undefined)[] = [];
  for (const group of groups) all.push(await group.canonical?.());
  return all;
}

/** Adds what the caches have of pieces to a fold, whose keys are the query's groups and whose sums its measures. */
export async function addPacked(fold: GroupFold, packed: PackedQuery, pieces: readonly RollupPiece[]): Promise<void> {
  const readings = new Map<RollupPiece['level'], Reading>();
  for (const piece of pieces) {
    const { level } = piece;
    if (level === 'L0') continue;
    const reading = readings.get(level) ?? (await readingOf(packed, level));
    readings.set(level, reading);
    await (level === 'L1' ? addCells : addDays)(fold, packed, piece, reading);
  }
}
