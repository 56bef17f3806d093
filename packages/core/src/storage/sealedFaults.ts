import { UsageError } from '../errors.ts';
import { HOUR_MS, SLOT_MS, SLOTS_PER_DAY, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { unlistedDimensions } from './checkedNames.ts';
import { FACT_DAYS } from './dayKinds.ts';
import { ROLLUP_STATE } from './dirtyHours.ts';
import { keptDays } from './keptMarginals.ts';
import { BEYOND_REBUILD } from './lostEntry.ts';
import { NO_DIMENSION } from './marginals.ts';
import { CELLS, DAYS, place, width } from './packed/layouts.ts';
import type { PackedRows } from './packed/packedRows.ts';
import { makesSessions, readable, type SealedCells } from './sealedCells.ts';
import { SESSION_TOKENS, sealedSums } from './sessionSums.ts';
import type { Writing } from './StoreContext.ts';
import type { LedgerFault } from './wrongSessions.ts';

const SESSIONS_AT_ONCE = 4000;

const lost = (table: string, fault: string): LedgerFault => ({
  at: table,
  detail: `${fault}: ${BEYOND_REBUILD}`,
  isLost: true,
});

/** Sums of sealed time as columns that sessions and cells both have: requests, tokens, cost in pico-USD, requests and tokens without a price. */
const COLUMNS = 1 + SESSION_TOKENS.length + 3;

/** What all sessions were sealed with. */
async function sessionsSealed({ trx, tenant }: Writing): Promise<{ usage: bigint[]; calls: bigint }> {
  const usage = Array.from({ length: COLUMNS }, () => 0n);
  let calls = 0;
  for (let after = 0, isMore = true; isMore;) {
    const query = trx.selectFrom('uk_session').select(['id', 'sealed']).where('tenant', '=', tenant.id);
    const page = query.where('id', '>', after).where('sealed', 'is not', null).orderBy('id').limit(SESSIONS_AT_ONCE);
    const rows = await page.execute();
    for (const { sealed } of rows) {
      const of = sealedSums(sealed);
      const sums = [BigInt(of.requests), ...of.tokens, of.costPico, BigInt(of.unpricedRequests), of.unpricedTokens];
      for (const [i, sum] of sums.entries()) usage[i] = (usage[i] ?? 0n) + sum;
      calls += of.calls;
    }
    isMore = rows.length === SESSIONS_AT_ONCE;
    after = Number(rows.at(-1)?.id ?? after);
  }
  return { usage, calls: BigInt(calls) };
}

/** Sums of cells in the columns of {@link COLUMNS}. */
function sessionColumns(sums: readonly bigint[]): bigint[] {
  const of = (name: string): bigint => sums[place({ keys: [], sums: CELLS.usage.sums }, name)] ?? 0n;
  const tokens = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning'].map(of);
  return [
    of('requests'),
    ...tokens,
    of('costNano') * 1000n + of('costPico'),
    of('unpricedRequests'),
    of('unpricedTokens'),
  ];
}

/** Local days that are right and lie in sealed time, at any offset. */
async function sealedDays({ trx, tenant }: Writing): Promise<{ offsetSlots: number; day: number }[]> {
  const rows = await trx
    .selectFrom('uk_day')
    .select(['offset_slots', 'day'])
    .where('tenant', '=', tenant.id)
    .where('state', '=', ROLLUP_STATE.clean)
    .where('offset_slots', '<', FACT_DAYS)
    .execute();
  const sealedSlot = (tenant.sealedBeforeMs / HOUR_MS) * SLOTS_PER_HOUR;
  const days = rows.map((row) => ({ offsetSlots: Number(row.offset_slots), day: Number(row.day) }));
  return days.filter(({ offsetSlots, day }) => (day + 1) * SLOTS_PER_DAY - offsetSlots <= sealedSlot);
}

/** Sums of the usage in a day's marginals that makes no sessions. */
function othersOfDay(packed: PackedRows, isOfSessions: (rateClass: number) => boolean): bigint[] {
  const classes = packed.column(place(DAYS.usage, 'rate_class'));
  const columns = DAYS.usage.sums.map((name) => packed.column(place(DAYS.usage, name)));
  const sums = columns.map(() => 0n);
  for (let row = 0; row < packed.rows; row += 1) {
    if (isOfSessions(classes?.[row] ?? 0)) continue;
    for (const [i, column] of columns.entries()) sums[i] = (sums[i] ?? 0n) + BigInt(column?.[row] ?? 0);
  }
  return sums;
}

/**
 * When local days of sealed time begin of which the marginals tell more usage that makes no sessions than the cells: no session tells of it. Marginals that tell less, or
 * cannot be read, are the ones that lost something.
 */
async function lostOthers(writing: Writing, { ofOthers }: SealedCells): Promise<string[]> {
  const { ctx, trx, tenant } = writing;
  const classes = await ctx.dictionaries.rateClasses.all(trx, tenant.id);
  const isOfSessions = (rateClass: number): boolean => makesSessions(classes.get(rateClass));
  const days: string[] = [];
  for (const { offsetSlots, day } of await sealedDays(writing)) {
    const stretch = { offsetSlots, fromDay: day, toDay: day + 1 };
    const [kept] = await keptDays(trx, tenant.id, { family: 'usage', dimension: NO_DIMENSION }, stretch);
    const packed = kept && readable(kept.data, width(DAYS.usage));
    if (!packed) continue;
    const first = day * SLOTS_PER_DAY - offsetSlots;
    const slots = Array.from({ length: SLOTS_PER_DAY }, (_, i) => ofOthers.get(first + i) ?? []);
    const isMore = othersOfDay(packed, isOfSessions).some((sum, i) => {
      return sum > slots.reduce((all, sums) => all + (sums[i] ?? 0n), 0n);
    });
    if (isMore) days.push(new Date(first * SLOT_MS).toISOString());
  }
  return days;
}

/**
 * What was lost of sealed time: cells that cannot be read, and cells that differ from what the sessions were sealed with, or have less than days that were made of
 * them. Cells alone know of that time, so that nothing may be made anew of what is left of them.
 *
 * @throws UsageError `store_unavailable` when what was sealed of a session cannot be read
 */
export async function sealedFaults(writing: Writing, cells: SealedCells): Promise<LedgerFault[]> {
  const { tenant } = writing;
  const unreadable = cells.unreadable.map(({ family, hour }) => {
    const at = new Date(hour * HOUR_MS).toISOString();
    return lost('uk_cell', `the cells of ${family} of the hour ${at}, which is sealed, are damaged`);
  });
  const { usage, calls } = await sessionsSealed(writing);
  if (unreadable.length > 0) return unreadable;
  const differ = (what: string, found: bigint, sealed: bigint): LedgerFault => {
    const [table, less, more] = found < sealed ? ['uk_cell', found, sealed] : ['uk_session', sealed, found];
    return lost(table, `sealed time has ${less} ${what} of ${more}, and the others are lost`);
  };
  const found = sessionColumns(cells.ofSessions);
  const [requests = 0n] = found;
  if (requests !== usage[0]) return [differ('requests', requests, usage[0] ?? 0n)];
  if (found.some((sum, i) => sum !== usage[i])) {
    return [lost('uk_cell', 'cells of sealed time differ from what its sessions were sealed with')];
  }
  if (cells.calls !== calls) return [differ('tool calls', cells.calls, calls)];
  const unlisted = tenant.sealedBeforeMs > 0 ? await unlistedDimensions(writing) : [];
  const dimensions = unlisted.map((name) => {
    return lost(
      'uk_dimension',
      `the dimension ${name} is not listed, and whether cells of sealed time have it is lost`,
    );
  });
  if (dimensions.length > 0) return dimensions;
  const days = await lostOthers(writing, cells);
  return days.map((day) => lost('uk_cell', `cells of the day that begins at ${day}, which is sealed, are lost`));
}

/**
 * Refuses to make anything anew of sealed time that lost something.
 *
 * @throws UsageError `store_unavailable`
 */
export async function assertSealed(writing: Writing, cells: SealedCells): Promise<void> {
  const [first, ...others] = await sealedFaults(writing, cells);
  if (!first) return;
  const more = others.length > 0 ? `, one of ${others.length + 1} such faults` : '';
  throw new UsageError('store_unavailable', `in the table ${first.at} ${first.detail}${more}`);
}
