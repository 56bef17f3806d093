import type { CacheStates } from './coverage.ts';
import { BLOCK_DAYS, blocksAt, FIRST_BLOCKS, isOfTotals, offsetOfBlocks, totalsAt } from './dayKinds.ts';
import { keptDays } from './dayMarginals.ts';
import { cleanDays, setDays } from './dayStates.ts';
import { ROLLUP_STATE } from './dirtyHours.ts';
import { type DayStretch, type MarginalDimensions, NO_DIMENSION } from './marginals.ts';
import { GroupFold, type Integers } from './packed/GroupFold.ts';
import { type DayFamily, DAYS, hasTotals, isBySlot, PACKED, width } from './packed/layouts.ts';
import { emptyRows, PackedRows, packRows, SumTooLarge } from './packed/packedRows.ts';
import type { Trx, Writing } from './StoreContext.ts';

/** Days that take more bytes than this together are read one by one as fast, and are not kept twice. */
const MAX_BLOCK_BYTES = 64 * 1024;
/** Days are not summed up where so many of their rows, on average, are not one then. */
const LEAST_GAIN = 2;
/** Days whose marginals are in memory at the same time. */
const DAYS_AT_ONCE = 62;

/** Marginals of one or more days. */
export interface DayRows {
  rows: number;
  column(index: number): Integers;
  firstDay: number;
  /** Day of each row, counted from the first; `undefined` = the first. */
  days: Integers;
}

interface MarginalKind {
  family: DayFamily;
  dimension: number;
}

/** Rows of the days of a block, one day after the other: a column of days, counted from its first, and those of a day. */
function blockOfDays(
  family: DayFamily,
  firstDay: number,
  days: readonly { day: number; data: Uint8Array | ArrayBuffer }[],
): Uint8Array {
  const columns = width(DAYS[family]);
  const parts = days.map(({ day, data }) => ({ day, packed: new PackedRows(data, columns) }));
  const rows = parts.reduce((n, { packed }) => n + packed.rows, 0);
  const all = Array.from({ length: columns + 1 }, () => new Float64Array(rows));
  let from = 0;
  for (const { day, packed } of parts) {
    (all[0] as Float64Array).fill(day - firstDay, from, from + packed.rows);
    for (let i = 0; i < columns; i += 1) {
      const values = packed.column(i);
      if (values) (all[i + 1] as Float64Array).set(values, from);
    }
    from += packed.rows;
  }
  return packRows(all, rows);
}

/** The days of a block as one: without what they differ in by time. Of no bytes when a sum does not fit, or when that is hardly less than the days. */
function totalsOfDays(family: DayFamily, days: readonly { data: Uint8Array | ArrayBuffer }[]): Uint8Array {
  const { keys, sums } = DAYS[family];
  const fold = new GroupFold(keys.length, sums.length);
  let rows = 0;
  for (const { data } of days) {
    const packed = new PackedRows(data, keys.length + sums.length);
    rows += packed.rows;
    fold.add({
      rows: packed.rows,
      bucket: 0,
      keys: keys.map((_, i) => ({ values: packed.column(i) })),
      filters: [],
      sums: sums.map((_, i) => packed.column(keys.length + i)),
    });
  }
  if (fold.size * LEAST_GAIN > rows) return new Uint8Array(0);
  try {
    const [all] = fold.columns();
    return all ? packRows(all.columns, all.rows) : emptyRows(keys.length + sums.length);
  } catch (error) {
    if (error instanceof SumTooLarge) return new Uint8Array(0);
    throw error;
  }
}

/** What is kept of the days of a block beside them. */
export interface KeptBlock extends MarginalKind {
  /** The offset under which it is kept. */
  offset: number;
  data: Uint8Array;
}

/**
 * A block of each kind of marginals as its days say it should be, and what they are together. Of no bytes when that is too large to be kept as well, or no gain.
 */
export async function expectedBlocks(
  trx: Trx,
  tenant: number,
  offsetSlots: number,
  block: number,
  { rolled, model }: MarginalDimensions,
): Promise<KeptBlock[]> {
  const firstDay = block * BLOCK_DAYS;
  const stretch = { offsetSlots, fromDay: firstDay, toDay: firstDay + BLOCK_DAYS };
  const blocks: KeptBlock[] = [];
  for (const family of Object.keys(DAYS) as DayFamily[]) {
    if (isBySlot(family)) continue;
    for (const dimension of [NO_DIMENSION, model, ...rolled.map(({ id }) => id)]) {
      const days = await keptDays(trx, tenant, { family, dimension }, stretch);
      if (days.length === 0) continue;
      const bytes = days.reduce((sum, { data }) => sum + data.byteLength, 0);
      const data = bytes <= MAX_BLOCK_BYTES ? blockOfDays(family, firstDay, days) : new Uint8Array(0);
      blocks.push({ family, dimension, offset: blocksAt(offsetSlots), data });
      if (!hasTotals(family)) continue;
      blocks.push({ family, dimension, offset: totalsAt(offsetSlots), data: totalsOfDays(family, days) });
    }
  }
  return blocks;
}

/** Number of columns of what is kept of a block. */
export function widthOfBlock({ family, offset }: KeptBlock): number {
  return width(DAYS[family]) + (isOfTotals(offset) ? 0 : 1);
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
  const { ctx, trx, tenant } = writing;
  const whole = await isWhole(writing, offsetOfBlocks(offset), block);
  if (whole) {
    const blocks = await expectedBlocks(trx, tenant.id, offsetOfBlocks(offset), block, dimensions);
    await ctx.traits.upsert(trx, {
      table: 'uk_marginal',
      columns: ['tenant', 'family', 'dimension', 'offset_slots', 'day', 'data'],
      keys: 5,
      rows: blocks.map((of) => [tenant.id, PACKED.code(of.family), of.dimension, of.offset, block, of.data]),
    });
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

/** The whole blocks of a stretch as they are kept, those that are right and have bytes. */
async function keptBlocks(
  trx: Trx,
  tenant: number,
  kind: MarginalKind,
  stretch: DayStretch,
  byDay: boolean,
  states: CacheStates,
): Promise<{ block: number; data: Uint8Array | ArrayBuffer; byDay: boolean }[]> {
  const whole = { fromDay: Math.ceil(stretch.fromDay / BLOCK_DAYS), toDay: Math.floor(stretch.toDay / BLOCK_DAYS) };
  if (isBySlot(kind.family)) return [];
  const clean = new Set(await states.blocks(stretch));
  if (clean.size === 0) return [];
  const read = async (offset: number, isByDay: boolean) => {
    const kept = await keptDays(trx, tenant, kind, { offsetSlots: offset, ...whole });
    const right = kept.filter(({ day, data }) => clean.has(day) && data.byteLength > 0);
    return right.map(({ day, data }) => ({ block: day, data, byDay: isByDay }));
  };
  const totals = byDay || !hasTotals(kind.family) ? [] : await read(totalsAt(stretch.offsetSlots), false);
  if (totals.length === clean.size) return totals;
  const summedUp = new Set(totals.map(({ block }) => block));
  const others = (await read(blocksAt(stretch.offsetSlots), true)).filter(({ block }) => !summedUp.has(block));
  return [...totals, ...others].toSorted((a, b) => a.block - b.block);
}

/**
 * Marginals of one kind of all days of a stretch, block by block where they are kept so, else day by day.
 *
 * @param states of the snapshot
 * @param byDay whether rows are told apart by their day; else those of several days can be summed up
 */
export async function* readDays(
  trx: Trx,
  tenant: number,
  kind: MarginalKind,
  stretch: DayStretch,
  states: CacheStates,
  byDay = true,
): AsyncGenerator<DayRows> {
  const columns = width(DAYS[kind.family]);
  let from = stretch.fromDay;
  async function* single(toDay: number): AsyncGenerator<DayRows> {
    for (; from < toDay; from += DAYS_AT_ONCE) {
      const part = { ...stretch, fromDay: from, toDay: Math.min(toDay, from + DAYS_AT_ONCE) };
      for (const { day, data } of await keptDays(trx, tenant, kind, part)) {
        const packed = new PackedRows(data, columns);
        yield { rows: packed.rows, column: (i) => packed.column(i), firstDay: day, days: undefined };
      }
    }
    from = toDay;
  }
  for (const { block, data, byDay: hasDays } of await keptBlocks(trx, tenant, kind, stretch, byDay, states)) {
    yield* single(block * BLOCK_DAYS);
    const firstDay = block * BLOCK_DAYS;
    const packed = new PackedRows(data, hasDays ? columns + 1 : columns);
    if (hasDays) yield { rows: packed.rows, column: (i) => packed.column(i + 1), firstDay, days: packed.column(0) };
    else yield { rows: packed.rows, column: (i) => packed.column(i), firstDay, days: undefined };
    from = firstDay + BLOCK_DAYS;
  }
  yield* single(stretch.toDay);
}
