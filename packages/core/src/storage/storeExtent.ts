import { sql } from 'kysely';

import { keptQuery } from './keyedQuery.ts';
import { edgeMs } from './ledgerHours.ts';
import type { StoreContext } from './StoreContext.ts';
import { tenantState } from './tenantState.ts';
import type { StoreExtent } from './UsageStore.ts';

/** From when to when a store has something, and how far it has got. */
export async function extentOf(ctx: StoreContext): Promise<StoreExtent> {
  const tenant = await tenantState(ctx, ctx.db);
  if (!tenant) return { firstMs: null, lastMs: null, latestMs: null, revision: 0, sealedBeforeMs: 0, lateSealed: 0 };
  const times = await keptQuery(ctx.db, 'extent', [tenant.id], (of) => {
    return sql<Record<'first' | 'last' | 'started' | 'begun' | 'called', number | null>>`
      select ${edgeMs(ctx, of, 'uk_request', 'min')} as first, ${edgeMs(ctx, of, 'uk_request', 'max')} as last,
        (select min(started_ms) from ${sql.table('uk_session')} where tenant = ${of} and request_count > 0) as started,
        (select max(started_ms) from ${sql.table('uk_session')} where tenant = ${of}) as begun,
        ${edgeMs(ctx, of, 'uk_tool_call', 'max')} as called`;
  });
  const { first = null, last = null, started = null, begun: begunLast = null, called = null } = times[0] ?? {};
  const latest = [last, begunLast, called].filter((at) => at !== null).map(Number);
  // A session prompted before midnight and answered after it begins a day before its first request.
  const begun = [first, started].filter((at) => at !== null).map(Number);
  return {
    firstMs: begun.length > 0 ? Math.min(...begun) : null,
    lastMs: last === null ? (begun.length > 0 ? Math.max(...begun) : null) : Number(last),
    latestMs: latest.length > 0 ? Math.max(...latest) : null,
    revision: tenant.revision,
    sealedBeforeMs: tenant.sealedBeforeMs,
    lateSealed: tenant.lateSealed,
  };
}
