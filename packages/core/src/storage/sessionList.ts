import { type RawBuilder, sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { assertRollupNames } from '../metrics/rollup.ts';
import { usdOfNano } from '../metrics/usdOfNano.ts';
import type { SessionSummary } from '../model/SessionSummary.ts';
import { timeSlot } from '../model/timeSlot.ts';
import { STATUS } from './codes.ts';
import { roundedNano } from './decode.ts';
import { rollupAttributes } from './rollupAttributes.ts';
import { keyLists, type SessionDims, type StoreContext } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { originalText } from './storedText.ts';
import type { StoredSessionQuery } from './UsageStore.ts';

const ORDER = {
  cost: 'coalesce(s.cost_nano, -1)',
  tokens: 's.input + s.output + s.cache_read + s.cache_w5m + s.cache_w1h',
  date: 's.started_ms',
  duration: 's.last_ms - s.started_ms',
} as const;

interface SessionRow {
  external_id: string;
  dimset: number;
  model_set: number;
  model: number;
  status: number;
  started_ms: number;
  last_ms: number;
  engaged_ms: number;
  request_count: number;
  turn_count: number;
  tool_count: number;
  input: number;
  output: number;
  cache_read: number;
  cache_w5m: number;
  cache_w1h: number;
  cost_nano: string | null;
  cost_pico: number;
  unpriced_requests: number;
}

/** Conditions that hold for every session a query is about, beside the tenant. */
export async function sessionConditions(
  ctx: StoreContext,
  trx: Parameters<typeof rollupAttributes>[1],
  query: Pick<StoredSessionQuery, 'segments' | 'where' | 'hideFailed'>,
): Promise<RawBuilder<unknown>> {
  assertRollupNames({ family: 'sessions', by: [], ...(query.where && { where: query.where }) });
  const tenant = await ctx.tenant(trx);
  const { conditions } = await rollupAttributes(ctx, trx, {
    family: 'sessions',
    by: [],
    ...(query.where && { where: query.where }),
    ...(query.hideFailed && { hideFailed: true }),
  });
  const all = [sql`s.tenant = ${tenant}`, sql`s.request_count > 0`, ...conditions];
  const first = query.segments?.[0];
  const last = query.segments?.at(-1);
  if (first && last) {
    all.push(sql`s.start_slot >= ${timeSlot(first.startMs)} and s.start_slot <= ${timeSlot(last.endMs - 1)}
      and s.started_ms >= ${first.startMs} and s.started_ms < ${last.endMs}`);
  }
  return sql.join(all, sql` and `);
}

const usdOf = (nano: bigint | null): number | null => (nano === null ? null : usdOfNano(nano));

function summary(ctx: StoreContext, row: SessionRow): SessionSummary {
  const { project, source } = ctx.dimsets.value(Number(row.dimset)) as SessionDims;
  const [startedMs, lastMs] = [Number(row.started_ms), Number(row.last_ms)];
  return {
    id: originalText(row.external_id),
    source,
    project,
    model: ctx.names.value(Number(row.model)),
    models: ctx.dimsets.value(Number(row.model_set)) as string[],
    status: STATUS.word(Number(row.status)),
    startedAt: new Date(startedMs).toISOString(),
    lastAt: new Date(lastMs).toISOString(),
    durationMinutes: (lastMs - startedMs) / 60_000,
    engagedMinutes: Number(row.engaged_ms) / 60_000,
    requests: Number(row.request_count),
    turns: Number(row.turn_count),
    toolCalls: Number(row.tool_count),
    inputTokens: Number(row.input),
    outputTokens: Number(row.output),
    cacheReadTokens: Number(row.cache_read),
    cacheWriteTokens: Number(row.cache_w5m) + Number(row.cache_w1h),
    costUsd: usdOf(roundedNano(row.cost_nano, Number(row.cost_pico))),
    unpricedRequests: Number(row.unpriced_requests),
  };
}

/** One page of sessions; equal sort values are ordered by key, so that pages never overlap. */
export async function sessionList(
  ctx: StoreContext,
  query: StoredSessionQuery,
): Promise<{ sessions: SessionSummary[]; total: number }> {
  const order = ORDER[query.sortBy];
  if (!order) throw new UsageError('invalid_argument', `cannot sort sessions by '${String(query.sortBy)}'`);
  const direction = query.sortOrder === 'asc' ? sql`asc` : sql`desc`;
  return ctx.traits.snapshot(ctx.db, async (trx) => {
    const conditions = await sessionConditions(ctx, trx, query);
    const count = await sql<{ n: number }>`select count(*) as n from uk_session as s where ${conditions}`.execute(trx);
    const { rows } = await sql<SessionRow>`
      select s.external_id, s.dimset, s.model_set, s.model, s.status, s.started_ms, s.last_ms, s.engaged_ms, s.request_count,
        s.turn_count, s.tool_count, s.input, s.output, s.cache_read, s.cache_w5m, s.cache_w1h,
        ${ctx.traits.integerText(sql.raw('s.cost_nano'))} as cost_nano, s.cost_pico, s.unpriced_requests
      from uk_session as s where ${conditions}
      order by ${sql.raw(order)} ${direction}, s.cost_pico ${direction}, s.session_key ${direction}
      limit ${query.limit} offset ${query.offset}`.execute(trx);
    return { sessions: rows.map((row) => summary(ctx, row)), total: Number(count.rows[0]?.n ?? 0) };
  });
}

/** Cost in nano-USD of each session that started in the segments, `null` when nothing of it has a price. */
export async function sessionCosts(
  ctx: StoreContext,
  query: Pick<StoredSessionQuery, 'segments' | 'where' | 'hideFailed'>,
): Promise<(number | null)[]> {
  return ctx.traits.snapshot(ctx.db, async (trx) => {
    const conditions = await sessionConditions(ctx, trx, query);
    const { rows } = await sql<{ cost: string | null; pico: number }>`
      select ${ctx.traits.integerText(sql.raw('s.cost_nano'))} as cost, s.cost_pico as pico from uk_session as s where ${conditions}`.execute(
      trx,
    );
    return rows.map((row) => (row.cost === null ? null : Number(roundedNano(row.cost, Number(row.pico)))));
  });
}

/** How many of these sessions of a source have a request of their own. */
export async function sessionCount(ctx: StoreContext, source: string, ids: readonly string[]): Promise<number> {
  const tenant = await ctx.tenant(ctx.db);
  let count = 0;
  for (const list of keyLists([...new Set(ids.map((id) => storedKey(source, id)))])) {
    const query = ctx.db.selectFrom('uk_session').select(sql<number>`count(*)`.as('n'));
    const found = query.where('tenant', '=', tenant).where('session_key', 'in', list).where('request_count', '>', 0);
    count += Number((await found.executeTakeFirstOrThrow()).n);
  }
  return count;
}
