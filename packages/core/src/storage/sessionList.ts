import { type RawBuilder, sql } from 'kysely';

import { assertRollupNames } from '../metrics/rollup.ts';
import { safeNumber } from '../metrics/safeNumber.ts';
import { usdOfNano } from '../metrics/usdOfNano.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import type { SessionSummary } from '../model/SessionSummary.ts';
import { MINUTE_MS } from '../model/timeSlot.ts';
import { FLAG, STATUS } from './codes.ts';
import { dimensionValues } from './dimsets.ts';
import { roundedNano } from './decode.ts';
import { CacheStates, coverageFor } from './coverage.ts';
import { keptQuery } from './keyedQuery.ts';
import { modelsOf } from './lostEntry.ts';
import { joined, plan, type RollupPiece } from './plan.ts';
import { Dearest, dearestOfDays } from './dearest.ts';
import { factScan, type SessionFilter } from './factScan.ts';
import { rollupRowsIn } from './rollupRows.ts';
import { attributesOf, filterOf, joinsOf } from './rollupAttributes.ts';
import { assertSums, COLUMNS, type SessionRow, sumsSql } from './sessionColumns.ts';
import { TOP_PLACES } from './sessionMarginals.ts';
import { inSegments } from './inSegments.ts';
import { keyLists, type StoreContext, type Trx } from './StoreContext.ts';
import { originalText } from './storedText.ts';
import { tenantState } from './tenantState.ts';
import type { StoredSessionQuery } from './UsageStore.ts';

/** Stretches of time that only the sessions tell of, beyond which one statement over all of them is better. */
const MAX_STRETCHES = 8;
/** Sessions beyond which a page is not looked for among the dearest. */
const MAX_PLACES = 500;

const ORDER = {
  cost: 'coalesce(s.cost_nano, -1)',
  tokens: 's.input + s.output + s.cache_read + s.cache_w5m + s.cache_w1h',
  date: 's.started_ms',
  duration: 's.last_ms - s.started_ms',
} as const;

/** What of the sessions a query is about, as `from … where …`. */
export async function sessionsSql(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: SessionFilter & Pick<StoredSessionQuery, 'segments'>,
  among: RawBuilder<unknown> = sql``,
): Promise<RawBuilder<unknown>> {
  const { segments, where = {}, hideFailed, includeReset } = query;
  assertRollupNames({ family: 'sessions', by: [], where }, ctx.declared.dimensions);
  const filter = await filterOf(where, await attributesOf(ctx, trx, tenant, 'sessions', where));
  const all = [sql`s.tenant = ${tenant}`, sql`s.request_count > 0`, ...filter.conditions];
  if (hideFailed) all.push(sql`s.status <> ${STATUS.code('failed')}`);
  if (!includeReset) all.push(sql`s.flag < ${FLAG.reset}`);
  if (segments) all.push(inSegments(ctx, 's.started_ms', segments));
  const joins = joinsOf(filter.columns);
  return sql`from ${sql.table('uk_session')} as s ${joins} where ${sql.join(all, sql` and `)} ${among}`;
}

const usdOf = (nano: bigint | null): number | null => (nano === null ? null : usdOfNano(nano));

/** Names behind the integers of a page. */
interface PageNames {
  dims: ReadonlyMap<number, string>;
  sets: ReadonlyMap<number, string>;
  names: ReadonlyMap<number, string>;
}

function summary({ dims, sets, names }: PageNames, row: SessionRow): SessionSummary {
  const { project = '', source = '', ...dimensions } = dimensionValues(dims.get(Number(row.dimset)) ?? '');
  const [startedMs, lastMs] = [Number(row.started_ms), Number(row.last_ms)];
  assertSums(row);
  return {
    id: originalText(row.external_id),
    source,
    project,
    model: names.get(Number(row.model)) ?? '',
    models: modelsOf(sets.get(Number(row.model_set)) ?? ''),
    ...(Object.keys(dimensions).length > 0 && { dimensions }),
    status: STATUS.word(Number(row.status)),
    startedAt: new Date(startedMs).toISOString(),
    lastAt: new Date(lastMs).toISOString(),
    durationMinutes: (lastMs - startedMs) / MINUTE_MS,
    engagedMinutes: Number(row.engaged_ms) / MINUTE_MS,
    apiMinutes: row.api_ms === null ? null : Number(row.api_ms) / MINUTE_MS,
    requests: Number(row.request_count),
    turns: Number(row.turn_count),
    toolCalls: Number(row.tool_count),
    inputTokens: safeNumber(BigInt(row.input)),
    outputTokens: safeNumber(BigInt(row.output)),
    cacheReadTokens: safeNumber(BigInt(row.cache_read)),
    cacheWriteTokens: safeNumber(BigInt(row.cache_w5m) + BigInt(row.cache_w1h)),
    costUsd: usdOf(roundedNano(row.cost_nano, Number(row.cost_pico))),
    unpricedRequests: Number(row.unpriced_requests),
  };
}

/** How many sessions a query is about; of a stretch of time by the rollups. */
async function sessionTotal(ctx: StoreContext, trx: Trx, tenant: number, query: StoredSessionQuery): Promise<number> {
  const { segments, where, hideFailed, includeReset } = query;
  if (!segments) {
    const found = await sessionsSql(ctx, trx, tenant, query);
    const count = await sql<{ n: number }>`select count(*) as n ${found}`.execute(trx);
    return Number(count.rows[0]?.n ?? 0);
  }
  const asked: RollupQuery = {
    family: 'sessions',
    segments,
    bucket: 'total',
    by: [],
    measures: ['sessions'],
    ...(where && { where }),
    ...(hideFailed && { hideFailed }),
    ...(includeReset && { includeReset }),
  };
  const [answer] = await rollupRowsIn(ctx, trx, [asked]);
  return Number(answer?.rows[0]?.measures.sessions ?? 0n);
}

/** The sessions that can be on a page, where the dearest of each day are kept and the page is among them. `undefined` = all can. */
async function topCandidates(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: StoredSessionQuery,
): Promise<number[] | undefined> {
  const { segments, sortBy, sortOrder, limit, offset, where = {}, hideFailed, includeReset } = query;
  const places = limit + offset;
  if (!segments || sortBy !== 'cost' || sortOrder !== 'desc' || places < 1 || places > MAX_PLACES) return undefined;
  const filter = { where, ...(hideFailed && { hideFailed }), ...(includeReset && { includeReset }) };
  const isWhole = Object.keys(where).length === 0 && !hideFailed && !includeReset && places <= TOP_PLACES;
  // Of whole days the dearest are known; of other stretches they are found among the facts, and in the sessions where there are none.
  const can = { cells: false, days: isWhole, otherDays: isWhole };
  const states = new CacheStates(trx, tenant);
  const whole = joined(segments);
  const pieces = plan(whole, await coverageFor(trx, tenant, 'sessions', whole, can, states));
  const others = pieces.filter((p) => p.level === 'L0');
  const scan = await factScan(ctx, trx, tenant, { ...filter, segments: others }, states);
  const { rest } = scan;
  if (rest.length > MAX_STRETCHES) return undefined;
  const ofDays = isWhole ? await dearestOfDays(trx, tenant, pieces, places, states) : [];
  const dearest = new Dearest(places);
  await scan.read([dearest]);
  const ofFacts = dearest.ids();
  if (!ofDays || !ofFacts) return undefined;
  return [...ofDays, ...ofFacts, ...(await dearestOfRest(ctx, trx, tenant, { ...query, limit: places }, rest))];
}

/** The dearest sessions of stretches of time, asked of them themselves. */
async function dearestOfRest(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: StoredSessionQuery,
  rest: readonly RollupPiece[],
): Promise<number[]> {
  const ids: number[] = [];
  for (const piece of rest) {
    const found = await sessionsSql(ctx, trx, tenant, { ...query, segments: [piece] });
    const { rows } = await sql<{ id: number }>`
      select s.id as id ${found} order by ${orderOf(query)} limit ${query.limit}`.execute(trx);
    ids.push(...rows.map((row) => Number(row.id)));
  }
  return ids;
}

function orderOf({ sortBy, sortOrder }: Pick<StoredSessionQuery, 'sortBy' | 'sortOrder'>): RawBuilder<unknown> {
  const direction = sql.raw(sortOrder === 'asc' ? 'asc' : 'desc');
  // Of costs that are equal in whole nano-USD, the rest of them; else the key alone.
  const rest = sortBy === 'cost' ? sql`, s.cost_pico ${direction}` : sql``;
  return sql`${sql.raw(ORDER[sortBy])} ${direction}${rest}, s.session_key ${direction}`;
}

/** Rows of a page. */
const pageSql = (
  ctx: StoreContext,
  query: StoredSessionQuery,
  found: RawBuilder<unknown>,
  limit: number,
  offset: number,
) =>
  sql<SessionRow>`
    select ${sql.raw(COLUMNS)}, ${sql.join(sumsSql(ctx))} ${found}
    order by ${orderOf(query)} limit ${limit} offset ${offset}`;

/** The page of a query among sessions that are known by their ids. */
async function pageAmong(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: StoredSessionQuery,
  ids: readonly number[],
): Promise<SessionSummary[]> {
  if (ids.length === 0) return [];
  const { includeReset = false, sortBy, sortOrder, limit, offset } = query;
  const keys = keyLists(ids).flat();
  const values: [number, number, number, ...number[]] = [tenant, limit, offset, ...keys];
  const name = `page of ${keys.length} by ${sortBy} ${sortOrder} ${includeReset}`;
  const rows = await keptQuery<SessionRow, typeof values>(trx, name, values, (owner, most, from, ...among) => {
    const reset = includeReset ? sql`` : sql`and s.flag < ${sql.lit(FLAG.reset)}`;
    const found = sql`from ${sql.table('uk_session')} as s where s.tenant = ${owner} and s.request_count > 0 ${reset}
      and ${ctx.traits.keyIn({ tenant: owner }, 'id', among)}`;
    return pageSql(ctx, query, found, most, from);
  });
  return summaries(ctx, trx, tenant, rows);
}

/** The page of a query. */
async function page(ctx: StoreContext, trx: Trx, tenant: number, query: StoredSessionQuery): Promise<SessionSummary[]> {
  const ids = await topCandidates(ctx, trx, tenant, query);
  if (ids) return pageAmong(ctx, trx, tenant, query, ids);
  const found = await sessionsSql(ctx, trx, tenant, query);
  return summaries(ctx, trx, tenant, (await pageSql(ctx, query, found, query.limit, query.offset).execute(trx)).rows);
}

/**
 * One page of sessions; equal sort values are ordered by key, so that pages never overlap.
 *
 * @throws UsageError `unsafe_integer` when a figure of one is beyond 2⁵³ − 1
 */
export async function sessionList(
  ctx: StoreContext,
  query: StoredSessionQuery,
): Promise<{ sessions: SessionSummary[]; total: number }> {
  orderOf(query);
  return ctx.snapshot(async (trx) => {
    const tenant = (await tenantState(ctx, trx))?.id ?? -1;
    const sessions = await page(ctx, trx, tenant, query);
    const total = query.counted === false ? sessions.length : await sessionTotal(ctx, trx, tenant, query);
    return { sessions, total };
  });
}

/**
 * Rows with their names.
 *
 * @throws UsageError `unsafe_integer`
 */
async function summaries(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  rows: readonly SessionRow[],
): Promise<SessionSummary[]> {
  const ids = (column: 'dimset' | 'model_set' | 'model') => rows.map((row) => Number(row[column]));
  const of: PageNames = {
    dims: await ctx.dictionaries.dimsets.texts(trx, tenant, ids('dimset')),
    sets: await ctx.dictionaries.modelSets.texts(trx, tenant, ids('model_set')),
    names: await ctx.dictionaries.names.texts(trx, tenant, ids('model')),
  };
  return rows.map((row) => summary(of, row));
}

/**
 * The dearest sessions of a filter, when its facts have been read for something else as well.
 *
 * @param dearest has read them
 * @param rest stretches of time whose sessions have to be asked themselves
 * @returns `undefined` when they are not found so
 */
export async function dearestSessions(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  filter: SessionFilter,
  { dearest, limit, rest }: { dearest: Dearest; limit: number; rest: readonly RollupPiece[] },
): Promise<SessionSummary[] | undefined> {
  const ids = dearest.ids();
  if (!ids || rest.length > MAX_STRETCHES) return undefined;
  const query: StoredSessionQuery = { ...filter, sortBy: 'cost', sortOrder: 'desc', limit, offset: 0 };
  ids.push(...(await dearestOfRest(ctx, trx, tenant, query, rest)));
  return pageAmong(ctx, trx, tenant, query, ids);
}
