import { type RawBuilder, sql } from 'kysely';

import { SLOT_MS } from '../model/timeSlot.ts';
import { HOUR_MS, SLOTS_PER_HOUR } from './dirtyHours.ts';
import { REQUEST_MEASURES, TOOL_MEASURES, TOOL_SUMS, USAGE_SUMS } from './rollupColumns.ts';
import type { Writing } from './StoreContext.ts';

const TOOL_KEY = ['model', 'tool', 'outcome', 'approval', 'approval_source'] as const;

/** `sum(…)` of each measure, in the order of the columns that take them. */
export function summed(expressions: Readonly<Record<string, string>>, columns: Readonly<Record<string, string>>) {
  return sql.join(Object.keys(columns).map((name) => sql.raw(`sum(${expressions[name]})`)));
}

/** Column names of sums. */
export function sumColumns(columns: Readonly<Record<string, string>>): RawBuilder<unknown> {
  return sql.raw(Object.values(columns).join(', '));
}

/** `1, 2, …`: the first columns of a select, to group by. */
export function positions(count: number): RawBuilder<unknown> {
  return sql.raw(Array.from({ length: count }, (_, i) => i + 1).join(', '));
}

/** What the rollups keep of a combination, as SQL, and the join it needs. */
function rolled(
  alias: string,
  dimset: string,
  mapped: boolean,
): { column: RawBuilder<unknown>; join: RawBuilder<unknown> } {
  if (!mapped) return { column: sql.raw(dimset), join: sql`` };
  const tenant = sql.raw(dimset.slice(0, 1));
  return {
    column: sql`coalesce(${sql.raw(alias)}.rollup, ${sql.raw(dimset)})`,
    join: sql`left join ${sql.table('uk_dimset_rollup')} as ${sql.raw(alias)}
      on ${sql.raw(alias)}.tenant = ${tenant}.tenant and ${sql.raw(alias)}.dimset = ${sql.raw(dimset)}`,
  };
}

/** Rows of one cache table as the level below says they should be. */
export interface CacheRows {
  table: string;
  /** Names of all columns, as SQL. */
  columns: RawBuilder<unknown>;
  /** Selects them in the same order. */
  select: RawBuilder<unknown>;
}

/** A stretch of UTC hours. Half-open. */
export interface HourStretch {
  fromHour: number;
  toHour: number;
}

/**
 * The cells of a stretch of hours as the ledger says they should be.
 *
 * @param mapped some combinations stand for others in the rollups
 */
export function cellRows(tenant: number, { fromHour, toHour }: HourStretch, mapped: boolean): CacheRows[] {
  const session = rolled('m1', 's.dimset', mapped);
  const request = rolled('m2', 'r.dimset', mapped);
  const call = rolled('m2', 't.dimset', mapped);
  const within = (at: string) => sql`${sql.raw(at)} >= ${fromHour * HOUR_MS} and ${sql.raw(at)} < ${toHour * HOUR_MS}`;
  return [
    {
      table: 'uk_usage_cell',
      columns: sql`tenant, slot, dimset, request_dimset, rate_class, flag, ${sumColumns(USAGE_SUMS)}`,
      select: sql`
        select r.tenant, r.at_ms / ${sql.lit(SLOT_MS)}, ${session.column}, ${request.column}, r.rate_class, s.flag,
          ${summed(REQUEST_MEASURES, USAGE_SUMS)}
        from ${sql.table('uk_request')} as r
        join ${sql.table('uk_session')} as s on s.tenant = r.tenant and s.id = r.session
        ${session.join} ${request.join}
        where r.tenant = ${tenant} and ${within('r.at_ms')}
        group by ${positions(6)}`,
    },
    {
      table: 'uk_tool_cell',
      columns: sql`tenant, slot, dimset, call_dimset, ${sql.raw(TOOL_KEY.join(', '))}, flag, ${sumColumns(TOOL_SUMS)}`,
      select: sql`
        select t.tenant, t.at_ms / ${sql.lit(SLOT_MS)}, ${session.column}, ${call.column},
          ${sql.raw(TOOL_KEY.map((name) => `t.${name}`).join(', '))}, s.flag, ${summed(TOOL_MEASURES, TOOL_SUMS)}
        from ${sql.table('uk_tool_call')} as t
        join ${sql.table('uk_session')} as s on s.tenant = t.tenant and s.id = t.session
        ${session.join} ${call.join}
        where t.tenant = ${tenant} and ${within('t.at_ms')}
        group by ${positions(10)}`,
    },
  ];
}

/** Rows of a cell table that belong to a stretch of hours, as a condition. */
export function cellsWithin(tenant: number, { fromHour, toHour }: HourStretch): RawBuilder<unknown> {
  return sql`tenant = ${tenant} and slot >= ${fromHour * SLOTS_PER_HOUR} and slot < ${toHour * SLOTS_PER_HOUR}`;
}

/**
 * Replaces the cells of a stretch of hours by what the ledger says: assigned, never incremented, so that no retry can make them drift.
 *
 * @throws the engine's error when a sum does not fit 64 bits
 */
export async function writeCells({ trx, tenant }: Writing, stretch: HourStretch, mapped: boolean): Promise<void> {
  for (const { table, columns, select } of cellRows(tenant.id, stretch, mapped)) {
    await sql`delete from ${sql.table(table)} where ${cellsWithin(tenant.id, stretch)}`.execute(trx);
    await sql`insert into ${sql.table(table)} (${columns}) ${select}`.execute(trx);
  }
}
