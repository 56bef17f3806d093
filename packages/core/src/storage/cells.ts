import { sql } from 'kysely';

import { SLOT_MS } from '../model/timeSlot.ts';
import { HOUR_MS, SLOTS_PER_HOUR } from './dirtyHours.ts';
import { GroupFold, type Integers } from './packed/GroupFold.ts';
import { CELLS, type FactFamily, PACKED, width } from './packed/layouts.ts';
import { emptyRows, packRows } from './packed/packedRows.ts';
import { inTime, type TimedTable } from './ledgerHours.ts';
import { LEDGER_MEASURES } from './rollupColumns.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';

/** A stretch of UTC hours. Half-open. */
export interface HourStretch {
  fromHour: number;
  toHour: number;
}

/** Families that have cells. */
export const CELL_FAMILIES = ['usage', 'tools'] as const;
type CellFamily = (typeof CELL_FAMILIES)[number];

/** The cells of an hour as bytes. */
export interface CellHour {
  family: CellFamily;
  hour: number;
  data: Uint8Array;
}

/** Which combination stands for which in the rollups, by id; 0 = itself. */
export type ReducedDimsets = ArrayLike<number> | undefined;

/** What a row of the ledger is kept apart by, beside its session's combination and flag, in the order of the layout. */
const KEYS: Readonly<Record<CellFamily, { table: TimedTable; alias: string; keys: readonly string[] }>> = {
  usage: { table: 'uk_request', alias: 'r', keys: ['s.flag', 'r.rate_class', 'r.dimset', 's.dimset'] },
  tools: {
    table: 'uk_tool_call',
    alias: 't',
    keys: ['s.flag', 't.outcome', 't.approval', 't.approval_source', 't.tool', 't.model', 't.dimset', 's.dimset'],
  },
};

/** A column of rows of values. Engines give integers as numbers or as text. */
export function columnOf(rows: readonly (readonly unknown[])[], index: number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) {
    const value = (rows[row] as readonly unknown[])[index];
    column[row] = typeof value === 'number' ? value : Number(value);
  }
  return column;
}

/** Which combination stands for which; `undefined` = each for itself. */
export async function reducedDimsets(trx: Trx, tenant: number): Promise<ReducedDimsets> {
  const query = trx.selectFrom('uk_dimset_rollup').select(['dimset', 'rollup']).where('tenant', '=', tenant);
  const rows = await query.orderBy('dimset').execute();
  const last = rows.at(-1);
  if (!last) return undefined;
  const reduced = new Int32Array(Number(last.dimset) + 1);
  for (const row of rows) reduced[Number(row.dimset)] = Number(row.rollup);
  return reduced;
}

function reduce(column: Float64Array, reduced: ReducedDimsets): Integers {
  return reduced === undefined ? column : column.map((id) => reduced[id] || id);
}

async function familyCells(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: CellFamily,
  { fromHour, toHour }: HourStretch,
  reduced: ReducedDimsets,
): Promise<CellHour[]> {
  const { table, alias, keys } = KEYS[family];
  const at = `${alias}.at_ms`;
  const [fromMs, toMs] = [fromHour * HOUR_MS, toHour * HOUR_MS];
  const columns = [at, ...keys, ...Object.values(LEDGER_MEASURES[family])];
  const rows = await ctx.traits.values(
    trx,
    sql`select ${sql.raw(columns.map((column, i) => `${column} as c${i}`).join(', '))}
      from ${sql.table(table)} as ${sql.raw(alias)}
      join ${sql.table('uk_session')} as s on s.tenant = ${sql.raw(alias)}.tenant and s.id = ${sql.raw(alias)}.session
      where ${inTime(ctx, tenant, table, { fromMs, toMs }, alias)}`,
  );
  const slots = Int32Array.from(rows, (row) => Math.floor((Number(row[0]) - fromMs) / SLOT_MS));
  const hours = Int32Array.from(
    { length: (toHour - fromHour) * SLOTS_PER_HOUR },
    (_, i) => fromHour + Math.floor(i / SLOTS_PER_HOUR),
  );
  const layout = CELLS[family];
  const fold = new GroupFold(layout.keys.length, layout.sums.length);
  fold.add({
    rows: rows.length,
    bucket: { values: slots, buckets: hours },
    keys: [
      { values: slots.map((slot) => slot % SLOTS_PER_HOUR) },
      ...keys.map((name, i) => {
        const column = columnOf(rows, i + 1);
        return { values: name.endsWith('.dimset') ? reduce(column, reduced) : column };
      }),
    ],
    filters: [],
    sums: layout.sums.map((_, i) => columnOf(rows, 1 + keys.length + i)),
  });
  const packed = new Map<number, Uint8Array>();
  for (const { bucket, rows: n, columns: of } of fold.columns()) packed.set(bucket, packRows(of, n));
  return Array.from({ length: toHour - fromHour }, (_, i) => ({
    family,
    hour: fromHour + i,
    data: packed.get(fromHour + i) ?? emptyRows(width(layout)),
  }));
}

/**
 * The cells of each hour of a stretch as the ledger says they should be, empty ones included.
 *
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function cellHours(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  stretch: HourStretch,
  reduced: ReducedDimsets,
): Promise<CellHour[]> {
  const hours: CellHour[] = [];
  for (const family of CELL_FAMILIES) hours.push(...(await familyCells(ctx, trx, tenant, family, stretch, reduced)));
  return hours;
}

/**
 * Replaces the cells of a stretch of hours by what the ledger says: assigned, never incremented, so that no retry can make them drift.
 *
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function writeCells(
  { ctx, trx, tenant }: Writing,
  stretch: HourStretch,
  reduced: ReducedDimsets,
): Promise<void> {
  const hours = await cellHours(ctx, trx, tenant.id, stretch, reduced);
  await ctx.traits.upsert(trx, {
    table: 'uk_cell',
    columns: ['tenant', 'family', 'hour', 'data'],
    keys: 3,
    rows: hours.map(({ family, hour, data }) => [tenant.id, PACKED.code(family), hour, data]),
  });
}

/** Cells as they are kept, hour after hour, at most a number of them; facts of a day are those of its first hour. */
export async function keptCells(
  trx: Trx,
  tenant: number,
  family: CellFamily | FactFamily,
  { fromHour, toHour }: HourStretch,
  limit = Infinity,
): Promise<{ hour: number; data: Uint8Array | ArrayBuffer }[]> {
  const query = trx
    .selectFrom('uk_cell')
    .select(['hour', 'data'])
    .where('tenant', '=', tenant)
    .where('family', '=', PACKED.code(family));
  const found = query.where('hour', '>=', fromHour).where('hour', '<', toHour).orderBy('hour');
  const rows = await (Number.isFinite(limit) ? found.limit(limit) : found).execute();
  return rows.map((row) => ({ hour: Number(row.hour), data: row.data }));
}
