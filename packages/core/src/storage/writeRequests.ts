import { sql } from 'kysely';

import {
  dimensionText,
  equalRequests,
  joinedRequest,
  orderedRequest,
  requestAttribution,
} from '../metrics/joinRecords.ts';
import type { Joined } from '../metrics/Ledger.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { type RateClass, rateClassOf, rateClassText } from './dictionaries.ts';
import { dimensionValues, internedDimsets } from './dimsets.ts';
import { hourOf, type TouchedHours } from './dirtyHours.ts';
import { keyLists, type Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import type { RequestPricing } from './UsageStore.ts';
import type { InSession, WrittenRows } from './WrittenRows.ts';

const COLUMNS = [
  'tenant',
  'request_key',
  'session',
  'at_ms',
  'dimset',
  'rate_class',
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
  'book',
  'claim',
  'revision',
] as const;

/** What the store holds of a request. */
type StoredRequest = InSession<RequestRecord>;

/** Values of a request's own dimensions, the built-in one among them. */
function requestDims(r: Pick<RequestRecord, 'kind' | 'dimensions'>): string {
  return dimensionText({ ...r.dimensions, kind: r.kind });
}

/** Rows of the batch's keys that are already there. */
async function storedRequests({ ctx, trx, tenant }: Writing, keys: bigint[]): Promise<Map<bigint, StoredRequest>> {
  const stored = new Map<bigint, StoredRequest>();
  const { dimsets, rateClasses } = ctx.dictionaries;
  const text = (column: 'request_key' | 'claim') => ctx.traits.integerText(sql.ref(`uk_request.${column}`)).as(column);
  for (const list of keyLists(keys)) {
    const rows = await trx
      .selectFrom('uk_request')
      .select([text('request_key'), text('claim')])
      .select(['session', 'at_ms', 'dimset', 'rate_class', 'request_count', 'input', 'cache_read', 'cache_w5m'])
      .select(['cache_w1h', 'output', 'reasoning', 'web_search', 'recorded_nano', 'revision'])
      .where(ctx.traits.keyIn({ tenant: tenant.id }, 'request_key', list))
      .execute();
    if (rows.length === 0) continue;
    const classes = await rateClasses.texts(
      trx,
      tenant.id,
      rows.map((row) => Number(row.rate_class)),
    );
    const dims = await dimsets.texts(
      trx,
      tenant.id,
      rows.map((row) => Number(row.dimset)),
    );
    for (const row of rows) {
      const of = rateClassOf(classes.get(Number(row.rate_class)) ?? '');
      const { kind = '', ...dimensions } = dimensionValues(dims.get(Number(row.dimset)) ?? '');
      const record: Joined<RequestRecord> = {
        source: '',
        key: '',
        session: '',
        order: BigInt(row.claim),
        attribution: '',
        claim: 0,
        atMs: Number(row.at_ms),
        provider: of.provider,
        model: of.model,
        serviceTier: of.serviceTier,
        speed: of.speed,
        residency: of.residency,
        grain: of.grain,
        quality: of.quality,
        kind,
        dimensions,
        requestCount: Number(row.request_count),
        webSearchRequests: Number(row.web_search),
        inputTokens: Number(row.input),
        cacheReadTokens: Number(row.cache_read),
        cacheWrite5mTokens: Number(row.cache_w5m),
        cacheWrite1hTokens: Number(row.cache_w1h),
        outputTokens: Number(row.output),
        reasoningTokens: Number(row.reasoning),
        revision: Number(row.revision),
      };
      record.attribution = requestAttribution(record);
      if (row.recorded_nano !== null) record.recordedNanoUsd = Number(row.recorded_nano);
      stored.set(BigInt(row.request_key), { record, session: Number(row.session) });
    }
  }
  return stored;
}

interface Priced extends StoredRequest {
  key: bigint;
  cost: RequestCost;
}

const classOf = ({ record, cost }: Priced): string => {
  const { grain, quality } = record;
  const of: RateClass = { ...cost.priceKey, grain, quality, basis: cost.basis };
  return rateClassText(of);
};

/** Equal for requests of one rate class, and quicker to make than its text. */
const classKey = ({ record: r, cost: { priceKey: k, basis } }: Priced): string =>
  `${k.provider}\0${k.model}\0${k.serviceTier}\0${k.speed}\0${k.residency}\0${k.promptBand}\0${k.promptFrom}\0${k.promptBelow}\0${k.timeBand}\0${r.grain}\0${r.quality}\0${basis}`;

/** Writes joined and priced requests as they are. */
async function writeRows(writing: Writing, priced: readonly Priced[]): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const texts = new Map<string, string>();
  const keys = priced.map((p) => {
    const key = classKey(p);
    if (!texts.has(key)) texts.set(key, classOf(p));
    return key;
  });
  const classes = await ctx.dictionaries.rateClasses.ids(writing, texts.values());
  const classIds = new Map([...texts].map(([key, text]) => [key, classes.ids.get(text)]));
  const dims = priced.map((p) => requestDims(p.record));
  const dimsets = await internedDimsets(writing, new Set(dims));
  const books = await ctx.dictionaries.names.ids(writing, new Set(priced.map((p) => p.cost.bookId)));
  const rows = priced.map((p, i) => {
    const { record: r, cost } = p;
    return [
      tenant.id,
      p.key,
      p.session,
      r.atMs,
      dimsets.get(dims[i] ?? ''),
      classIds.get(keys[i] ?? ''),
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
      books.ids.get(cost.bookId),
      r.order,
      r.revision ?? 0,
    ];
  });
  await ctx.traits.upsert(trx, { table: 'uk_request', columns: COLUMNS, keys: 2, rows });
}

/**
 * Joins the batch's requests into the ledger. Reads the rows that are there, joins in memory, prices what changed and writes only that.
 *
 * @param sessions ids of the sessions that the batch names
 * @param touched is told the hours of what changed
 * @returns what was new, and every session whose sums may have changed
 */
export async function writeRequests(
  writing: Writing,
  batch: UsageBatch,
  price: RequestPricing,
  sessions: ReadonlyMap<string, number>,
  touched: TouchedHours,
): Promise<{ newRequests: number; duplicates: number; sessions: Set<number>; written: WrittenRows['requests'] }> {
  const copies = new Map<bigint, StoredRequest>();
  let duplicates = 0;
  for (const request of batch.requests) {
    if (request.atMs < writing.tenant.sealedBeforeMs) {
      writing.tenant.lateSealed += request.requestCount;
      continue;
    }
    const key = storedKey(batch.source, request.key);
    const record = orderedRequest(batch.source, request);
    const present = copies.get(key);
    if (present) duplicates += 1;
    const joined = present ? joinedRequest(present.record, record) : record;
    copies.set(key, { record: joined, session: sessions.get(joined.session) ?? -1 });
  }
  const stored = await storedRequests(writing, [...copies.keys()]);
  duplicates += stored.size;

  const priced: Priced[] = [];
  const changedSessions = new Set<number>();
  for (const [key, copy] of copies) {
    const present = stored.get(key);
    const record = present ? joinedRequest(present.record, copy.record) : copy.record;
    if (present && equalRequests(present.record, record)) continue;
    const session = present && record.order === present.record.order ? present.session : copy.session;
    priced.push({ key, record, session, cost: price(record) });
    changedSessions.add(session);
    touched.hours.add(hourOf(record.atMs));
    if (present) {
      changedSessions.add(present.session);
      touched.hours.add(hourOf(present.record.atMs));
      touched.replaced.add(session).add(present.session);
    }
  }
  // Neighbours of a session are written together: its index grows at the end, and its rows lie side by side.
  priced.sort((a, b) => a.session - b.session || a.record.atMs - b.record.atMs);
  await writeRows(writing, priced);
  return { newRequests: copies.size - stored.size, duplicates, sessions: changedSessions, written: priced };
}
