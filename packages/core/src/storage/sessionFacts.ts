import { sql } from 'kysely';

import { DAY_MS, SLOT_MS } from '../model/timeSlot.ts';
import { columnOf, keptCells } from './cells.ts';
import { DISTRIBUTION } from './codes.ts';
import { FACT_DAYS } from './dayKinds.ts';
import { cleanDays } from './dayStates.ts';
import { FactRows } from './packed/FactRows.ts';
import { picked } from './packed/groupOrder.ts';
import { FACT_ROWS, type FactFamily, FACTS, PACKED, width } from './packed/layouts.ts';
import { emptyRows, packRows } from './packed/packedRows.ts';
import { type Stretch, utcDaysOf } from './plan.ts';
import { rowsOnce } from './remembered.ts';
import { LEDGER_MEASURES } from './rollupColumns.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';

const HOURS_PER_DAY = 24;
export const FACT_FAMILIES = ['facts', 'factSums'] as const satisfies readonly FactFamily[];

/** A stretch of UTC days. Half-open. */
export interface UtcDays {
  fromDay: number;
  toDay: number;
}

/** The sessions that began in a UTC day as bytes. */
export interface FactDay {
  day: number;
  data: Record<FactFamily, Uint8Array>;
}

/** Column or expression of the ledger, by the name of the packed column. The slot is counted from the time. */
const COLUMNS: Readonly<Record<string, string>> = {
  slot: 's.started_ms',
  flag: 's.flag',
  status: 's.status',
  model_set: 's.model_set',
  dimset: 's.dimset',
  session: 's.id',
  keyHigh: 's.session_key >> 32',
  keyLow: 's.session_key & 4294967295',
  ...Object.fromEntries(DISTRIBUTION.words.map((word) => [`${word}Bucket`, `s.${word}_bucket + 1`])),
  priced: 'case when s.cost_nano is null then 0 else 1 end',
  ...LEDGER_MEASURES.sessions,
};

const namesOf = (family: FactFamily): string[] => [...FACTS[family].keys, ...FACTS[family].sums];

/**
 * The facts of each UTC day of a stretch as the sessions say they should be, in the order of their ids; days without any included.
 *
 * @param within leaves out sessions that began outside of it
 * @throws SumTooLarge when a value is beyond 2⁵³ − 1
 */
export async function factDays(
  { traits }: StoreContext,
  trx: Trx,
  tenant: number,
  { fromDay, toDay }: UtcDays,
  within: Stretch = { startMs: -Infinity, endMs: Infinity },
): Promise<FactDay[]> {
  const [startMs, endMs] = [Math.max(fromDay * DAY_MS, within.startMs), Math.min(toDay * DAY_MS, within.endMs)];
  const names = FACT_FAMILIES.flatMap(namesOf);
  const rows = await traits.values(
    trx,
    sql`select ${sql.raw(names.map((name, i) => `${COLUMNS[name] ?? '0'} as c${i}`).join(', '))}
      from ${sql.table('uk_session')} as s where s.tenant = ${tenant} and s.request_count > 0
        and s.started_ms >= ${startMs} and s.started_ms < ${endMs}`,
  );
  const columns = new Map(names.map((name, i) => [name, columnOf(rows, i)]));
  const started = columns.get('slot') as Float64Array;
  const ids = columns.get('session') as Float64Array;
  const ofDay = Array.from({ length: toDay - fromDay }, (): number[] => []);
  for (let row = 0; row < rows.length; row += 1) {
    const ms = started[row] as number;
    const day = Math.floor(ms / DAY_MS);
    ofDay[day - fromDay]?.push(row);
    started[row] = Math.floor((ms - day * DAY_MS) / SLOT_MS);
  }
  return ofDay.map((of, i) => {
    of.sort((a, b) => (ids[a] as number) - (ids[b] as number));
    const order = Int32Array.from(of);
    const packed = (family: FactFamily): Uint8Array => {
      const columnsOf = namesOf(family).map((name) => picked(columns.get(name) as Float64Array, order));
      return packRows(columnsOf, order.length);
    };
    return { day: fromDay + i, data: { facts: packed('facts'), factSums: packed('factSums') } };
  });
}

/**
 * Replaces the facts of a stretch of UTC days: assigned, never incremented.
 *
 * @throws SumTooLarge when a value is beyond 2⁵³ − 1
 */
export async function writeFacts({ ctx, trx, tenant }: Writing, stretch: UtcDays): Promise<void> {
  const days = await factDays(ctx, trx, tenant.id, stretch);
  await ctx.traits.upsert(trx, {
    table: 'uk_cell',
    columns: ['tenant', 'family', 'hour', 'data'],
    keys: 3,
    rows: days.flatMap(({ day, data }) =>
      FACT_FAMILIES.map((family) => [tenant.id, PACKED.code(family), day * HOURS_PER_DAY, data[family]]),
    ),
  });
}

/** One half of facts as it is kept, day after day, at most a number of days. */
export async function keptFacts(
  trx: Trx,
  tenant: number,
  family: FactFamily,
  { fromDay, toDay }: UtcDays,
  limit = Infinity,
): Promise<{ day: number; data: Uint8Array | ArrayBuffer }[]> {
  const hours = { fromHour: fromDay * HOURS_PER_DAY, toHour: toDay * HOURS_PER_DAY };
  const cells = await keptCells(trx, tenant, family, hours, limit);
  return cells.map(({ hour, data }) => ({ day: hour / HOURS_PER_DAY, data }));
}

/** Days whose facts are in memory at the same time. */
const DAYS_AT_ONCE = 62;

/** Some days of facts, and whether there may be more of them. */
interface FactPage {
  days: { day: number; facts: FactRows }[];
  bytes: number;
  /** The last one that was read; `undefined` when there are no more. */
  lastDay: number | undefined;
}

async function factPage(trx: Trx, tenant: number, { fromDay, toDay }: UtcDays, withSums: boolean): Promise<FactPage> {
  const narrow = await keptFacts(trx, tenant, 'facts', { fromDay, toDay }, DAYS_AT_ONCE);
  const [first, last] = [narrow[0], narrow.at(-1)];
  if (!first || !last) return { days: [], bytes: 0, lastDay: undefined };
  const wide = new Map<number, Uint8Array | ArrayBuffer>();
  if (withSums) {
    const kept = await keptFacts(trx, tenant, 'factSums', { fromDay: first.day, toDay: last.day + 1 });
    for (const { day, data } of kept) wide.set(day, data);
  }
  const page: FactPage = { days: [], bytes: 0, lastDay: narrow.length === DAYS_AT_ONCE ? last.day : undefined };
  for (const { day, data } of narrow) {
    const factSums = withSums ? (wide.get(day) ?? emptyRows(width(FACTS.factSums))) : undefined;
    const facts = new FactRows({ facts: data, ...(factSums && { factSums }) });
    page.bytes += data.byteLength + (factSums?.byteLength ?? 0);
    if (facts.rows > 0) page.days.push({ day, facts });
  }
  return page;
}

/**
 * Facts of the days of a stretch that have any, as they are kept. They come as they are read, several at once.
 *
 * @param withSums whether the second half is read as well
 * @throws UsageError `store_unavailable` when bytes are damaged
 */
export async function* readFacts(
  trx: Trx,
  tenant: number,
  { fromDay, toDay }: UtcDays,
  withSums: boolean,
): AsyncGenerator<{ day: number; facts: FactRows }[]> {
  // Page by page of the days that there are: a range may be as long as time.
  for (let from: number | undefined = fromDay; from !== undefined;) {
    const stretch: UtcDays = { fromDay: from, toDay };
    const read = () => factPage(trx, tenant, stretch, withSums);
    const page: FactPage = await rowsOnce(trx, `facts ${tenant} ${from} ${toDay} ${withSums}`, read, (of) => of.bytes);
    yield page.days;
    from = page.lastDay === undefined ? undefined : page.lastDay + 1;
  }
}

/** UTC days of a stretch whose facts are right, ascending. */
export function cleanFactDays(trx: Trx, tenant: number, days: UtcDays): Promise<number[]> {
  return cleanDays(trx, tenant, { offsetSlots: FACT_DAYS, ...days });
}

/**
 * Facts of all UTC days that a stretch of time reaches into: as they are kept where they are right, else from the sessions that began in it.
 *
 * @throws SumTooLarge when a value is beyond 2⁵³ − 1
 */
export async function factsOf(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  stretch: Stretch,
): Promise<{ day: number; facts: FactRows }[]> {
  const days = utcDaysOf(stretch);
  const clean = new Set(await cleanFactDays(trx, tenant, days));
  const found: { day: number; facts: FactRows }[] = [];
  for await (const kept of readFacts(trx, tenant, days, true)) found.push(...kept.filter(({ day }) => clean.has(day)));
  for (let day = days.fromDay; day < days.toDay; day += 1) {
    if (clean.has(day)) continue;
    for (const { data } of await factDays(ctx, trx, tenant, { fromDay: day, toDay: day + 1 }, stretch)) {
      found.push({ day, facts: new FactRows(data) });
    }
  }
  return found.toSorted((a, b) => a.day - b.day);
}

/** Column numbers of {@link FACT_ROWS} by name. */
export const FACT_COLUMN: Readonly<Record<string, number>> = Object.fromEntries(
  [...FACT_ROWS.keys, ...FACT_ROWS.sums].map((name, i) => [name, i]),
);
