import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { assertRollupNames } from '../metrics/rollup.ts';
import type { ZoneSegment } from '../model/Rollup.ts';
import type { SessionFilter } from './factScan.ts';
import { inSegments } from './inSegments.ts';
import { sessionsSql } from './sessionList.ts';
import { keyLists, type StoreContext } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { tenantState } from './tenantState.ts';

/** How many sessions made a request in the segments. */
export async function activeSessions(
  ctx: StoreContext,
  query: SessionFilter & { segments: readonly ZoneSegment[] },
): Promise<number> {
  const { segments, ...filter } = query;
  assertRollupNames({ family: 'sessions', by: [], where: filter.where ?? {} }, ctx.declared.dimensions);
  return ctx.snapshot(async (trx) => {
    const tenant = await tenantState(ctx, trx);
    const [first, last] = [segments[0], segments.at(-1)];
    if (!tenant || !first || !last) return 0;
    if (first.startMs < tenant.sealedBeforeMs) {
      const sealed = new Date(tenant.sealedBeforeMs).toISOString();
      const fault = `the requests of time before ${sealed} are sealed: who was active then is not known`;
      throw new UsageError('detail_sealed', `${fault}. Ask for time from there on`);
    }
    const asked = sql`and s.started_ms < ${last.endMs} and s.last_ms >= ${first.startMs} and exists (
      select 1 from ${sql.table('uk_request')} as r where r.tenant = s.tenant and r.session = s.id
        and ${inSegments(ctx, 'r.at_ms', segments)})`;
    const found = await sessionsSql(ctx, trx, tenant.id, filter, asked);
    const count = await sql<{ n: number }>`select count(*) as n ${found}`.execute(trx);
    return Number(count.rows[0]?.n ?? 0);
  });
}

/** How many of these sessions of a source have a request of their own. */
export async function sessionCount(ctx: StoreContext, source: string, ids: readonly string[]): Promise<number> {
  const tenant = (await tenantState(ctx, ctx.db))?.id ?? -1;
  let count = 0;
  for (const list of keyLists([...new Set(ids.map((id) => storedKey(source, id)))])) {
    const query = ctx.db.selectFrom('uk_session').select(sql<number>`count(*)`.as('n'));
    const found = query.where(ctx.traits.keyIn({ tenant }, 'session_key', list)).where('request_count', '>', 0);
    count += Number((await found.executeTakeFirstOrThrow()).n);
  }
  return count;
}
