import { type RawBuilder, sql } from 'kysely';

import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { type CacheRows, positions, sumColumns, summed } from './cells.ts';
import { DISTRIBUTION, FLAG } from './codes.ts';
import type { StoredDimension } from './dimsets.ts';
import { SESSION_MEASURES, SESSION_SUMS, SUMMED_MEASURES, TOOL_SUMS, USAGE_SUMS } from './rollupColumns.ts';
import type { Writing } from './StoreContext.ts';

const DAY_MS = SLOTS_PER_DAY * SLOT_MS;
/** Tables of marginals. */
export const DAY_TABLES = [
  'uk_usage_day',
  'uk_tool_day',
  'uk_session_day',
  'uk_session_hour',
  'uk_session_bucket',
  'uk_session_top',
] as const;

/** Id under which marginals without a dimension are kept. */
export const NO_DIMENSION = 0;

/** A stretch of local days at one offset. Half-open. */
export interface DayStretch {
  offsetSlots: number;
  fromDay: number;
  toDay: number;
}

/** The value of a dimension as SQL, and the join that finds it. */
interface DimensionValue {
  column: RawBuilder<unknown>;
  join: RawBuilder<unknown>;
}

/** 0 = unknown, or no dimension at all. */
function valueOf(dimension: number, dimset: string): DimensionValue {
  if (dimension === NO_DIMENSION) return { column: sql.raw('0'), join: sql`` };
  return {
    column: sql`coalesce(v.value, 0)`,
    join: sql`left join ${sql.table('uk_dimset_value')} as v
      on v.tenant = ${sql.raw(dimset.slice(0, 1))}.tenant and v.dimension = ${dimension} and v.dimset = ${sql.raw(dimset)}`,
  };
}

/** Days of usage or tool calls by one dimension, from the cells. */
function cellDays(
  tenant: number,
  { offsetSlots, fromDay, toDay }: DayStretch,
  dimension: number,
  value: DimensionValue,
  of: { cells: string; days: string; key: readonly string[]; family: 'usage' | 'tools' },
): CacheRows {
  const sums = of.family === 'usage' ? USAGE_SUMS : TOOL_SUMS;
  const key = (prefix: string) => sql.raw(of.key.map((name) => `${prefix}${name}`).join(', '));
  return {
    table: of.days,
    columns: sql`tenant, offset_slots, dimension, day, value, ${key('')}, ${sumColumns(sums)}`,
    select: sql`
      select c.tenant, ${sql.lit(offsetSlots)}, ${sql.lit(dimension)},
        (c.slot + ${sql.lit(offsetSlots)}) / ${sql.lit(SLOTS_PER_DAY)}, ${value.column}, ${key('c.')},
        ${summed(SUMMED_MEASURES[of.family], sums)}
      from ${sql.table(of.cells)} as c ${value.join}
      where c.tenant = ${tenant} and c.slot >= ${fromDay * SLOTS_PER_DAY - offsetSlots}
        and c.slot < ${toDay * SLOTS_PER_DAY - offsetSlots}
      group by ${positions(5 + of.key.length)}`,
  };
}

/** Days, and hours of days, of sessions by one dimension, from the sessions. */
function sessionDays(
  tenant: number,
  { offsetSlots, fromDay, toDay }: DayStretch,
  dimension: number,
  value: DimensionValue,
  withHours: boolean,
): CacheRows[] {
  const offsetMs = offsetSlots * SLOT_MS;
  const local = sql`(s.started_ms + ${sql.lit(offsetMs)})`;
  const day = sql`${local} / ${sql.lit(DAY_MS)}`;
  const constants = sql`s.tenant, ${sql.lit(offsetSlots)}, ${sql.lit(dimension)}`;
  const from = sql`from ${sql.table('uk_session')} as s ${value.join}
    where s.tenant = ${tenant} and s.request_count > 0
      and s.started_ms >= ${fromDay * DAY_MS - offsetMs} and s.started_ms < ${toDay * DAY_MS - offsetMs}`;
  const days: CacheRows = {
    table: 'uk_session_day',
    columns: sql`tenant, offset_slots, dimension, day, value, status, flag, ${sumColumns(SESSION_SUMS)}`,
    select: sql`
      select ${constants}, ${day}, ${value.column}, s.status, s.flag, ${summed(SESSION_MEASURES, SESSION_SUMS)}
      ${from} group by ${positions(7)}`,
  };
  const hours: CacheRows = {
    table: 'uk_session_hour',
    columns: sql`tenant, offset_slots, dimension, day, hour, value, status, flag, sessions`,
    select: sql`
      select ${constants}, ${day}, ${local} % ${sql.lit(DAY_MS)} / ${sql.lit(DAY_MS / 24)}, ${value.column},
        s.status, s.flag, count(*)
      ${from} group by ${positions(8)}`,
  };
  return withHours ? [days, hours] : [days];
}

const TOOL_KEY = ['tool', 'outcome', 'approval', 'approval_source', 'flag'];
const USAGE = { cells: 'uk_usage_cell', days: 'uk_usage_day', key: ['rate_class', 'flag'], family: 'usage' } as const;
const TOOLS = { cells: 'uk_tool_cell', days: 'uk_tool_day', key: TOOL_KEY, family: 'tools' } as const;

/** Dimensions that marginals are kept of. */
export interface MarginalDimensions {
  rolled: readonly StoredDimension[];
  /** Id of the name `model`: sessions and tool calls are kept by model as well. */
  model: number;
}

/** Values up to which a dimension has marginals of tools and of hours: with more, they would hardly be fewer rows than what they sum up. */
const FINE_VALUES = 50;

/** Whether tools, and hours of sessions, are kept by a dimension. */
export function isFine({ valueCount }: Pick<StoredDimension, 'valueCount'>): boolean {
  return valueCount <= FINE_VALUES;
}

/** The marginals of a stretch of days as the cells and the sessions say they should be: none, and one for each dimension of the rollups. */
export function dayRows(tenant: number, stretch: DayStretch, { rolled, model }: MarginalDimensions): CacheRows[] {
  const rows: CacheRows[] = [];
  const none = { id: NO_DIMENSION, grain: 'session' as const, valueCount: 0 };
  for (const dimension of [none, ...rolled]) {
    const { id, grain } = dimension;
    const dimset = grain === 'session' ? 'c.dimset' : grain === 'request' ? 'c.request_dimset' : 'c.call_dimset';
    const value = valueOf(id, dimset);
    if (grain !== 'call') rows.push(cellDays(tenant, stretch, id, value, USAGE));
    if (grain !== 'request' && isFine(dimension)) rows.push(cellDays(tenant, stretch, id, value, TOOLS));
    if (grain === 'session') rows.push(...sessionDays(tenant, stretch, id, valueOf(id, 's.dimset'), isFine(dimension)));
  }
  const ofCalls = { column: sql.raw('c.model'), join: sql`` };
  const ofSessions = {
    column: sql.raw('m.model'),
    join: sql`join ${sql.table('uk_model_set')} as m on m.tenant = s.tenant and m.model_set = s.model_set`,
  };
  return [
    ...rows,
    ...sessionLists(tenant, stretch),
    cellDays(tenant, stretch, model, ofCalls, TOOLS),
    ...sessionDays(tenant, stretch, model, ofSessions, true),
  ];
}

/** Sessions of a day that are kept by name, the dearest first. */
export const TOP_PLACES = 50;

/** Distributions of sessions, and the dearest of each day. */
function sessionLists(tenant: number, { offsetSlots, fromDay, toDay }: DayStretch): CacheRows[] {
  const offsetMs = offsetSlots * SLOT_MS;
  const day = sql`(s.started_ms + ${sql.lit(offsetMs)}) / ${sql.lit(DAY_MS)}`;
  const from = sql`from ${sql.table('uk_session')} as s
    where s.tenant = ${tenant} and s.request_count > 0
      and s.started_ms >= ${fromDay * DAY_MS - offsetMs} and s.started_ms < ${toDay * DAY_MS - offsetMs}`;
  const constants = sql`s.tenant, ${sql.lit(offsetSlots)}, ${sql.lit(NO_DIMENSION)}`;
  const buckets = DISTRIBUTION.words.map((measure): CacheRows => {
    const bucket = sql.raw(`s.${measure}_bucket`);
    return {
      table: 'uk_session_bucket',
      columns: sql`tenant, offset_slots, dimension, day, measure, bucket, flag, sessions`,
      select: sql`
        select ${constants}, ${day}, ${sql.lit(DISTRIBUTION.code(measure))}, ${bucket}, s.flag, count(*)
        ${from} group by ${positions(7)}`,
    };
  });
  const order = sql`order by coalesce(s.cost_nano, -1) desc, s.cost_pico desc, s.session_key desc`;
  return [
    ...buckets,
    {
      table: 'uk_session_top',
      columns: sql`tenant, offset_slots, dimension, day, place, session`,
      select: sql`
        select tenant, offset_slots, dimension, day, place, session from (
          select s.tenant as tenant, ${sql.lit(offsetSlots)} as offset_slots, ${sql.lit(NO_DIMENSION)} as dimension,
            ${day} as day, row_number() over (partition by ${day} ${order}) as place, s.id as session
          ${from} and s.flag < ${sql.lit(FLAG.reset)}) as placed
        where place <= ${sql.lit(TOP_PLACES)}`,
    },
  ];
}

/** Rows of a marginal table that belong to a stretch of days, as a condition; without a table, of any. */
export function daysWithin(
  tenant: number,
  { offsetSlots, fromDay, toDay }: DayStretch,
  { rolled, model }: MarginalDimensions,
  table?: string,
): RawBuilder<unknown> {
  const kept = table === 'uk_tool_day' || table === 'uk_session_hour' ? rolled.filter(isFine) : rolled;
  const ids = [NO_DIMENSION, model, ...kept.map((d) => d.id)];
  return sql`tenant = ${tenant} and offset_slots = ${offsetSlots} and dimension in (${sql.join(ids)})
    and day >= ${fromDay} and day < ${toDay}`;
}

/**
 * Replaces the marginals of a stretch of days: assigned, never incremented.
 *
 * @throws the engine's error when a sum does not fit 64 bits
 */
export async function writeDays(
  { trx, tenant }: Writing,
  stretch: DayStretch,
  dimensions: MarginalDimensions,
): Promise<void> {
  for (const table of DAY_TABLES) {
    await sql`delete from ${sql.table(table)} where ${daysWithin(tenant.id, stretch, dimensions)}`.execute(trx);
  }
  for (const { table, columns, select } of dayRows(tenant.id, stretch, dimensions)) {
    await sql`insert into ${sql.table(table)} (${columns}) ${select}`.execute(trx);
  }
}
