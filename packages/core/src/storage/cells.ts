import { sql } from 'kysely';

import { SLOT_MS } from '../model/timeSlot.ts';
import { HOUR_MS, SLOTS_PER_HOUR } from './dirtyHours.ts';
import { CELLS, type FactFamily, PACKED, width } from './packed/layouts.ts';
import { emptyRows, isKept, packRows } from './packed/packedRows.ts';
import { keptQuery } from './keyedQuery.ts';
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

/** What rows of the ledger are kept apart by: columns of the rows, and after the slot that of the session's flag; combinations come last, the session's at the very end. */
const KEYS: Readonly<Record<CellFamily, { table: TimedTable; alias: string; keys: readonly string[] }>> = {
  usage: { table: 'uk_request', alias: 'r', keys: ['rate_class'] },
  tools: {
    table: 'uk_tool_call',
    alias: 't',
    keys: ['outcome', 'approval', 'approval_source', 'tool', 'model'],
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

/** Whether some combination is kept as another one in the rollups. */
async function isReduced(trx: Trx, tenant: number): Promise<boolean> {
  const query = trx.selectFrom('uk_dimset_rollup').select('dimset').where('tenant', '=', tenant);
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/**
 * Cells of a family in the order of their keys, added up by the engine.
 */
async function familyCells(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: CellFamily,
  { fromHour, toHour }: HourStretch,
): Promise<CellHour[]> {
  const { table, alias, keys } = KEYS[family];
  const layout = CELLS[family];
  const of = [`${alias}.at_ms / ${SLOT_MS}`, 's.flag', ...keys.map((name) => `${alias}.${name}`)];
  const combinations = [`${alias}.dimset`, 's.dimset'];
  const reduced = await isReduced(trx, tenant);
  const joins = reduced
    ? combinations.map(
        (name, i) => sql`left join ${sql.table('uk_dimset_rollup')} as ${sql.raw(`d${i}`)}
          on ${sql.raw(`d${i}.tenant = ${alias}.tenant and d${i}.dimset = ${name}`)}`,
      )
    : [];
  const groups = [...of, ...combinations.map((name, i) => (reduced ? `coalesce(d${i}.rollup, ${name})` : name))];
  const sums = Object.values(LEDGER_MEASURES[family]).map((measure) => `sum(${measure})`);
  const places = groups.map((_, i) => String(i + 1)).join(', ');
  const stretch = { fromMs: fromHour * HOUR_MS, toMs: toHour * HOUR_MS };
  const rows = await ctx.traits.values(
    trx,
    sql`select ${sql.raw([...groups, ...sums].map((column, i) => `${column} as c${i}`).join(', '))}
      from ${sql.table(table)} as ${sql.raw(alias)}
      join ${sql.table('uk_session')} as s on s.tenant = ${sql.raw(alias)}.tenant and s.id = ${sql.raw(alias)}.session
      ${sql.join(joins, sql` `)}
      where ${inTime(ctx, tenant, table, stretch, alias)}
      group by ${sql.raw(places)} order by ${sql.raw(places)}`,
  );
  const columns = Array.from({ length: width(layout) }, (_, i) => columnOf(rows, i));
  const [slots = new Float64Array(0)] = columns;
  const hours: CellHour[] = [];
  for (let hour = fromHour, from = 0; hour < toHour; hour += 1) {
    const first = hour * SLOTS_PER_HOUR;
    let to = from;
    for (; to < slots.length && (slots[to] as number) < first + SLOTS_PER_HOUR; to += 1) {
      slots[to] = (slots[to] as number) - first;
    }
    const ofHour = columns.map((column) => column.subarray(from, to));
    hours.push({ family, hour, data: to > from ? packRows(ofHour, to - from) : emptyRows(width(layout)) });
    from = to;
  }
  return hours;
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
): Promise<CellHour[]> {
  const hours: CellHour[] = [];
  for (const family of CELL_FAMILIES) hours.push(...(await familyCells(ctx, trx, tenant, family, stretch)));
  return hours;
}

/** Those of the cells of a stretch that are not kept as they are. */
async function otherCells(trx: Trx, tenant: number, stretch: HourStretch, hours: readonly CellHour[]) {
  const kept = new Map<string, Uint8Array | ArrayBuffer>();
  for (const family of CELL_FAMILIES) {
    for (const { hour, data } of await keptCells(trx, tenant, family, stretch)) kept.set(`${family} ${hour}`, data);
  }
  return hours.filter(({ family, hour, data }) => !isKept(kept.get(`${family} ${hour}`), data, width(CELLS[family])));
}

/**
 * Replaces the cells of a stretch of hours by what the ledger says: assigned, never incremented, so that no retry can make them drift.
 *
 * @param areKept most are right already: they are compared before they are written
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function writeCells({ ctx, trx, tenant }: Writing, stretch: HourStretch, areKept: boolean): Promise<void> {
  const expected = await cellHours(ctx, trx, tenant.id, stretch);
  const hours = areKept ? await otherCells(trx, tenant.id, stretch, expected) : expected;
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
