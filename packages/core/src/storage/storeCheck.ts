import { sql } from 'kysely';

import { type CacheRows, cellRows, cellsWithin } from './cells.ts';
import { dayRows, daysWithin } from './dayMarginals.ts';
import { hasReducedDimsets, marginalDimensions, runs } from './drain.ts';
import { hourOf, ROLLUP_STATE } from './dirtyHours.ts';
import { storedDimensions } from './dimsets.ts';
import { SESSION_TOKENS, sessionSums } from './sessionSums.ts';
import type { Writing } from './StoreContext.ts';
import type { StoreCheck } from './UsageStore.ts';

const MAX_DIFFERENCES = 100;
const HOURS_AT_ONCE = 24 * 31;
const DAYS_AT_ONCE = 31;
const SESSIONS_AT_ONCE = 1000;

type Report = (difference: StoreCheck['differences'][number], count?: number) => void;

/** How many rows of a cache are not as the level below says, wrong and missing ones. */
async function wrongRows({ trx }: Writing, rows: CacheRows, stored: ReturnType<typeof sql>): Promise<number> {
  const select = sql`select ${rows.columns} from ${sql.table(rows.table)} where ${stored}`;
  const { rows: found } = await sql<{ n: number }>`
    select
      (select count(*) from (${rows.select} except ${select}) as missing) +
      (select count(*) from (${select} except ${rows.select}) as wrong) as n`.execute(trx);
  return Number(found[0]?.n ?? 0);
}

async function checkHours(writing: Writing, report: Report): Promise<number> {
  const { trx, tenant } = writing;
  const rows = await trx
    .selectFrom('uk_hour')
    .select('hour')
    .where('tenant', '=', tenant.id)
    .where('state', '=', ROLLUP_STATE.clean)
    .where('hour', '>=', hourOf(tenant.sealedBeforeMs))
    .orderBy('hour')
    .execute();
  const hours = rows.map((row) => Number(row.hour));
  const mapped = await hasReducedDimsets(writing);
  for (const [fromHour, toHour] of runs(hours, HOURS_AT_ONCE)) {
    for (const cells of cellRows(tenant.id, { fromHour, toHour }, mapped)) {
      const n = await wrongRows(writing, cells, cellsWithin(tenant.id, { fromHour, toHour }));
      const at = `${new Date(fromHour * 3_600_000).toISOString()} to ${new Date(toHour * 3_600_000).toISOString()}`;
      if (n > 0) report({ level: 'L1', at, detail: `${n} rows of ${cells.table} differ from the ledger` }, n);
    }
  }
  return hours.length;
}

async function checkDays(writing: Writing, report: Report): Promise<number> {
  const { trx, tenant } = writing;
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
      const byTable = Map.groupBy(dayRows(tenant.id, stretch, dimensions), (marginals) => marginals.table);
      for (const [table, marginals] of byTable) {
        const [first] = marginals;
        if (!first) continue;
        const select = sql.join(
          marginals.map((m) => m.select),
          sql` union all `,
        );
        const n = await wrongRows(
          writing,
          { ...first, select: sql`select * from (${select}) as expected` },
          daysWithin(tenant.id, stretch, dimensions, table),
        );
        const name = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
        const at = `${name(fromDay)} to ${name(toDay - 1)}, offset ${offsetSlots * 15} min`;
        if (n > 0) report({ level: 'L2', at, detail: `${n} rows of ${table} differ from the cells and sessions` }, n);
      }
    }
  }
  return rows.length;
}

/** Compares what the rows of sessions say with their requests, turns and calls. */
async function checkSessions(writing: Writing, report: Report): Promise<void> {
  const { ctx, trx, tenant } = writing;
  for (let after = 0; ;) {
    const rows = await trx
      .selectFrom('uk_session')
      .select(['id', 'external_id', 'request_count', 'tool_count', 'turn_count', 'started_ms', 'sealed', 'cost_pico'])
      .select(SESSION_TOKENS.map((name) => ctx.traits.integerText(sql.ref(name)).as(name)))
      .select(ctx.traits.integerText(sql.ref('cost_nano')).as('cost_nano'))
      .where('tenant', '=', tenant.id)
      .where('id', '>', after)
      .orderBy('id')
      .limit(SESSIONS_AT_ONCE)
      .execute();
    if (rows.length === 0) return;
    after = Number(rows.at(-1)?.id);
    const sums = await sessionSums(writing, new Map(rows.map((row) => [Number(row.id), row.sealed])));
    for (const row of rows) {
      const own = sums.get(Number(row.id));
      if (!own) continue;
      const stored = [
        row.request_count,
        row.tool_count,
        row.turn_count,
        row.started_ms ?? -1,
        row.cost_nano ?? -1,
        row.cost_pico,
      ];
      const expected = [
        own.requests,
        own.calls,
        own.turns,
        Number.isFinite(own.startedMs) ? own.startedMs : -1,
        own.priced ? own.costPico / 1000n : -1,
        own.costPico % 1000n,
      ];
      const same =
        stored.every((value, i) => String(value) === String(expected[i])) &&
        SESSION_TOKENS.every((name, i) => String(row[name]) === String(own.tokens[i]));
      if (!same) {
        report({ level: 'session', at: row.external_id, detail: 'sums differ from its own requests, turns and calls' });
      }
    }
  }
}

/** Compares sessions and all rollups with the ledger. */
export async function storeCheck(writing: Writing): Promise<StoreCheck> {
  const { ctx, trx, tenant } = writing;
  const differences: StoreCheck['differences'] = [];
  let differenceCount = 0;
  const report: Report = (difference, count = 1) => {
    differenceCount += count;
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
