import { sql } from 'kysely';

import { HOUR_MS, SLOT_MS, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { ROW_KEYS } from './ledgerRows.ts';
import { type CellFamily, CELLS, type FactFamily, PACKED, width } from './packed/layouts.ts';
import { isKept, packRows } from './packed/packedRows.ts';
import { keptQuery } from './keyedQuery.ts';
import { inTime } from './ledgerHours.ts';
import { CELL_TABLES, type RawCells, rawCells, rolledCombination } from './rawCells.ts';
import { LEDGER_MEASURES } from './rollupColumns.ts';
import type { SessionTotals } from './SessionTotals.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';

/** A stretch of UTC hours. Half-open. */
export interface HourStretch {
  fromHour: number;
  toHour: number;
}

/** Families that have cells. */
export const CELL_FAMILIES = ['usage', 'tools'] as const satisfies readonly CellFamily[];

/** The cells of an hour as bytes. */
export interface CellHour {
  family: CellFamily;
  hour: number;
  data: Uint8Array;
}

/** A column of rows of values. Engines give integers as numbers or as text. */
export function columnOf(rows: readonly (readonly unknown[])[], index: number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) {
    const value = (rows[row] as readonly unknown[])[index];
    column[row] = typeof value === 'number' ? value : Number(value);
  }
  return column;
}

/** Whether some combination is kept as another one in the rollups. */
async function isReduced(trx: Trx, tenant: number): Promise<boolean> {
  const query = trx.selectFrom('uk_dimset_rollup').select('dimset').where('tenant', '=', tenant);
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/** Cells of a stretch of hours as columns in the order of their keys, added up by the engine. */
async function engineCells(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: CellFamily,
  { fromHour, toHour }: HourStretch,
  reduced: boolean,
): Promise<Float64Array[]> {
  const { table, alias } = CELL_TABLES[family];
  const of = [
    `${alias}.at_ms / ${SLOT_MS}`,
    's.flag',
    ...ROW_KEYS[family].slice(0, -1).map((name) => `${alias}.${name}`),
  ];
  const combinations = [`${alias}.dimset`, 's.dimset'].map((name, i) => rolledCombination(name, i, reduced));
  const groups = [...of, ...combinations.map(({ column }) => column)];
  const sums = Object.values(LEDGER_MEASURES[family]).map((measure) => `sum(${measure})`);
  const places = groups.map((_, i) => String(i + 1)).join(', ');
  const stretch = { fromMs: fromHour * HOUR_MS, toMs: toHour * HOUR_MS };
  const rows = await ctx.traits.values(
    trx,
    sql`select ${sql.raw([...groups, ...sums].map((column, i) => `${column} as c${i}`).join(', '))}
      from ${sql.table(table)} as ${sql.raw(alias)}
      join ${sql.table('uk_session')} as s on s.tenant = ${sql.raw(alias)}.tenant and s.id = ${sql.raw(alias)}.session
      ${sql.join(
        combinations.map(({ join }) => join),
        sql` `,
      )}
      where ${inTime(ctx, tenant, table, stretch, alias)}
      group by ${sql.raw(places)} order by ${sql.raw(places)}`,
  );
  return Array.from({ length: width(CELLS[family]) }, (_, i) => columnOf(rows, i));
}

/**
 * The cells of each of some hours as the ledger says they should be, empty ones included.
 *
 * @param hours ascending; hours between them have no rows, or are read for nothing
 * @param totals takes the rows as well, where they are read one by one
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function cellHours(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  hours: readonly number[],
  totals?: SessionTotals,
): Promise<CellHour[]> {
  const stretch = { fromHour: hours[0] ?? 0, toHour: (hours.at(-1) ?? -1) + 1 };
  const reduced = await isReduced(trx, tenant);
  const read: Partial<Record<CellFamily, RawCells>> = {};
  const cells: CellHour[] = [];
  for (const family of CELL_FAMILIES) {
    const raw = ctx.traits.rowsAtOnce > 0 ? await rawCells(ctx, trx, tenant, family, stretch, reduced) : undefined;
    if (raw) read[family] = raw;
    else if (ctx.traits.rowsAtOnce > 0 && hours.length > 1) {
      const middle = Math.floor(hours.length / 2);
      const first = await cellHours(ctx, trx, tenant, hours.slice(0, middle), totals);
      return [...first, ...(await cellHours(ctx, trx, tenant, hours.slice(middle), totals))];
    }
    const columns = raw?.columns ?? (await engineCells(ctx, trx, tenant, family, stretch, reduced));
    cells.push(...packedHours(family, columns, hours));
  }
  if (read.usage && read.tools) totals?.add(read.usage, read.tools, hours);
  return cells;
}

/** The bytes of each hour; slots are counted from its beginning there. */
function packedHours(family: CellFamily, columns: readonly Float64Array[], hours: readonly number[]): CellHour[] {
  const [slots = new Float64Array(0)] = columns;
  let from = 0;
  return hours.map((hour) => {
    const first = hour * SLOTS_PER_HOUR;
    while (from < slots.length && (slots[from] as number) < first) from += 1;
    let to = from;
    for (; to < slots.length && (slots[to] as number) < first + SLOTS_PER_HOUR; to += 1) {
      slots[to] = (slots[to] as number) - first;
    }
    const data = packRows(columns, to - from, from);
    from = to;
    return { family, hour, data };
  });
}

/** Those of the cells of a stretch that are not kept as they are. */
async function otherCells(trx: Trx, tenant: number, hours: readonly CellHour[]) {
  const stretch = { fromHour: hours[0]?.hour ?? 0, toHour: (hours.at(-1)?.hour ?? -1) + 1 };
  const kept = new Map<string, Uint8Array | ArrayBuffer>();
  for (const family of CELL_FAMILIES) {
    for (const { hour, data } of await keptCells(trx, tenant, family, stretch)) kept.set(`${family} ${hour}`, data);
  }
  return hours.filter(({ family, hour, data }) => !isKept(kept.get(`${family} ${hour}`), data, width(CELLS[family])));
}

/** How hours are recomputed. */
export interface CellWriting {
  /** Most are right already: they are compared before they are written. */
  areKept: boolean;
  /** Takes the rows that were read. */
  totals?: SessionTotals | undefined;
}

/**
 * Replaces the cells of some hours by what the ledger says: assigned, never incremented, so that no retry can make them drift.
 *
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function writeCells(
  { ctx, trx, tenant }: Writing,
  of: readonly number[],
  { areKept, totals }: CellWriting,
): Promise<void> {
  const expected = await cellHours(ctx, trx, tenant.id, of, totals);
  const hours = areKept ? await otherCells(trx, tenant.id, expected) : expected;
  await ctx.traits.upsert(trx, {
    table: 'uk_cell',
    columns: ['tenant', 'family', 'hour', 'data'],
    keys: 3,
    rows: hours.map(({ family, hour, data }) => [tenant.id, PACKED.code(family), hour, data]),
  });
}

/** As good as none: more than there are hours. */
const MAX_LIMIT = 2 ** 31 - 1;

/** Cells as they are kept, hour after hour, at most a number of them; facts of a day are those of its first hour. */
export async function keptCells(
  trx: Trx,
  tenant: number,
  family: CellFamily | FactFamily,
  { fromHour, toHour }: HourStretch,
  limit = Infinity,
): Promise<{ hour: number; data: Uint8Array | ArrayBuffer }[]> {
  const values = [tenant, PACKED.code(family), fromHour, toHour, Math.min(limit, MAX_LIMIT)] as const;
  const rows = await keptQuery(trx, 'cells', values, (of, code, from, to, most) => {
    const query = trx.selectFrom('uk_cell').select(['hour', 'data']).where('tenant', '=', of);
    const found = query.where('family', '=', code).where('hour', '>=', from).where('hour', '<', to);
    return found.orderBy('hour').limit(most);
  });
  return rows.map((row) => ({ hour: Number(row.hour), data: row.data }));
}
