import type { CacheStates } from './coverage.ts';
import { BLOCK_DAYS, blockOf, blocksAt, FIRST_BLOCKS, offsetOfBlocks, sumsAt } from './dayKinds.ts';
import { keptDays, writeMarginals } from './keptMarginals.ts';
import { cleanDays, setDays } from './dayStates.ts';
import { ROLLUP_STATE } from './dirtyHours.ts';
import { type MarginalKind, marginalKinds } from './marginalKinds.ts';
import {
  type DayMarginal,
  type DayStretch,
  type MarginalDimensions,
  packedParts,
  valuePlace,
  WHOLE,
} from './marginals.ts';
import type { Integers } from './packed/GroupFold.ts';
import { BLOCK_FORMS, type BlockForm, DAYS, width } from './packed/layouts.ts';
import { emptyRows, PackedRows, SumTooLarge } from './packed/packedRows.ts';
import { joinedColumn, sortedGroups, type Values } from './packed/sortedGroups.ts';
import { rowsOnce } from './remembered.ts';
import type { Trx, Writing } from './StoreContext.ts';

/** Days that take more bytes than this together are read one by one as fast, and are not kept twice. */
const MAX_BLOCK_BYTES = 128 * 1024;
/** Days whose marginals are in memory at the same time. */
const DAYS_AT_ONCE = 62;

const HOURS_OF_WEEK = Array.from({ length: 7 }, (_, day) =>
  Int32Array.from({ length: 24 }, (__, hour) => day * 24 + hour),
);

/** Marginals of one or more days. */
export interface DayRows {
  rows: number;
  column(index: number): Integers;
  firstDay: number;
  /** Day of each row, counted from the first; `undefined` = the first. */
  days: Integers;
  /** Rows are sums of all days of a block, and hours those of the week. */
  isSum: boolean;
  /** Readers whom these rows are for: those of each day, or of sums. */
  forms: readonly BlockForm[];
}

/** A block, or a part of it, as bytes. */
interface KeptBlock extends DayMarginal {
  form: BlockForm;
}

/** Stands for a block that is not kept. */
const NOT_KEPT_BYTES = 1;
const NOT_KEPT = [{ part: WHOLE, data: new Uint8Array(NOT_KEPT_BYTES) }];

type PackedParts = ReturnType<typeof packedParts>;
type DayData = readonly { day: number; data: Uint8Array | ArrayBuffer }[];

/** Number of columns of a block's rows. */
export function blockWidth({ family, form }: Pick<KeptBlock, 'family' | 'form'>): number {
  return width(DAYS[family]) + (form === 'days' ? 1 : 0);
}

/** The offset under which blocks of a form are kept. */
export function blocksOf(form: BlockForm, offsetSlots: number): number {
  return form === 'days' ? blocksAt(offsetSlots) : sumsAt(offsetSlots);
}

/** The days of a block as columns, one day after the other. */
interface JoinedDays {
  rows: number;
  /** Day of each row, counted from the first of the block. */
  day: Float64Array;
  columns: Values[];
}

function joinedDays({ family }: MarginalKind, firstDay: number, days: DayData): JoinedDays {
  const columns = width(DAYS[family]);
  const parts = days.map(({ day, data }) => ({ day, packed: new PackedRows(data, columns) }));
  const rows = parts.reduce((n, { packed }) => n + packed.rows, 0);
  const day = new Float64Array(rows);
  let from = 0;
  for (const { day: of, packed } of parts) day.fill(of - firstDay, from, (from += packed.rows));
  return {
    rows,
    day,
    columns: Array.from({ length: columns }, (_, i) => joinedColumn(parts, rows, i)),
  };
}

/** Rows of the days of a block, with a column of days before those of a day. */
function blockOfDays({ family, dimension }: MarginalKind, { rows, day, columns }: JoinedDays): PackedParts {
  const value = valuePlace(family, dimension);
  const all = [day, ...columns].map((column) => column ?? new Float64Array(rows));
  return packedParts(all, rows, value < 0 ? -1 : value + 1);
}

/** Sums of the days of a block, hours of the day as those of the week; not kept when one is too large. */
function sumsOfDays({ family, dimension }: MarginalKind, firstDay: number, days: JoinedDays): PackedParts {
  const { keys, sums } = DAYS[family];
  const { rows, day, columns } = days;
  if (rows === 0) return [{ part: WHOLE, data: emptyRows(keys.length + sums.length) }];
  const weekHours = (hours: Values): Float64Array =>
    day.map((of, row) => hoursOfWeek(firstDay + of)[hours?.[row] ?? 0] as number);
  try {
    const groups = sortedGroups({
      rows,
      bucket: 0,
      keys: keys.map((name, i) => ({ values: name === 'hour' ? weekHours(columns[i]) : columns[i] })),
      sums: columns.slice(keys.length),
    });
    return packedParts(groups.columns, groups.rows, valuePlace(family, dimension));
  } catch (error) {
    if (error instanceof SumTooLarge) return NOT_KEPT;
    throw error;
  }
}

/** Hours of the week, from Monday's first, by hour of a day. */
export function hoursOfWeek(day: number): Int32Array {
  return HOURS_OF_WEEK[(day + 3) % 7] as Int32Array;
}

/** The blocks of each kind of marginals as its days say they should be; not kept when the days are too large for that. */
export async function expectedBlocks(
  trx: Trx,
  tenant: number,
  offsetSlots: number,
  block: number,
  dimensions: MarginalDimensions,
): Promise<KeptBlock[]> {
  const firstDay = block * BLOCK_DAYS;
  const stretch = { offsetSlots, fromDay: firstDay, toDay: firstDay + BLOCK_DAYS };
  const blocks: KeptBlock[] = [];
  for (const kind of marginalKinds(dimensions)) {
    const forms = BLOCK_FORMS[kind.family];
    if (forms.length === 0) continue;
    const days = await keptDays(trx, tenant, kind, stretch);
    if (days.length === 0) continue;
    const bytes = days.reduce((sum, { data }) => sum + data.byteLength, 0);
    const joined = joinedDays(kind, firstDay, days);
    for (const form of forms) {
      const isSmall = bytes <= MAX_BLOCK_BYTES;
      const ofForm = form === 'sums' ? sumsOfDays(kind, firstDay, joined) : undefined;
      const parts = ofForm ?? (isSmall ? blockOfDays(kind, joined) : NOT_KEPT);
      blocks.push(...parts.map((part) => ({ ...kind, form, day: block, ...part })));
    }
  }
  return blocks;
}

/** Whether all days of a block are right. */
async function isWhole({ trx, tenant }: Writing, offsetSlots: number, block: number): Promise<boolean> {
  const stretch = { offsetSlots, fromDay: block * BLOCK_DAYS, toDay: (block + 1) * BLOCK_DAYS };
  return (await cleanDays(trx, tenant.id, stretch)).length === BLOCK_DAYS;
}

async function drainBlock(
  writing: Writing,
  offset: number,
  block: number,
  dimensions: MarginalDimensions,
): Promise<void> {
  const { trx, tenant } = writing;
  const whole = await isWhole(writing, offsetOfBlocks(offset), block);
  if (whole) {
    const blocks = await expectedBlocks(trx, tenant.id, offsetOfBlocks(offset), block, dimensions);
    for (const form of ['days', 'sums'] as const) {
      const of = blocks.filter((made) => made.form === form);
      await writeMarginals(writing, blocksOf(form, offsetOfBlocks(offset)), of);
    }
  }
  const stretch = { offsetSlots: offset, fromDay: block, toDay: block + 1 };
  await setDays(writing, stretch, whole ? ROLLUP_STATE.clean : ROLLUP_STATE.impossible);
}

/**
 * Makes blocks anew of which days have changed, where all their days are right.
 *
 * @returns how many
 */
export async function drainBlocks(
  writing: Writing,
  limit: number,
  dimensions: () => Promise<MarginalDimensions>,
): Promise<number> {
  const { trx, tenant } = writing;
  const dirty = await trx
    .selectFrom('uk_day')
    .select(['offset_slots', 'day'])
    .where('tenant', '=', tenant.id)
    .where('offset_slots', '>=', FIRST_BLOCKS)
    .where('state', '=', ROLLUP_STATE.dirty)
    .orderBy('offset_slots')
    .orderBy('day')
    .limit(limit)
    .execute();
  if (dirty.length === 0) return 0;
  const of = await dimensions();
  for (const row of dirty) await drainBlock(writing, Number(row.offset_slots), Number(row.day), of);
  return dirty.length;
}

/** Marginals as they are kept. */
class DayPart {
  readonly day: number;
  readonly bytes: number;
  readonly #data: Uint8Array | ArrayBuffer;
  readonly #columns: number;
  #packed: PackedRows | undefined;

  constructor(day: number, data: Uint8Array | ArrayBuffer, columns: number) {
    this.day = day;
    this.bytes = data.byteLength;
    this.#data = data;
    this.#columns = columns;
  }

  /** @throws UsageError `store_unavailable` when bytes are damaged: those of a block that is not right may be */
  get packed(): PackedRows {
    return (this.#packed ??= new PackedRows(this.#data, this.#columns));
  }
}

/** Marginals of a stretch of days or blocks, as {@link keptDays} gives them. */
function dayParts(
  trx: Trx,
  tenant: number,
  { family, dimension }: MarginalKind,
  at: DayStretch,
  columns: number,
  parts: readonly number[] | undefined,
): Promise<DayPart[]> {
  const { offsetSlots, fromDay, toDay } = at;
  const what = `days ${tenant} ${family} ${dimension} ${offsetSlots} ${fromDay} ${toDay} ${parts?.join() ?? ''}`;
  const read = async (): Promise<DayPart[]> => {
    const kept = await keptDays(trx, tenant, { family, dimension }, at, parts);
    return kept.map(({ day, data }) => new DayPart(day, data, columns));
  };
  return rowsOnce(trx, what, read, (days) => days.reduce((sum, { bytes }) => sum + bytes, 0));
}

/**
 * Marginals of one kind of all days of a stretch: as blocks where they are kept so, else day by day. They come as they are read, several at once.
 *
 * @param states of the snapshot
 * @param forms what its readers want; each form has all days once, a day of many rows in parts
 * @param parts places of the rows that are needed, as {@link partsOf} gives them
 */
export async function* readDays(
  trx: Trx,
  tenant: number,
  kind: MarginalKind,
  stretch: DayStretch,
  states: CacheStates,
  forms: readonly BlockForm[],
  parts?: readonly number[],
): AsyncGenerator<DayRows[]> {
  const columns = width(DAYS[kind.family]);
  const whole = { fromDay: Math.ceil(stretch.fromDay / BLOCK_DAYS), toDay: Math.floor(stretch.toDay / BLOCK_DAYS) };
  const clean = new Set(BLOCK_FORMS[kind.family].length > 0 ? await states.blocks(stretch) : []);
  /** Blocks that were read, of each form. */
  const read = new Map(forms.map((form) => [form, new Set<number>()]));
  for (const form of clean.size > 0 ? forms : []) {
    if (!BLOCK_FORMS[kind.family].includes(form)) continue;
    const at = { offsetSlots: blocksOf(form, stretch.offsetSlots), ...whole };
    const blocks: DayRows[] = [];
    for (const part of await dayParts(trx, tenant, kind, at, blockWidth({ ...kind, form }), parts)) {
      const { day: block } = part;
      if (!clean.has(block) || part.bytes === NOT_KEPT_BYTES) continue;
      read.get(form)?.add(block);
      const isSum = form === 'sums';
      const { packed } = part;
      const column = (i: number): Integers => packed.column(isSum ? i : i + 1);
      const days = isSum ? undefined : packed.column(0);
      blocks.push({ rows: packed.rows, column, firstDay: block * BLOCK_DAYS, days, isSum, forms: [form] });
    }
    yield blocks;
  }
  /** Those who have not had a day yet. */
  const waiting = (day: number): BlockForm[] => forms.filter((form) => !read.get(form)?.has(blockOf(day)));
  const isAlike = (day: number, of: readonly BlockForm[]): boolean => waiting(day).join() === of.join();
  for (let from = stretch.fromDay; from < stretch.toDay;) {
    const of = waiting(from);
    let to = (blockOf(from) + 1) * BLOCK_DAYS;
    while (to < stretch.toDay && to - from < DAYS_AT_ONCE && isAlike(to, of)) to += BLOCK_DAYS;
    to = Math.min(to, stretch.toDay);
    const singles =
      of.length > 0 ? await dayParts(trx, tenant, kind, { ...stretch, fromDay: from, toDay: to }, columns, parts) : [];
    yield singles.map(({ day, packed }) => {
      const column = (i: number): Integers => packed.column(i);
      return { rows: packed.rows, column, firstDay: day, days: undefined, isSum: false, forms: of };
    });
    from = to;
  }
}
