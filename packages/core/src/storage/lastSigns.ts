import { sql } from 'kysely';

import { assertRollupNames } from '../metrics/rollup.ts';
import type { ZoneSegment } from '../model/Rollup.ts';
import { factScan, type SessionFilter } from './factScan.ts';
import { rowsOfKeys } from './keyedQuery.ts';
import type { Integers } from './packed/GroupFold.ts';
import { sessionsSql } from './sessionList.ts';
import type { StoreContext, Trx } from './StoreContext.ts';
import { tenantState } from './tenantState.ts';

/** Sessions that are looked up one by one; of more than these a stretch of time is read whole. */
const MAX_KEYS = 5000;

type SignQuery = SessionFilter & { segments: readonly ZoneSegment[] };

/** Last signs of the sessions of a stretch of time, read from the sessions. */
async function ofStretch(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: SignQuery,
  segment: ZoneSegment,
): Promise<number[]> {
  const found = await sessionsSql(ctx, trx, tenant, { ...query, segments: [segment] });
  const { rows } = await sql<{ last: number }>`select s.last_ms as last ${found}`.execute(trx);
  return rows.map(({ last }) => Number(last));
}

/** When each session of a query was last heard of, ms: which sessions those are, their facts say where they are kept. */
export async function lastSigns(ctx: StoreContext, query: SignQuery): Promise<number[]> {
  assertRollupNames({ family: 'sessions', by: [], where: query.where ?? {} }, ctx.declared.dimensions);
  return ctx.snapshot(async (trx) => {
    const tenant = (await tenantState(ctx, trx))?.id ?? -1;
    const scan = await factScan(ctx, trx, tenant, query);
    const ids: number[] = [];
    const add = (rows: Int32Array, [sessions]: readonly Integers[]): void => {
      for (const row of rows) ids.push(sessions?.[row] ?? 0);
    };
    await scan.read([{ names: ['session'], add }]);
    const signs: number[] = [];
    const stretches = ids.length > MAX_KEYS ? query.segments : scan.rest;
    for (const stretch of stretches) signs.push(...(await ofStretch(ctx, trx, tenant, query, stretch)));
    if (ids.length > MAX_KEYS) return signs;
    const rows = await rowsOfKeys({ trx, tenant }, 'last signs', ids, (of, list) =>
      trx
        .selectFrom('uk_session')
        .select('last_ms')
        .where(ctx.traits.keyIn({ tenant: of }, 'id', list)),
    );
    for (const row of rows) signs.push(Number(row.last_ms));
    return signs;
  });
}
