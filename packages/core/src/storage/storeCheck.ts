import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { DAY_MS, HOUR_MS } from '../model/timeSlot.ts';
import { CELL_FAMILIES, cellHours, keptCells } from './cells.ts';
import { unlistedDimensions, wrongDimsets } from './checkedNames.ts';
import { checkedSessions } from './checkedSessions.ts';
import { dayMarginals } from './dayMarginals.ts';
import { storedDays } from './keptMarginals.ts';
import { marginalDimensions, runs } from './drain.ts';
import type { MarginalDimensions } from './marginals.ts';
import { blocksOf, blockWidth, expectedBlocks } from './dayBlocks.ts';
import { BLOCK_DAYS, FACT_DAYS, FIRST_BLOCKS, offsetOfBlocks } from './dayKinds.ts';
import { hourOf, ROLLUP_STATE, unlistedHours, wrongSealedHours } from './dirtyHours.ts';
import { storedDimensions } from './dimsets.ts';
import { TIMED_TABLES } from './ledgerHours.ts';
import { CELLS, DAYS, FACTS, width } from './packed/layouts.ts';
import { isKept } from './packed/packedRows.ts';
import { FACT_FAMILIES, factDays, keptFacts } from './sessionFacts.ts';
import { isLostEntry, KIND } from './lostEntry.ts';
import { sealedCells } from './sealedCells.ts';
import { sealedFaults } from './sealedFaults.ts';
import { keyLists, type Writing } from './StoreContext.ts';
import type { StoreCheck } from './UsageStore.ts';
import { wrongCounters } from './wrongCounters.ts';
import { entryFault, wrongEntries } from './wrongEntries.ts';
import { typeFault, wrongTypes } from './wrongTypes.ts';
import { lostSessions, misnamedRuns, misnamedSessions } from './wrongSessions.ts';
import { tenantFaults } from './wrongTenant.ts';

const MAX_DIFFERENCES = 100;
const HOURS_AT_ONCE = 24;
const DAYS_AT_ONCE = 7;

type Report = (difference: StoreCheck['differences'][number]) => void;

/** Compares the hours in which sessions have rows with the rows. */
async function checkPlaces({ trx, tenant }: Writing, report: Report): Promise<void> {
  for (const table of TIMED_TABLES) {
    const kept = sql`select hour, session from ${sql.table(`${table}_hour`)} where tenant = ${tenant.id}`;
    const rows = sql`select at_ms / ${sql.lit(HOUR_MS)} as hour, session from ${sql.table(table)}
      where tenant = ${tenant.id}`;
    const { rows: hours } = await sql<{ hour: number }>`
      select hour from (select hour, session from (${kept}) as k except ${rows}) as surplus union
      select hour from (select hour, session from (${rows}) as r except ${kept}) as missing order by hour`.execute(trx);
    for (const { hour } of hours) {
      const at = new Date(Number(hour) * HOUR_MS).toISOString();
      report({ level: 'L0', at, detail: `the sessions of an hour differ from the rows of ${table}` });
    }
  }
}

async function checkHours(writing: Writing, report: Report): Promise<number> {
  const { ctx, trx, tenant } = writing;
  for (const hour of await unlistedHours(writing)) {
    const at = new Date(hour * HOUR_MS).toISOString();
    report({ level: 'L1', at, detail: 'the hour is not listed, so that it is taken for an empty one' });
  }
  for (const hour of await wrongSealedHours(writing)) {
    const at = new Date(hour * HOUR_MS).toISOString();
    report({ level: 'L1', at, detail: 'the hour is sealed, and its cells are not listed as right: they are not read' });
  }
  const rows = await trx
    .selectFrom('uk_hour')
    .select('hour')
    .where('tenant', '=', tenant.id)
    .where('state', '=', ROLLUP_STATE.clean)
    .where('hour', '>=', hourOf(tenant.sealedBeforeMs))
    .orderBy('hour')
    .execute();
  const hours = rows.map((row) => Number(row.hour));
  for (const [fromHour, toHour] of runs(hours, HOURS_AT_ONCE)) {
    const stretch = { fromHour, toHour };
    const listed = Array.from({ length: toHour - fromHour }, (_, i) => fromHour + i);
    const expected = await cellHours(ctx, trx, tenant.id, listed);
    for (const family of CELL_FAMILIES) {
      const kept = await keptCells(trx, tenant.id, family, stretch);
      const stored = new Map(kept.map(({ hour, data }) => [hour, data]));
      for (const { hour, data } of expected.filter((cell) => cell.family === family)) {
        if (isKept(stored.get(hour), data, width(CELLS[family]))) continue;
        const at = new Date(hour * HOUR_MS).toISOString();
        report({ level: 'L1', at, detail: `cells of ${family} differ from the ledger` });
      }
    }
  }
  return hours.length;
}

/** What rows make; nothing where these cannot be read, which is reported. */
async function madeOf<T>(making: Promise<T[]>, at: string, report: Report): Promise<T[]> {
  try {
    return await making;
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== 'store_unavailable') throw error;
    report({ level: 'L2', at, detail: 'the rows that marginals are made of cannot be read' });
    return [];
  }
}

/** A day as it is named; one that is no day, as damage leaves it, by its number. */
const isoDay = (day: number): string => {
  const date = new Date(day * DAY_MS);
  return Number.isNaN(date.getTime()) ? `day ${day}` : date.toISOString().slice(0, 10);
};

/** Compares facts of sessions with the sessions. */
async function checkFacts({ ctx, trx, tenant }: Writing, days: readonly number[], report: Report): Promise<void> {
  for (const [fromDay, toDay] of runs(days, DAYS_AT_ONCE)) {
    const expected = await factDays(ctx, trx, tenant.id, { fromDay, toDay });
    for (const family of FACT_FAMILIES) {
      const kept = await keptFacts(trx, tenant.id, family, { fromDay, toDay });
      const stored = new Map(kept.map(({ day, data }) => [day, data]));
      for (const { day, data } of expected) {
        if (isKept(stored.get(day), data[family], width(FACTS[family]))) continue;
        const at = new Date(day * DAY_MS).toISOString();
        report({ level: 'L1', at, detail: 'facts of sessions differ from the sessions' });
      }
    }
  }
}

/** Compares blocks with the days that they are made of. */
async function checkBlocks(
  { trx, tenant }: Writing,
  offset: number,
  blocks: readonly number[],
  dimensions: MarginalDimensions,
  report: Report,
): Promise<void> {
  for (const block of blocks) {
    const at = isoDay(block * BLOCK_DAYS);
    const making = expectedBlocks(trx, tenant.id, offsetOfBlocks(offset), block, dimensions);
    const expected = await madeOf(making, at, report);
    for (const parts of Map.groupBy(expected, (of) => `${of.family} ${of.dimension} ${of.form}`).values()) {
      const [of] = parts;
      if (!of) continue;
      const { family, form } = of;
      const offsetSlots = blocksOf(form, offsetOfBlocks(offset));
      const isRight = await storedDays(trx, tenant.id, of, { offsetSlots, fromDay: block, toDay: block + 1 });
      if (parts.every((part) => isRight(part, blockWidth(of)))) continue;
      report({ level: 'L2', at, detail: `a block of ${family} differs from its days` });
    }
  }
}

async function checkDays(writing: Writing, report: Report): Promise<number> {
  const { ctx, trx, tenant } = writing;
  const rows = await trx
    .selectFrom('uk_day')
    .select(['offset_slots', 'day'])
    .where('tenant', '=', tenant.id)
    .where('state', '=', ROLLUP_STATE.clean)
    .orderBy('offset_slots')
    .orderBy('day')
    .execute();
  if (rows.length === 0) return 0;
  const dimensions = await marginalDimensions(writing, true);
  for (const [offsetSlots, days] of Map.groupBy(rows, (row) => Number(row.offset_slots))) {
    const numbers = days.map((row) => Number(row.day));
    if (offsetSlots === FACT_DAYS) {
      await checkFacts(writing, numbers, report);
      continue;
    }
    if (offsetSlots >= FIRST_BLOCKS) {
      await checkBlocks(writing, offsetSlots, numbers, dimensions, report);
      continue;
    }
    for (const [fromDay, toDay] of runs(numbers, DAYS_AT_ONCE)) {
      const stretch = { offsetSlots, fromDay, toDay };
      const making = dayMarginals(ctx, trx, tenant.id, stretch, dimensions);
      const atOf = (day: number): string => `${isoDay(day)}, offset ${offsetSlots * 15} min`;
      const expected = await madeOf(making, atOf(fromDay), report);
      for (const marginals of Map.groupBy(expected, (m) => `${m.family} ${m.dimension}`).values()) {
        const [first] = marginals;
        if (!first) continue;
        const isRight = await storedDays(trx, tenant.id, first, stretch);
        for (const marginal of marginals) {
          const { day, family } = marginal;
          if (isRight(marginal, width(DAYS[family]))) continue;
          report({ level: 'L2', at: atOf(day), detail: `marginals of ${family} differ from the cells and sessions` });
        }
      }
    }
  }
  return rows.filter((row) => Number(row.offset_slots) < FACT_DAYS).length;
}

/** Compares what the rows of sessions say with their requests, turns and calls. */
async function checkSessions(writing: Writing, report: Report): Promise<void> {
  const { trx, tenant } = writing;
  for (let after: number | undefined = 0; after !== undefined;) {
    const { last, wrong } = await checkedSessions(writing, after);
    for (const list of keyLists(wrong)) {
      const query = trx.selectFrom('uk_session').select('external_id').where('tenant', '=', tenant.id);
      for (const row of await query.where('id', 'in', list).orderBy('id').execute()) {
        report({ level: 'session', at: row.external_id, detail: 'sums differ from its own requests, turns and calls' });
      }
    }
    after = last;
  }
}

/** Whether it was writing alone that was refused, or names were lost that only writing needs; 42501 is PostgreSQL's code for a right that is lacking. */
export const mayReadAll = (error: UsageError): boolean =>
  error.code === 'store_read_only' ||
  isLostEntry(error) ||
  (error.cause instanceof Error && 'code' in error.cause && error.cause.code === '42501');

/** Compares sessions and all rollups with the ledger. */
export async function storeCheck(writing: Writing): Promise<StoreCheck> {
  const { ctx, trx, tenant } = writing;
  const differences: StoreCheck['differences'] = [];
  let differenceCount = 0;
  const report: Report = (difference) => {
    differenceCount += 1;
    if (differences.length < MAX_DIFFERENCES) differences.push(difference);
  };
  const count = sql<number>`count(*)`.as('n');
  const openHours = trx.selectFrom('uk_hour').select(count).where('tenant', '=', tenant.id);
  const dirtyHours = openHours.where('hour', '>=', hourOf(tenant.sealedBeforeMs));
  const dirtyDays = trx.selectFrom('uk_day').select(count).where('tenant', '=', tenant.id);
  for (const type of await wrongTypes(writing)) {
    // Those of a session's sums are among what differs.
    if (!type.isMade) report({ level: 'L0', at: type.table, detail: typeFault(type), isLost: true });
  }
  const nothing = { hours: 0, days: 0, dirtyHours: 0, dirtyDays: 0, unrolledDimensions: [] };
  if (differenceCount > 0) return { ...nothing, differences, differenceCount };
  const cells = await sealedCells(writing);
  const entries = await wrongEntries(writing, cells);
  for (const entry of entries) {
    const isLost = entry.neededBy !== undefined;
    report({ level: 'L0', at: entry.at, detail: entryFault(entry), ...(isLost && { isLost }) });
  }
  for (const fault of [...(await tenantFaults(writing)), ...(await lostSessions(writing))])
    report({ level: 'L0', ...fault });
  // Rate classes say which cells are of sessions.
  if (entries.every(({ kind }) => kind !== KIND.rateClass)) {
    for (const fault of await sealedFaults(writing, cells)) report({ level: 'L1', ...fault });
  }
  // What refers to them cannot be compared.
  if (differenceCount > 0) return { ...nothing, differences, differenceCount };
  for (const fault of [...(await misnamedSessions(writing)), ...(await misnamedRuns(writing))])
    report({ level: 'L0', ...fault });
  for (const detail of await wrongCounters(writing)) report({ level: 'L0', at: 'uk_tenant', detail });
  await checkSessions(writing, report);
  for (const at of await wrongDimsets(writing)) {
    report({ level: 'L0', at, detail: 'the values of a combination of dimensions are not kept as it says' });
  }
  for (const at of await unlistedDimensions(writing)) {
    report({ level: 'L0', at, detail: 'the dimension is not listed, so that its values are taken for unknown' });
  }
  await checkPlaces(writing, report);
  const hours = await checkHours(writing, report);
  const days = await checkDays(writing, report);
  const dimensions = await storedDimensions(ctx, trx, tenant.id);
  return {
    hours,
    days,
    dirtyHours: Number((await dirtyHours.where('state', '=', ROLLUP_STATE.dirty).executeTakeFirstOrThrow()).n),
    // A block that waits costs speed alone.
    dirtyDays: Number(
      (
        await dirtyDays
          .where('state', '=', ROLLUP_STATE.dirty)
          .where('offset_slots', '<', FIRST_BLOCKS)
          .executeTakeFirstOrThrow()
      ).n,
    ),
    differences,
    differenceCount,
    unrolledDimensions: [...dimensions].flatMap(([name, d]) => (d.rolled ? [] : [{ name, values: d.valueCount }])),
  };
}
