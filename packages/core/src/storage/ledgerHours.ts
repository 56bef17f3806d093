import { type RawBuilder, sql, type SqlBool } from 'kysely';

import { HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { hourOf } from './dirtyHours.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';

/** Tables whose rows are found by their hour. */
export const TIMED_TABLES = ['uk_request', 'uk_tool_call'] as const;
export type TimedTable = (typeof TIMED_TABLES)[number];

/** No row is earlier: its slot would not fit its column. */
export const FIRST_MS = -(2 ** 31 - 1) * SLOT_MS;

/** A stretch of time. Half-open. */
export interface TimeStretch {
  fromMs: number;
  toMs: number;
}

/** Condition that rows are a tenant's and lie in a stretch of time: the sessions of its hours, and of each the rows in the order of time. */
export function inTime(
  { traits }: Pick<StoreContext, 'traits'>,
  tenant: number,
  table: TimedTable,
  { fromMs, toMs }: TimeStretch,
  alias: string = table,
  { fromHour, toHour } = { fromHour: hourOf(fromMs), toHour: Math.ceil(toMs / HOUR_MS) },
): RawBuilder<SqlBool> {
  const column = (name: string): RawBuilder<unknown> => sql.id(alias, name);
  const sessions = sql`select session from ${sql.table(`${table}_hour`)}
    where tenant = ${tenant} and hour >= ${fromHour} and hour < ${toHour}`;
  return sql<SqlBool>`${column('tenant')} = ${tenant} and ${traits.isAmong(column('session'), sessions)}
    and ${column('at_ms')} >= ${fromMs} and ${column('at_ms')} < ${toMs}`;
}

/** The time of a tenant's first or last row, as an expression; NULL without any. */
export function edgeMs(
  { traits }: Pick<StoreContext, 'traits'>,
  tenant: number,
  table: TimedTable,
  edge: 'min' | 'max',
): RawBuilder<number | null> {
  const hours = sql.table(`${table}_hour`);
  const hour = sql`(select ${sql.raw(edge)}(hour) from ${hours} where tenant = ${tenant})`;
  const sessions = sql`select session from ${hours} where tenant = ${tenant} and hour = ${hour}`;
  const hourMs = sql`cast(${sql.lit(HOUR_MS)} as bigint)`;
  const within = edge === 'min' ? sql`at_ms < (${hour} + 1) * ${hourMs}` : sql`at_ms >= ${hour} * ${hourMs}`;
  return sql`(select ${sql.raw(edge)}(at_ms) from ${sql.table(table)}
    where tenant = ${tenant} and ${traits.isAmong(sql.id('session'), sessions)} and ${within})`;
}

/** A row as far as its place in time goes. */
interface Placed {
  session: number;
  record: { atMs: number };
}

/** Whether two rows are of one session and hour. */
export function isSamePlace(a: Placed, b: Placed): boolean {
  return a.session === b.session && hourOf(a.record.atMs) === hourOf(b.record.atMs);
}

function placesOf(rows: readonly Placed[]): [hour: number, session: number][] {
  const places = new Map<string, [number, number]>();
  let last: [hour: number, session: number] = [Number.NaN, Number.NaN];
  for (let i = 0; i < rows.length; i += 1) {
    const { session, record } = rows[i] as Placed;
    const hour = hourOf(record.atMs);
    // Rows of one place come one after the other.
    if (hour === last[0] && session === last[1]) continue;
    last = [hour, session];
    places.set(`${hour} ${session}`, last);
  }
  return [...places.values()];
}

/**
 * Keeps in which hours sessions have rows. Belongs into the transaction that writes them, and comes after it has.
 *
 * @param left rows that were replaced, as they were, where that was in another hour or session
 */
export async function writeHours(
  { ctx, trx, tenant }: Writing,
  table: TimedTable,
  rows: readonly Placed[],
  left: readonly Placed[],
): Promise<void> {
  for (const [hour, session] of placesOf(left)) {
    await sql`delete from ${sql.table(`${table}_hour`)}
      where tenant = ${tenant.id} and hour = ${hour} and session = ${session} and not exists (
        select 1 from ${sql.table(table)} where tenant = ${tenant.id} and session = ${session}
          and at_ms >= ${hour * HOUR_MS} and at_ms < ${(hour + 1) * HOUR_MS})`.execute(trx);
  }
  await ctx.traits.upsert(trx, {
    table: `${table}_hour`,
    columns: ['tenant', 'hour', 'session'],
    keys: 3,
    rows: placesOf(rows).map((place) => [tenant.id, ...place]),
  });
}

/** Hours of a stretch in which there are rows, in order; at most a number of them. */
export async function hoursWithRows(
  trx: Trx,
  tenant: number,
  table: TimedTable,
  { fromMs, toMs }: TimeStretch,
  limit: number,
): Promise<number[]> {
  const query = trx.selectFrom(`${table}_hour`).select('hour').distinct().where('tenant', '=', tenant);
  const found = query.where('hour', '>=', hourOf(fromMs)).where('hour', '<', Math.ceil(toMs / HOUR_MS));
  return (await found.orderBy('hour').limit(limit).execute()).map((row) => Number(row.hour));
}

/** Whether every row is found by its hour, and every hour of a session leads to a row. */
async function areHoursRight({ trx, tenant }: Writing, table: TimedTable): Promise<boolean> {
  const hourMs = sql`cast(${sql.lit(HOUR_MS)} as bigint)`;
  const ofHour = sql`from ${sql.table(table)} as r where r.tenant = h.tenant and r.session = h.session
    and r.at_ms >= h.hour * ${hourMs} and r.at_ms < (h.hour + 1) * ${hourMs}`;
  const { rows } = await sql<{ found: number; empty: number; present: number }>`
    select sum(n) as found, sum(case when n = 0 then 1 else 0 end) as empty,
      (select count(*) from ${sql.table(table)} where tenant = ${tenant.id}) as present
    from (select (select count(*) ${ofHour}) as n from ${sql.table(`${table}_hour`)} as h
      where h.tenant = ${tenant.id}) as counted`.execute(trx);
  const { found = 0, empty = 0, present = 0 } = rows[0] ?? {};
  return Number(found) === Number(present) && Number(empty) === 0;
}

/**
 * Makes anew in which hours sessions have rows, where that is wrong.
 *
 * @returns whether it was
 */
export async function rebuiltHours(writing: Writing): Promise<boolean> {
  const { trx, tenant } = writing;
  let wasWrong = false;
  for (const table of TIMED_TABLES) {
    if (await areHoursRight(writing, table)) continue;
    wasWrong = true;
    await trx.deleteFrom(`${table}_hour`).where('tenant', '=', tenant.id).execute();
    await sql`insert into ${sql.table(`${table}_hour`)} (tenant, hour, session)
      select distinct tenant, at_ms / ${sql.lit(HOUR_MS)}, session from ${sql.table(table)}
      where tenant = ${tenant.id}`.execute(trx);
  }
  return wasWrong;
}
