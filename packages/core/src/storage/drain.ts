import { sql } from 'kysely';

import { SLOTS_PER_DAY, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { type CellWriting, writeCells } from './cells.ts';
import { drainBlocks } from './dayBlocks.ts';
import { FACT_DAYS, FIRST_BLOCKS } from './dayKinds.ts';
import { setDays } from './dayStates.ts';
import { writeDays } from './dayMarginals.ts';
import { storedDimensions } from './dimsets.ts';
import { hourOf, ROLLUP_STATE } from './dirtyHours.ts';
import type { DayStretch, MarginalDimensions } from './marginals.ts';
import { SumTooLarge } from './packed/packedRows.ts';
import { writeFacts } from './sessionFacts.ts';
import type { TenantState, Trx, Writing } from './StoreContext.ts';

/** Hours whose cells are in memory at the same time. */
const HOURS_AT_ONCE = 72;
/** Days whose marginals are in memory at the same time. */
const DAYS_AT_ONCE = 14;

/** Runs of consecutive numbers, at most `longest` each. Half-open. */
export function runs(numbers: readonly number[], longest: number): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const n of numbers) {
    const last = found.at(-1);
    if (last && last[1] === n && last[1] - last[0] < longest) last[1] = n + 1;
    else found.push([n, n + 1]);
  }
  return found;
}

/** Does a part of the work that can fail by itself: what it wrote is undone then, and the transaction goes on. */
async function attempt({ ctx, trx }: Writing, work: () => Promise<void>): Promise<boolean> {
  await sql`savepoint uk_part`.execute(trx);
  try {
    await work();
    await sql`release savepoint uk_part`.execute(trx);
    return true;
  } catch (error) {
    if (!(error instanceof SumTooLarge) && !ctx.traits.isOverflow(error)) throw error;
    await sql`rollback to savepoint uk_part`.execute(trx);
    await sql`release savepoint uk_part`.execute(trx);
    return false;
  }
}

/** Sets the state of hours; no other hour that is known lies between them. */
async function setHours({ trx, tenant }: Writing, hours: readonly number[], state: number): Promise<void> {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return;
  await trx
    .updateTable('uk_hour')
    .set({ state, generation: sql`generation + 1` })
    .where('tenant', '=', tenant.id)
    .where('hour', '>=', first)
    .where('hour', '<=', last)
    .execute();
}

/** Recomputes hours; one whose sums do not fit is left to the ledger. */
async function drainHours(writing: Writing, hours: readonly number[], how: CellWriting): Promise<void> {
  const done = await attempt(writing, () => writeCells(writing, hours, how));
  if (done) await setHours(writing, hours, ROLLUP_STATE.clean);
  else if (hours.length === 1) await setHours(writing, hours, ROLLUP_STATE.impossible);
  else {
    const middle = Math.floor(hours.length / 2);
    await drainHours(writing, hours.slice(0, middle), how);
    await drainHours(writing, hours.slice(middle), how);
  }
}

/**
 * Hours in lists whose rows are read at once: no other hour that is known lies between those of a list. Nights are quiet, and one statement for each day would
 * take as long as the rows.
 */
async function hourLists({ trx, tenant }: Writing, hours: readonly number[], longest: number): Promise<number[][]> {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return [];
  let others: number[] = [];
  if (last - first >= hours.length) {
    const query = trx.selectFrom('uk_hour').select('hour').where('tenant', '=', tenant.id);
    const between = query.where('hour', '>', first).where('hour', '<', last);
    const found = await between.where('state', '<>', ROLLUP_STATE.dirty).orderBy('hour').execute();
    others = found.map((row) => Number(row.hour));
  }
  const lists: number[][] = [];
  let passed = 0;
  for (const hour of hours) {
    const list = lists.at(-1);
    const from = passed;
    while (passed < others.length && (others[passed] as number) < hour) passed += 1;
    if (list && passed === from && list.length < longest) list.push(hour);
    else lists.push([hour]);
  }
  return lists;
}

/** Hours of a stretch of days that cells cannot answer. */
async function uncleanHours({ trx, tenant }: Writing, { offsetSlots, fromDay, toDay }: DayStretch): Promise<number> {
  const query = trx
    .selectFrom('uk_hour')
    .select(sql<number>`count(*)`.as('n'))
    .where('tenant', '=', tenant.id);
  const hour = (day: number): number => (day * SLOTS_PER_DAY - offsetSlots) / SLOTS_PER_HOUR;
  const unclean = query
    .where('hour', '>=', Math.floor(hour(fromDay)))
    .where('hour', '<', Math.ceil(hour(toDay)))
    .where('state', '<>', ROLLUP_STATE.clean);
  return Number((await unclean.executeTakeFirstOrThrow()).n);
}

async function drainDays(
  writing: Writing,
  stretch: DayStretch,
  dimensions: MarginalDimensions,
  areKept: boolean,
): Promise<void> {
  const { offsetSlots, fromDay, toDay } = stretch;
  const isOfFacts = offsetSlots === FACT_DAYS;
  const whole = isOfFacts || (await uncleanHours(writing, stretch)) === 0;
  const write = () => (isOfFacts ? writeFacts(writing, stretch) : writeDays(writing, stretch, dimensions, areKept));
  const done = whole && (await attempt(writing, write));
  if (done || toDay - fromDay === 1) {
    await setDays(writing, stretch, done ? ROLLUP_STATE.clean : ROLLUP_STATE.impossible);
    return;
  }
  const middle = fromDay + Math.floor((toDay - fromDay) / 2);
  await drainDays(writing, { offsetSlots, fromDay, toDay: middle }, dimensions, areKept);
  await drainDays(writing, { offsetSlots, fromDay: middle, toDay }, dimensions, areKept);
}

/** Dimensions of the marginals as they stand. */
export async function marginalDimensions(writing: Writing, readOnly = false): Promise<MarginalDimensions> {
  const { ctx, trx, tenant } = writing;
  const all = await storedDimensions(ctx, trx, tenant.id);
  const project = all.get('project');
  const { names } = ctx.dictionaries;
  const ids = readOnly ? await names.known(trx, tenant.id, ['model']) : (await names.ids(writing, ['model'])).ids;
  return {
    rolled: [...all.values()].filter((d) => d.rolled),
    project: project?.rolled ? project.id : undefined,
    // Nothing is kept by a name that was never written.
    model: ids.get('model') ?? -1,
  };
}

/** Hours to be recomputed: never those of sealed time, of which the ledger says nothing any more, whatever their state. */
const dirtyHours = (trx: Trx, tenant: TenantState) =>
  trx
    .selectFrom('uk_hour')
    .select('hour')
    .where('tenant', '=', tenant.id)
    .where('hour', '>=', hourOf(tenant.sealedBeforeMs))
    .where('state', '=', ROLLUP_STATE.dirty);

/** Whether anything waits to be recomputed. */
export async function isDirty(trx: Trx, tenant: TenantState): Promise<boolean> {
  if (await dirtyHours(trx, tenant).limit(1).executeTakeFirst()) return true;
  const days = trx.selectFrom('uk_day').select('day').where('tenant', '=', tenant.id);
  return (await days.where('state', '=', ROLLUP_STATE.dirty).limit(1).executeTakeFirst()) !== undefined;
}

/** What a drain recomputed. */
interface Drained {
  hours: number;
  days: number;
  blocks: number;
}

/**
 * Recomputes the cells of dirty hours, oldest first.
 *
 * @param limit hours to recompute at most
 * @returns how many
 */
export async function drainCells(writing: Writing, limit: number, how: CellWriting): Promise<number> {
  const { trx, tenant } = writing;
  const rows = await dirtyHours(trx, tenant).orderBy('hour').limit(limit).execute();
  const hours = rows.map((row) => Number(row.hour));
  how.totals?.begin(tenant.revision);
  for (const list of await hourLists(writing, hours, Math.min(limit, HOURS_AT_ONCE))) {
    await drainHours(writing, list, how);
  }
  return hours.length;
}

/**
 * Recomputes the cells of dirty hours, oldest first, then the days that lie in clean ones, and then the blocks of such days.
 *
 * @param limit hours, days and blocks to recompute at most; the rest stays dirty and is read from the level below
 * @param options.withBlocks whether blocks are made as well, which takes longer than the hours of a small write
 * @param options.areKept most of them are right already, as when all are marked for a rebuild: what is right is not written again
 * @returns how many of each
 */
export async function drain(
  writing: Writing,
  limit: number,
  { withBlocks = false, areKept = false } = {},
): Promise<Drained> {
  const { trx, tenant } = writing;
  const hours = await drainCells(writing, limit, { areKept });
  if (hours >= limit) return { hours, days: 0, blocks: 0 };

  const days = await trx
    .selectFrom('uk_day')
    .select(['offset_slots', 'day'])
    .where('tenant', '=', tenant.id)
    .where('state', '=', ROLLUP_STATE.dirty)
    .where('offset_slots', '<', FIRST_BLOCKS)
    // The days of facts have the largest offset, and days at other offsets are made of them.
    .orderBy('offset_slots', 'desc')
    .orderBy('day')
    .limit(limit)
    .execute();
  const dimensions = days.length > 0 ? await marginalDimensions(writing) : { rolled: [], project: undefined, model: 0 };
  const byOffset = Map.groupBy(days, (row) => Number(row.offset_slots));
  for (const [offsetSlots, rows] of byOffset) {
    for (const [fromDay, toDay] of runs(
      rows.map((row) => Number(row.day)),
      Math.min(limit, DAYS_AT_ONCE),
    )) {
      await drainDays(writing, { offsetSlots, fromDay, toDay }, dimensions, areKept);
    }
  }
  const isDone = days.length < limit;
  const blocks = withBlocks && isDone ? await drainBlocks(writing, limit, () => marginalDimensions(writing)) : 0;
  return { hours, days: days.length, blocks };
}
