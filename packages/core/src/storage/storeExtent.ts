import { sql } from 'kysely';

import { HOUR_MS } from '../model/timeSlot.ts';
import { CELL_FAMILIES } from './cells.ts';
import { hourOf } from './dirtyHours.ts';
import { keptQuery } from './keyedQuery.ts';
import { edgeMs } from './ledgerHours.ts';
import { CELLS, PACKED, width } from './packed/layouts.ts';
import { emptyRows } from './packed/packedRows.ts';
import { once } from './remembered.ts';
import type { StoreContext, TenantState, Trx } from './StoreContext.ts';
import { tenantState } from './tenantState.ts';
import type { StoreExtent } from './UsageStore.ts';

/** Hours of sealed time that have cells of a family, as times. */
type SealedHours = Partial<Record<'usage' | 'tools', { firstMs: number; lastMs: number }>>;

/** What is known of sealed time, whose rows are gone: the hours that have cells. */
async function sealedExtent(trx: Trx, { id, sealedBeforeMs }: TenantState): Promise<SealedHours> {
  const found: SealedHours = {};
  for (const family of CELL_FAMILIES) {
    const values = [id, PACKED.code(family), hourOf(sealedBeforeMs), emptyRows(width(CELLS[family])).length] as const;
    // From either end on: between them lie as many hours as there are.
    const rows = await keptQuery(trx, 'sealed hours', values, (of, code, before, empty) => {
      const hour = (order: string) => sql`(select hour from ${sql.table('uk_cell')}
        where tenant = ${of} and family = ${code} and hour < ${before} and length(data) > ${empty}
        order by hour ${sql.raw(order)} limit 1)`;
      return sql<{
        first: number | null;
        last: number | null;
      }>`select ${hour('asc')} as first, ${hour('desc')} as last`;
    });
    const { first = null, last = null } = rows[0] ?? {};
    if (first === null || last === null) continue;
    found[family] = { firstMs: Number(first) * HOUR_MS, lastMs: (Number(last) + 1) * HOUR_MS - 1 };
  }
  return found;
}

/** Times of what is there, ms; `null` without any. */
export type Times = Pick<StoreExtent, 'firstMs' | 'lastMs' | 'earliestMs' | 'latestMs'>;

/** Times of what a tenant has. */
export function timesOf(ctx: StoreContext, trx: Trx, tenant: TenantState): Promise<Times> {
  return once(trx, `times ${tenant.id}`, () => readTimes(ctx, trx, tenant));
}

/** The outermost of times, of which a driver may read those as text. */
const edgeOf = (edge: typeof Math.min, times: readonly (number | null | undefined)[]): number | null => {
  const known = times.filter((at) => at !== null && at !== undefined).map(Number);
  return known.length > 0 ? edge(...known) : null;
};

async function readTimes(ctx: StoreContext, trx: Trx, tenant: TenantState): Promise<Times> {
  const times = await keptQuery(trx, 'extent', [tenant.id], (of) => {
    return sql<Record<'first' | 'last' | 'started' | 'begun' | 'called' | 'calling', number | null>>`
      select ${edgeMs(ctx, of, 'uk_request', 'min')} as first, ${edgeMs(ctx, of, 'uk_request', 'max')} as last,
        (select min(started_ms) from ${sql.table('uk_session')} where tenant = ${of} and request_count > 0) as started,
        (select max(started_ms) from ${sql.table('uk_session')} where tenant = ${of} and request_count > 0) as begun,
        ${edgeMs(ctx, of, 'uk_tool_call', 'max')} as called, ${edgeMs(ctx, of, 'uk_tool_call', 'min')} as calling`;
  });
  const { first = null, last = null, started = null, begun = null, called = null, calling = null } = times[0] ?? {};
  const { usage, tools } = tenant.sealedBeforeMs > 0 ? await sealedExtent(trx, tenant) : {};
  // A session prompted before midnight and answered after it begins a day before its first request.
  const firstMs = edgeOf(Math.min, [first, started, usage?.firstMs]);
  return {
    firstMs,
    lastMs: edgeOf(Math.max, [last ?? usage?.lastMs ?? started]),
    earliestMs: edgeOf(Math.min, [firstMs, calling, tools?.firstMs]),
    latestMs: edgeOf(Math.max, [last, begun, called, usage?.lastMs, tools?.lastMs]),
  };
}

const NOTHING: StoreExtent = {
  firstMs: null,
  lastMs: null,
  earliestMs: null,
  latestMs: null,
  revision: 0,
  sealedBeforeMs: 0,
  lateSealed: 0,
};

/** From when to when a store has something, and how far it has got. */
export async function extentOf(ctx: StoreContext): Promise<StoreExtent> {
  const tenant = await tenantState(ctx, ctx.db);
  if (!tenant) return NOTHING;
  const { revision, sealedBeforeMs, lateSealed } = tenant;
  return { ...(await timesOf(ctx, ctx.db, tenant)), revision, sealedBeforeMs, lateSealed };
}
