import { sql } from 'kysely';

import { zoneSegments } from '../metrics/zoneSegments.ts';
import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { HOUR_MS, SLOTS_PER_DAY, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { blockOf, blocksAt, FACT_DAYS } from './dayKinds.ts';
import { PACKED } from './packed/layouts.ts';
import { keyLists, type StoreContext, type Writing } from './StoreContext.ts';

/** Families of cells that are kept by hour. */
const HOURLY = [PACKED.code('usage'), PACKED.code('tools')];

/** State of an hour's cells or a day's marginals. */
export const ROLLUP_STATE = {
  clean: 0,
  dirty: 1,
  /** A sum in it does not fit 64 bits: it is read from the level below. */
  impossible: 2,
} as const;

/** What a write has touched: UTC hours that changed, as numbers since 1970, and sessions all of whose hours did. */
export interface TouchedHours {
  hours: Set<number>;
  sessions: Set<number>;
  /** Sessions of which rows were replaced or moved, not only added. */
  replaced: Set<number>;
}

/** Nothing touched. */
export function untouched(): TouchedHours {
  return { hours: new Set(), sessions: new Set(), replaced: new Set() };
}

/** The hour of an instant. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS);
}

/** Local days at an offset that an hour reaches into: one, or two when midnight lies within it. */
export function daysOfHour(hour: number, offsetSlots: number): number[] {
  const day = (slot: number): number => Math.floor((slot + offsetSlots) / SLOTS_PER_DAY);
  const first = day(hour * SLOTS_PER_HOUR);
  const last = day(hour * SLOTS_PER_HOUR + SLOTS_PER_HOUR - 1);
  return first === last ? [first] : [first, last];
}

/** Offsets that the declared zones have in an hour; none before the first time that records can be of, which a file may hold all the same. */
function offsetsIn(ctx: StoreContext, hour: number): number[] {
  const range = { startMs: Math.max(hour * HOUR_MS, FIRST_TIME_MS), endMs: (hour + 1) * HOUR_MS };
  return ctx.declared.zones.flatMap((zone) => zoneSegments(range, zone).map((s) => s.offsetSlots));
}

/** Hours in which a session has requests or tool calls. */
async function hoursOfSessions({ ctx, trx, tenant }: Writing, sessions: Iterable<number>): Promise<number[]> {
  const hours: number[] = [];
  for (const list of keyLists([...sessions])) {
    for (const table of ['uk_request', 'uk_tool_call'] as const) {
      const { rows } = await sql<{ hour: number }>`
        select distinct at_ms / ${sql.lit(HOUR_MS)} as hour from ${sql.table(table)}
        where ${ctx.traits.keyIn({ tenant: tenant.id }, 'session', list)}`.execute(trx);
      for (const row of rows) hours.push(Number(row.hour));
    }
  }
  return hours;
}

/** Marks hours, and the local days they lie in, as to be recomputed. Belongs into the transaction that changes their rows. */
export async function markHours(writing: Writing, touched: TouchedHours): Promise<number> {
  const { ctx, trx, tenant } = writing;
  const hours = new Set(touched.hours);
  for (const hour of await hoursOfSessions(writing, touched.sessions)) hours.add(hour);
  if (hours.size === 0) return 0;
  await markDays(writing, hours);
  // Sealed hours stay as they are; what the days say of their sessions may still change.
  const sealedTo = hourOf(tenant.sealedBeforeMs);
  for (const hour of hours) if (hour < sealedTo) hours.delete(hour);
  const generations = new Map<number, number>();
  for (const list of keyLists([...hours])) {
    const query = trx.selectFrom('uk_hour').select(['hour', 'generation']).where('tenant', '=', tenant.id);
    for (const row of await query.where('hour', 'in', list).execute()) {
      generations.set(Number(row.hour), Number(row.generation));
    }
  }
  await ctx.traits.upsert(trx, {
    table: 'uk_hour',
    columns: ['tenant', 'hour', 'state', 'generation'],
    keys: 2,
    rows: [...hours].map((hour) => [tenant.id, hour, ROLLUP_STATE.dirty, generations.get(hour) ?? 0]),
  });
  return hours.size;
}

/**
 * Days of declared zones, and their blocks, are made where they are missing; days at other offsets that somebody keeps are marked as well. UTC days are
 * marked for their session facts.
 */
async function markDays({ ctx, trx, tenant }: Writing, hours: ReadonlySet<number>): Promise<void> {
  const marked = new Map<string, [offset: number, day: number]>();
  const mark = (offset: number, day: number): void => void marked.set(`${offset} ${day}`, [offset, day]);
  const kept = await sql<{ offset_slots: number }>`
    select distinct offset_slots from ${sql.table('uk_day')} where tenant = ${tenant.id}`.execute(trx);
  for (const hour of hours) {
    for (const offset of offsetsIn(ctx, hour)) {
      for (const day of daysOfHour(hour, offset)) {
        mark(offset, day);
        mark(blocksAt(offset), blockOf(day));
      }
    }
    for (const day of daysOfHour(hour, 0)) mark(FACT_DAYS, day);
  }
  await ctx.traits.upsert(trx, {
    table: 'uk_day',
    columns: ['tenant', 'offset_slots', 'day', 'state'],
    keys: 3,
    rows: [...marked.values()].map(([offset, day]) => [tenant.id, offset, day, ROLLUP_STATE.dirty]),
  });
  const markKept = async (offset: number, days: ReadonlySet<number>): Promise<void> => {
    for (const list of keyLists([...days].filter((day) => !marked.has(`${offset} ${day}`)))) {
      await trx
        .updateTable('uk_day')
        .set({ state: ROLLUP_STATE.dirty })
        .where('tenant', '=', tenant.id)
        .where('offset_slots', '=', offset)
        .where('day', 'in', list)
        .execute();
    }
  };
  for (const { offset_slots } of kept.rows) {
    const offset = Number(offset_slots);
    if (offset >= FACT_DAYS) continue;
    const days = new Set([...hours].flatMap((hour) => daysOfHour(hour, offset)));
    await markKept(offset, days);
    await markKept(blocksAt(offset), new Set([...days].map(blockOf)));
  }
}

/** Hours that have something to be summed up, or sums: those of requests, calls and starts of sessions, and those that have cells. */
const hoursInUse = (tenant: number) => sql`
  select hour from ${sql.table('uk_request_hour')} where tenant = ${tenant} union
  select hour from ${sql.table('uk_tool_call_hour')} where tenant = ${tenant} union
  select started_ms / ${sql.lit(HOUR_MS)} from ${sql.table('uk_session')}
    where tenant = ${tenant} and started_ms is not null and request_count > 0 union
  select hour from ${sql.table('uk_cell')} where tenant = ${tenant} and family in (${sql.join(HOURLY)})`;

/** Those of the hours in use that are not listed, as after a loss of rows: they would be taken for empty ones. */
export async function unlistedHours({ trx, tenant }: Writing): Promise<number[]> {
  const { rows } = await sql<{ hour: number }>`
    select u.hour as hour from (${hoursInUse(tenant.id)}) as u
    where not exists (select 1 from ${sql.table('uk_hour')} as h where h.tenant = ${tenant.id} and h.hour = u.hour)
    order by u.hour`.execute(trx);
  // When a session began may be damaged.
  return rows.map((row) => Number(row.hour)).filter(Number.isSafeInteger);
}

/** Marks every hour of the tenant that is not sealed, also those that were not listed, and every day. */
export async function markAllHours(writing: Writing): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const unlisted = await unlistedHours(writing);
  await ctx.traits.upsert(trx, {
    table: 'uk_hour',
    columns: ['tenant', 'hour', 'state', 'generation'],
    keys: 2,
    rows: unlisted.map((hour) => [tenant.id, hour, ROLLUP_STATE.clean, 0]),
  });
  await markDays(writing, new Set(unlisted));
  await markListedHours(writing);
}

/** Marks every hour that is listed and not sealed, and every day. */
export async function markListedHours({ trx, tenant }: Writing): Promise<void> {
  const hours = trx.updateTable('uk_hour').set({ state: ROLLUP_STATE.dirty }).where('tenant', '=', tenant.id);
  await hours.where('hour', '>=', hourOf(tenant.sealedBeforeMs)).execute();
  await markAllDays({ trx, tenant });
}

/** Hours of sealed time that are said to be other than right: a seal takes none such, and nothing marks them later. */
export async function wrongSealedHours({ trx, tenant }: Writing): Promise<number[]> {
  const query = trx.selectFrom('uk_hour').select('hour').where('tenant', '=', tenant.id).orderBy('hour');
  const sealed = query.where('hour', '<', hourOf(tenant.sealedBeforeMs));
  return (await sealed.where('state', '<>', ROLLUP_STATE.clean).execute()).map((row) => Number(row.hour));
}

/** Says of every sealed hour that its cells are right, as they have to be. */
export async function mendSealedHours({ trx, tenant }: Writing): Promise<void> {
  const hours = trx.updateTable('uk_hour').set({ state: ROLLUP_STATE.clean }).where('tenant', '=', tenant.id);
  await hours.where('hour', '<', hourOf(tenant.sealedBeforeMs)).where('state', '<>', ROLLUP_STATE.clean).execute();
}

/** Marks every day of the tenant. */
export async function markAllDays({ trx, tenant }: Pick<Writing, 'trx' | 'tenant'>): Promise<void> {
  await trx.updateTable('uk_day').set({ state: ROLLUP_STATE.dirty }).where('tenant', '=', tenant.id).execute();
}
