import type { RollupQuery } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { type HourStretch, keptCells } from './cells.ts';
import type { CacheStates } from './coverage.ts';
import { type DayRows, hoursOfWeek, readDays } from './dayBlocks.ts';
import { BLOCK_DAYS } from './dayKinds.ts';
import { needsSums } from './packed/FactRows.ts';
import { type FoldedColumns, type GroupFold, type Integers, keptRows, SKIPPED } from './packed/GroupFold.ts';
import type { MarginalKind } from './marginalKinds.ts';
import { partsOf } from './marginals.ts';
import { BLOCK_FORMS, type BlockForm, CELLS, FACT_ROWS, type Layout, place, width } from './packed/layouts.ts';
import { PackedRows } from './packed/packedRows.ts';
import { type RollupPiece, stretchOf, utcDaysOf } from './plan.ts';
import type { Attribute, AttributeSource } from './rollupAttributes.ts';
import { columnName, dayFamily, layoutOf, type PackedQuery, type Source, sourceOf } from './rollupSources.ts';
import { rowsOnce } from './remembered.ts';
import { mapOf, type PlacedFilter, rowFilters } from './rowFilters.ts';
import { readFacts } from './sessionFacts.ts';

/** Hours whose cells are in memory at the same time. */
const HOURS_AT_ONCE = 24 * 7;
const HOURS_PER_WEEK = 168;
const WEEK = Int32Array.from({ length: HOURS_PER_WEEK }, (_, hour) => hour);

/** A query made ready for one layout: which columns are grouped, filtered and summed. */
interface Reading {
  layout: Layout;
  keys: readonly { column: number; map: Int32Array | undefined }[];
  filters: readonly PlacedFilter[];
  sums: readonly number[];
  /** The values of the dimension that count; `undefined` = all. */
  values: readonly number[] | undefined;
}

async function readingOf(packed: PackedQuery, source: Source): Promise<Reading> {
  const { of, groups, filter, flags, measures } = packed;
  const layout = layoutOf(packed, source);
  const level = source === 'cells' ? 'L1' : 'L2';
  const nameOf = (attribute: Attribute): string => columnName(packed, attribute, level);
  const keys: { column: number; map: Int32Array | undefined }[] = [];
  for (const group of groups) {
    keys.push({
      column: place(layout, nameOf(group)),
      map: (await group.canonical?.()) ?? (await mapOf(of, group, level)),
    });
  }
  const filters = await rowFilters(of, filter, flags, layout, level, nameOf);
  const byValue = level === 'L2' ? filter.ids.find(({ attribute }) => nameOf(attribute) === 'value') : undefined;
  return { layout, keys, filters, sums: measures.map((name) => place(layout, name)), values: byValue?.ids };
}

/** Rows that can be read column by column. */
interface Columns {
  rows: number;
  column(index: number): Integers;
}

/** Takes the numbers of rows that a filter keeps. */
let keptOf = new Int32Array(1024);

/** Adds rows to their groups. Where a filter keeps none of them, as in most hours of few values, nothing but its columns is looked at. */
function addRows(
  fold: GroupFold,
  { keys, filters: wanted, sums }: Reading,
  packed: Columns,
  bucket: () => FoldedColumns['bucket'],
): void {
  const { rows } = packed;
  const filters = wanted.map(({ column, keeps, keepsOthers }) => ({
    keeps,
    keepsOthers,
    values: packed.column(column),
  }));
  if (filters.length > 1) {
    if (keptOf.length < rows) keptOf = new Int32Array(rows * 2);
    if (keptRows(filters, rows, keptOf) === 0) return;
  }
  fold.add({
    rows,
    bucket: bucket(),
    keys: keys.map(({ column, map }) => ({ values: packed.column(column), map })),
    filters,
    sums: sums.map((column) => packed.column(column)),
  });
}

/** The bucket of each of so many slots from a slot on, for a piece that may begin or end in them. */
function slotBuckets({ bucket }: RollupQuery, piece: RollupPiece, from: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => {
    const slot = from + i;
    if (slot * SLOT_MS < piece.startMs || slot * SLOT_MS >= piece.endMs) return SKIPPED;
    if (bucket === 'slot') return slot;
    const local = slot + piece.offsetSlots;
    if (bucket === 'day') return Math.floor(local / SLOTS_PER_DAY);
    return bucket === 'total' ? 0 : (Math.floor(local / SLOTS_PER_HOUR) + 72) % HOURS_PER_WEEK;
  });
}

/** The bucket of rows that are kept by slots from a slot on: one for all of them where all slots have it. */
function slotBucket(
  query: RollupQuery,
  piece: RollupPiece,
  { from, length }: { from: number; length: number },
  slots: () => Integers,
): FoldedColumns['bucket'] {
  const buckets = slotBuckets(query, piece, from, length);
  const [first] = buckets;
  const isOne = first !== undefined && buckets.every((bucket) => bucket === first);
  return isOne ? first : { values: slots(), buckets };
}

/** A query that takes part in a reading of rows. */
interface Target {
  fold: GroupFold;
  query: RollupQuery;
  reading: Reading;
}

/** Rows that are read once, for all queries that need them. */
interface Job {
  of: AttributeSource;
  piece: RollupPiece;
  source: Source;
  kind: MarginalKind;
  targets: Target[];
}

/** Adds what the facts of sessions have of a piece. */
async function addFacts({ of, piece, targets }: Job): Promise<void> {
  const slot = place(FACT_ROWS, 'slot');
  const columns = targets.flatMap(({ reading: { keys, filters, sums } }) => [
    ...[...keys, ...filters].map(({ column }) => column),
    ...sums,
  ]);
  for await (const days of readFacts(of.trx, of.tenant, utcDaysOf(piece), needsSums(columns))) {
    for (const { day, facts } of days) {
      const slots = { from: day * SLOTS_PER_DAY, length: SLOTS_PER_DAY };
      for (const { fold, query, reading } of targets) {
        addRows(fold, reading, facts, () => slotBucket(query, piece, slots, () => facts.column(slot)));
      }
    }
  }
}

/** Cells of hours, at most {@link HOURS_AT_ONCE} of them. */
function cellRows(
  { trx, tenant }: Pick<AttributeSource, 'trx' | 'tenant'>,
  family: 'usage' | 'tools',
  stretch: HourStretch,
): Promise<{ hour: number; bytes: number; rows: PackedRows }[]> {
  const columns = width(CELLS[family]);
  const read = async () => {
    const cells = await keptCells(trx, tenant, family, stretch, HOURS_AT_ONCE);
    return cells.map(({ hour, data }) => ({ hour, bytes: data.byteLength, rows: new PackedRows(data, columns) }));
  };
  const what = `cells ${tenant} ${family} ${stretch.fromHour} ${stretch.toHour}`;
  return rowsOnce(trx, what, read, (cells) => cells.reduce((sum, { bytes }) => sum + bytes, 0));
}

/** Adds what the cells have of a piece. */
async function addCells(job: Job): Promise<void> {
  const { of, piece, targets } = job;
  const { family } = of;
  if (family === 'sessions') return addFacts(job);
  const layout = CELLS[family];
  const slot = place(layout, 'slot');
  const hourMs = SLOTS_PER_HOUR * SLOT_MS;
  const toHour = Math.ceil(piece.endMs / hourMs);
  // Page by page of the hours that there are: a range may be as long as time.
  for (let fromHour = Math.floor(piece.startMs / hourMs), isMore = true; isMore;) {
    const cells = await cellRows(of, family, { fromHour, toHour });
    isMore = cells.length === HOURS_AT_ONCE;
    fromHour = (cells.at(-1)?.hour ?? 0) + 1;
    for (const { hour, rows } of cells) {
      if (rows.rows === 0) continue;
      const slots = { from: hour * SLOTS_PER_HOUR, length: SLOTS_PER_HOUR };
      for (const { fold, query, reading } of targets) {
        addRows(fold, reading, rows, () => slotBucket(query, piece, slots, () => rows.column(slot)));
      }
    }
  }
}

/** Adds what the marginals have of a piece. */
async function addDays({ of, piece, source, kind, targets }: Job, states: CacheStates): Promise<void> {
  const stretch = stretchOf(piece);
  const formOf = ({ query }: Target): BlockForm =>
    query.bucket !== 'day' && BLOCK_FORMS[kind.family].includes('sums') ? 'sums' : 'days';
  const forms = [...new Set(targets.map(formOf))];
  const wanted = targets.map(({ reading }) => reading.values);
  const parts = partsOf(wanted.includes(undefined) ? undefined : wanted.flatMap((values) => values ?? []));
  const add = (rows: DayRows): void => {
    if (rows.rows === 0) return;
    const slots = { from: rows.firstDay * SLOTS_PER_DAY - stretch.offsetSlots, length: SLOTS_PER_DAY };
    for (const target of targets) {
      if (!rows.forms.includes(formOf(target))) continue;
      const { fold, query, reading } = target;
      const { layout } = reading;
      const slotColumn = (): Integers => rows.column(place(layout, 'slot'));
      const bucket = (): FoldedColumns['bucket'] =>
        source === 'slots' ? slotBucket(query, piece, slots, slotColumn) : dayBucket(query, rows, layout);
      addRows(fold, reading, rows, bucket);
    }
  };
  for await (const days of readDays(of.trx, of.tenant, kind, stretch, states, forms, parts)) days.forEach(add);
}

/** The bucket of rows of days. */
function dayBucket({ bucket }: RollupQuery, rows: DayRows, layout: Layout): FoldedColumns['bucket'] {
  const { firstDay, days } = rows;
  if (bucket === 'weekHour') {
    const hours = rows.column(place(layout, 'hour'));
    if (rows.isSum) return { values: hours, buckets: WEEK };
    return { values: hours, buckets: hoursOfWeek(firstDay) };
  }
  if (bucket !== 'day') return 0;
  if (!days) return firstDay;
  return { values: days, buckets: Int32Array.from({ length: BLOCK_DAYS }, (_, day) => firstDay + day) };
}

/** A query with its plan, and the fold that takes its rows: keys are the query's groups, sums its measures. */
export interface PlannedQuery {
  fold: GroupFold;
  packed: PackedQuery;
  pieces: readonly RollupPiece[];
}

/** Adds what the caches have of the pieces of queries. What several of them need is read once. */
export async function addPacked(queries: readonly PlannedQuery[], states: CacheStates): Promise<void> {
  const jobs = new Map<string, Job>();
  for (const { fold, packed, pieces } of queries) {
    const readings = new Map<Source, Reading>();
    const { of, query, dimension } = packed;
    for (const piece of pieces) {
      const { level, startMs, endMs, offsetSlots, keptAt } = piece;
      if (level === 'L0') continue;
      const source = sourceOf(piece);
      const reading = readings.get(source) ?? (await readingOf(packed, source));
      readings.set(source, reading);
      const kind = { family: dayFamily(packed, source), dimension };
      const rows = source === 'cells' ? of.family : `${kind.family} ${dimension} ${keptAt}`;
      const key = [level, rows, startMs, endMs, offsetSlots].join(' ');
      const job = jobs.get(key) ?? { of, piece, source, kind, targets: [] };
      jobs.set(key, job);
      job.targets.push({ fold, query, reading });
    }
  }
  for (const job of jobs.values()) await (job.source === 'cells' ? addCells(job) : addDays(job, states));
}
