import { BLOCK_DAYS, blocksAt, FIRST_BLOCKS, offsetOfBlocks } from './dayKinds.ts';
import { keptDays } from './dayMarginals.ts';
import { cleanDays, setDays } from './dayStates.ts';
import { ROLLUP_STATE } from './dirtyHours.ts';
import { type DayStretch, type MarginalDimensions, NO_DIMENSION } from './marginals.ts';
import type { Integers } from './packed/GroupFold.ts';
import { type DayFamily, DAYS, PACKED, width } from './packed/layouts.ts';
import { PackedRows, packRows } from './packed/packedRows.ts';
import type { Trx, Writing } from './StoreContext.ts';

/** Days that take more bytes than this together are read one by one as fast, and are not kept twice. */
const MAX_BLOCK_BYTES = 256 * 1024;
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

/** A block of each kind of marginals as its days say it should be; of no bytes when the days are too large to be kept twice. */
export async function expectedBlocks(
  trx: Trx,
  tenant: number,
  offsetSlots: number,
  block: number,
  { rolled, model }: MarginalDimensions,
): Promise<(MarginalKind & { data: Uint8Array })[]> {
  const firstDay = block * BLOCK_DAYS;
  const stretch = { offsetSlots, fromDay: firstDay, toDay: firstDay + BLOCK_DAYS };
  const blocks: (MarginalKind & { data: Uint8Array })[] = [];
  for (const family of Object.keys(DAYS) as DayFamily[]) {
    for (const dimension of [NO_DIMENSION, model, ...rolled.map(({ id }) => id)]) {
      const days = await keptDays(trx, tenant, { family, dimension }, stretch);
      if (days.length === 0) continue;
      const bytes = days.reduce((sum, { data }) => sum + data.byteLength, 0);
      const isKept = bytes <= MAX_BLOCK_BYTES;
      blocks.push({ family, dimension, data: isKept ? blockOfDays(family, firstDay, days) : new Uint8Array(0) });
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
  const { ctx, trx, tenant } = writing;
  const whole = await isWhole(writing, offsetOfBlocks(offset), block);
  if (whole) {
    const blocks = await expectedBlocks(trx, tenant.id, offsetOfBlocks(offset), block, dimensions);
    await ctx.traits.upsert(trx, {
      table: 'uk_marginal',
      columns: ['tenant', 'family', 'dimension', 'offset_slots', 'day', 'data'],
      keys: 5,
      rows: blocks.map(({ family, dimension, data }) => [
        tenant.id,
        PACKED.code(family),
        dimension,
        offset,
        block,
        data,
      ]),
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

/** Marginals of one kind of all days of a stretch, block by block where they are kept so, else day by day. */
export async function* readDays(
  trx: Trx,
  tenant: number,
  kind: MarginalKind,
  stretch: DayStretch,
): AsyncGenerator<DayRows> {
  const columns = width(DAYS[kind.family]);
  const whole = { fromDay: Math.ceil(stretch.fromDay / BLOCK_DAYS), toDay: Math.floor(stretch.toDay / BLOCK_DAYS) };
  const offsetSlots = blocksAt(stretch.offsetSlots);
  const clean = new Set(await cleanDays(trx, tenant, { offsetSlots, ...whole }));
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
  if (clean.size > 0) {
    for (const { day: block, data } of await keptDays(trx, tenant, kind, { offsetSlots, ...whole })) {
      if (!clean.has(block) || data.byteLength === 0) continue;
      yield* single(block * BLOCK_DAYS);
      const packed = new PackedRows(data, columns + 1);
      const days = packed.column(0);
      yield { rows: packed.rows, column: (i) => packed.column(i + 1), firstDay: block * BLOCK_DAYS, days };
      from = (block + 1) * BLOCK_DAYS;
    }
  }
  yield* single(stretch.toDay);
}
