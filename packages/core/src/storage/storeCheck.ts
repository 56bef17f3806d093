import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { CELL_FAMILIES, cellHours, keptCells } from './cells.ts';
import { checkedSessions } from './checkedSessions.ts';
import { dayMarginals, keptDays } from './dayMarginals.ts';
import { marginalDimensions, runs } from './drain.ts';
import { HOUR_MS, hourOf, ROLLUP_STATE } from './dirtyHours.ts';
import { storedDimensions } from './dimsets.ts';
import { TIMED_TABLES } from './ledgerHours.ts';
import { CELLS, DAYS, width } from './packed/layouts.ts';
import { isKept } from './packed/packedRows.ts';
import { keyLists, type Writing } from './StoreContext.ts';
import type { StoreCheck } from './UsageStore.ts';

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
    const expected = await cellHours(ctx, trx, tenant.id, stretch);
    for (const family of CELL_FAMILIES) {
      const kept = await keptCells(trx, tenant.id, family, stretch);
      const stored = new Map(kept.map(({ hour, data }) => [hour, data]));
      for (const { hour, data } of expected.filter((cell) => cell.family === family)) {
        if (isKept(stored.get(hour), data, width(CELLS[family]))) continue;
        const at = new Date(hour * 3_600_000).toISOString();
        report({ level: 'L1', at, detail: `cells of ${family} differ from the ledger` });
      }
    }
  }
  return hours.length;
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
  const dimensions = await marginalDimensions(writing);
  for (const [offsetSlots, days] of Map.groupBy(rows, (row) => Number(row.offset_slots))) {
    const numbers = days.map((row) => Number(row.day));
    for (const [fromDay, toDay] of runs(numbers, DAYS_AT_ONCE)) {
      const stretch = { offsetSlots, fromDay, toDay };
      const expected = await dayMarginals(ctx, trx, tenant.id, stretch, dimensions).catch((error: unknown) => {
        // Cells that cannot be read have been reported.
        if (error instanceof UsageError && error.code === 'store_unavailable') return [];
        throw error;
      });
      for (const marginals of Map.groupBy(expected, (m) => `${m.family} ${m.dimension}`).values()) {
        const [first] = marginals;
        if (!first) continue;
        const kept = await keptDays(trx, tenant.id, first, stretch);
        const stored = new Map(kept.map(({ day, data }) => [day, data]));
        for (const { day, data, family } of marginals) {
          if (isKept(stored.get(day), data, width(DAYS[family]))) continue;
          const at = `${new Date(day * 86_400_000).toISOString().slice(0, 10)}, offset ${offsetSlots * 15} min`;
          report({ level: 'L2', at, detail: `marginals of ${family} differ from the cells and sessions` });
        }
      }
    }
  }
  return rows.length;
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

/** Compares sessions and all rollups with the ledger. */
export async function storeCheck(writing: Writing): Promise<StoreCheck> {
  const { ctx, trx, tenant } = writing;
  const differences: StoreCheck['differences'] = [];
  let differenceCount = 0;
  const report: Report = (difference) => {
    differenceCount += 1;
    if (differences.length < MAX_DIFFERENCES) differences.push(difference);
  };
  const dirty = async (table: 'uk_hour' | 'uk_day'): Promise<number> => {
    const query = trx
      .selectFrom(table)
      .select(sql<number>`count(*)`.as('n'))
      .where('tenant', '=', tenant.id);
    return Number((await query.where('state', '=', ROLLUP_STATE.dirty).executeTakeFirstOrThrow()).n);
  };
  await checkSessions(writing, report);
  await checkPlaces(writing, report);
  const hours = await checkHours(writing, report);
  const days = await checkDays(writing, report);
  const dimensions = await storedDimensions(ctx, trx, tenant.id);
  return {
    hours,
    days,
    dirtyHours: await dirty('uk_hour'),
    dirtyDays: await dirty('uk_day'),
    differences,
    differenceCount,
    unrolledDimensions: [...dimensions].flatMap(([name, d]) => (d.rolled ? [] : [{ name, values: d.valueCount }])),
  };
}
