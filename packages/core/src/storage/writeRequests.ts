import { sql } from 'kysely';

import { equalRequests, joinedRequest, orderedRequest, requestAttribution } from '../metrics/joinRecords.ts';
import type { Joined } from '../metrics/Ledger.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { timeSlot } from '../model/timeSlot.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { BASIS, GRAIN, QUALITY } from './codes.ts';
import { priceKeyText } from './interned.ts';
import { keyLists, type RequestDims, type StoreContext, type Trx } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { upsertRows } from './upsertRows.ts';
import type { RequestPricing } from './UsageStore.ts';

const COLUMNS = [
  'tenant',
  'request_key',
  'session',
  'at_ms',
  'slot',
  'dimset',
  'price_key',
  'grain',
  'quality',
  'request_count',
  'input',
  'cache_read',
  'cache_w5m',
  'cache_w1h',
  'output',
  'reasoning',
  'web_search',
  'recorded_nano',
  'cost_nano',
  'cost_pico',
  'basis',
  'book',
  'claim',
] as const;

/** What the store holds of a request: its record, except that session and identity are keys. */
interface StoredRequest {
  record: Joined<RequestRecord>;
  session: bigint;
}

/** Rows of the batch's keys that are already there. */
async function storedRequests(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  keys: bigint[],
): Promise<Map<bigint, StoredRequest>> {
  const stored = new Map<bigint, StoredRequest>();
  const text = (column: 'request_key' | 'session' | 'claim') =>
    ctx.traits.integerText(sql.ref(`uk_request.${column}`)).as(column);
  for (const list of keyLists(keys)) {
    const rows = await trx
      .selectFrom('uk_request')
      .select([text('request_key'), text('session'), text('claim')])
      .select(['at_ms', 'dimset', 'price_key', 'grain', 'quality', 'request_count', 'input', 'cache_read', 'cache_w5m'])
      .select(['cache_w1h', 'output', 'reasoning', 'web_search', 'recorded_nano'])
      .where('tenant', '=', tenant)
      .where('request_key', 'in', list)
      .execute();
    if (rows.length > 0) await Promise.all([ctx.dimsets.load(trx), ctx.priceKeys.load(trx)]);
    for (const row of rows) {
      const { provider, model, serviceTier, speed, residency } = ctx.priceKeys.value(Number(row.price_key));
      const record: Joined<RequestRecord> = {
        source: '',
        key: '',
        session: '',
        order: BigInt(row.claim),
        attribution: '',
        claim: 0,
        atMs: Number(row.at_ms),
        provider,
        model,
        serviceTier,
        speed,
        residency,
        kind: (ctx.dimsets.value(Number(row.dimset)) as RequestDims).kind,
        grain: GRAIN.word(Number(row.grain)),
        quality: QUALITY.word(Number(row.quality)),
        requestCount: Number(row.request_count),
        webSearchRequests: Number(row.web_search),
        inputTokens: Number(row.input),
        cacheReadTokens: Number(row.cache_read),
        cacheWrite5mTokens: Number(row.cache_w5m),
        cacheWrite1hTokens: Number(row.cache_w1h),
        outputTokens: Number(row.output),
        reasoningTokens: Number(row.reasoning),
      };
      record.attribution = requestAttribution(record);
      if (row.recorded_nano !== null) record.recordedNanoUsd = Number(row.recorded_nano);
      stored.set(BigInt(row.request_key), { record, session: BigInt(row.session) });
    }
  }
  return stored;
}

/**
 * Joins the batch's requests into the ledger. Reads the rows that are there, joins in memory, prices what changed and writes only that.
 *
 * @returns what was new, and every session whose sums may have changed
 */
export async function writeRequests(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  batch: UsageBatch,
  price: RequestPricing,
): Promise<{ newRequests: number; duplicates: number; sessions: Set<bigint> }> {
  const copies = new Map<bigint, StoredRequest>();
  let duplicates = 0;
  for (const request of batch.requests) {
    const key = storedKey(batch.source, request.key);
    const record = orderedRequest(batch.source, request);
    const present = copies.get(key);
    if (present) duplicates += 1;
    const joined = present ? joinedRequest(present.record, record) : record;
    copies.set(key, { record: joined, session: storedKey(batch.source, joined.session) });
  }
  const stored = await storedRequests(ctx, trx, tenant, [...copies.keys()]);
  duplicates += stored.size;

  const changed = new Map<bigint, StoredRequest>();
  const sessions = new Set<bigint>();
  for (const [key, copy] of copies) {
    const present = stored.get(key);
    const record = present ? joinedRequest(present.record, copy.record) : copy.record;
    if (present && equalRequests(present.record, record)) continue;
    const session = present && record.order === present.record.order ? present.session : copy.session;
    changed.set(key, { record, session });
    sessions.add(session);
    if (present) sessions.add(present.session);
  }

  const priced = [...changed].map(([key, { record, session }]) => ({ key, record, session, cost: price(record) }));
  const priceKeys = await ctx.priceKeys.ids(
    trx,
    priced.map((p) => p.cost.priceKey),
  );
  const dimsets = await ctx.dimsets.ids(
    trx,
    priced.map((p) => ({ kind: p.record.kind })),
  );
  const books = await ctx.names.ids(
    trx,
    priced.map((p) => p.cost.bookId),
  );
  const rows = priced.map(({ key, record: r, session, cost }) => [
    tenant,
    key,
    session,
    r.atMs,
    timeSlot(r.atMs),
    dimsets.get(JSON.stringify({ kind: r.kind })),
    priceKeys.get(priceKeyText(cost.priceKey)),
    GRAIN.code(r.grain),
    QUALITY.code(r.quality),
    r.requestCount,
    r.inputTokens,
    r.cacheReadTokens,
    r.cacheWrite5mTokens,
    r.cacheWrite1hTokens,
    r.outputTokens,
    r.reasoningTokens,
    r.webSearchRequests,
    r.recordedNanoUsd ?? null,
    cost.nanoUsd,
    cost.picoRest,
    BASIS.code(cost.basis),
    books.get(cost.bookId),
    r.order,
  ]);
  await upsertRows(trx, ctx.traits, 'uk_request', COLUMNS, 2, rows);
  return { newRequests: copies.size - stored.size, duplicates, sessions };
}
