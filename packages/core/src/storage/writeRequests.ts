import { checkedCost } from '../metrics/checkedCost.ts';
import { dimensionText, equalRequests, joinedRequest, orderedRequest } from '../metrics/joinRecords.ts';
import { pricedAlike } from '../metrics/pricedAlike.ts';
import { attributionClaim } from '../model/attributionClaim.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { type RateClass, rateClassText } from './rateClass.ts';
import type { DescribedSession } from './describedSessions.ts';
import { internedDimsets } from './dimsets.ts';
import { hourOf, type TouchedHours } from './dirtyHours.ts';
import { isSamePlace, writeHours } from './ledgerHours.ts';
import type { Writing } from './StoreContext.ts';
import { storedRequests, type StoredRequest } from './storedRequests.ts';
import { storedKey } from './storedKey.ts';
import type { RequestPricing } from './UsageStore.ts';
import type { WrittenRows } from './WrittenRows.ts';

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

/** The built-in dimension's value that was asked for last, and the text of it alone. */
let [lastKind, lastKindText] = ['', ''];

/** Values of a request's own dimensions, the built-in one among them. */
function requestDims({ kind, dimensions }: Pick<RequestRecord, 'kind' | 'dimensions'>): string {
  if (dimensions !== undefined) return dimensionText({ ...dimensions, kind });
  if (kind !== lastKind) [lastKind, lastKindText] = [kind, dimensionText({ kind })];
  return lastKindText;
}

/** A request as it is written. */
export interface PricedRow {
  key: bigint;
  record: RequestRecord;
  /** Place of the copy that names it in the order of copies. */
  order: bigint;
  session: number;
  /** First claim of its session. */
  firstClaim: bigint;
  cost: RequestCost;
}

/** A request of a batch; its cost is known when what the store has of it is. */
type Copy = Omit<PricedRow, 'cost'> & { cost: RequestCost | undefined };

/** A session that a batch names. */
type NamedSession = Pick<DescribedSession, 'id' | 'firstClaim'>;

/** The text of a request's rate class. */
export const classOf = ({ record, cost }: Pick<PricedRow, 'record' | 'cost'>): string => {
  const { grain, quality } = record;
  const of: RateClass = { ...cost.priceKey, grain, quality, basis: cost.basis };
  return rateClassText(of);
};

/** Equal for requests of one rate class, and quicker to make than its text. */
const classKey = ({ record: r, cost: { priceKey: k, basis } }: PricedRow): string =>
  [
    `${k.provider.length} ${k.model.length} ${k.serviceTier.length} ${k.speed.length} ${k.residency.length} ${k.provider}${k.model}${k.serviceTier}${k.speed}${k.residency}`,
    `${k.promptBand} ${k.promptFrom} ${k.promptBelow} ${k.timeBand} ${k.sumPrice} ${r.grain} ${r.quality} ${basis}`,
  ].join('\n');

/** Whether two requests are seen at once to be of one rate class: costs of one price share its key. */
const isSameClass = (a: PricedRow, b: PricedRow): boolean =>
  a.cost.priceKey === b.cost.priceKey &&
  a.cost.basis === b.cost.basis &&
  a.record.grain === b.record.grain &&
  a.record.quality === b.record.quality;

/** Writes joined and priced requests as they are. */
export async function writeRequestRows(writing: Writing, priced: readonly PricedRow[]): Promise<void> {
  if (priced.length === 0) return;
  const { ctx, trx, tenant } = writing;
  const texts = new Map<string, string>();
  let key = '';
  const keys = priced.map((p, i) => {
    const before = priced[i - 1];
    if (before && isSameClass(before, p)) return key;
    key = classKey(p);
    if (!texts.has(key)) texts.set(key, classOf(p));
    return key;
  });
  const classes = await ctx.dictionaries.rateClasses.ids(writing, texts.values());
  const classIds = new Map([...texts].map(([key, text]) => [key, classes.ids.get(text)]));
  const dimsets = await internedDimsets(writing, new Set(priced.map((p) => requestDims(p.record))));
  const books = await ctx.dictionaries.names.ids(writing, new Set(priced.map((p) => p.cost.bookId)));
  const at = (i: number): unknown[] => {
    const p = priced[i] as PricedRow;
    const { record: r, cost } = p;
    return [
      tenant.id,
      p.key,
      p.session,
      r.atMs,
      dimsets.get(requestDims(r)),
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
      p.order === p.firstClaim ? null : p.order,
      r.revision ?? 0,
    ];
  };
  await ctx.traits.upsert(trx, { table: 'uk_request', columns: COLUMNS, keys: 2, rows: { length: priced.length, at } });
}

/** What the store is to hold of a request, of which it holds something and a copy came; `undefined` when the copy changes nothing. */
function joinedWith(present: StoredRequest, copy: Copy, source: string): Copy | undefined {
  const record = joinedRequest(present.record, orderedRequest(source, copy.record));
  if (equalRequests(present.record, record)) return undefined;
  const { order } = record;
  const { session, firstClaim } = order === present.record.order ? present : copy;
  // An amount is fixed when it is first written: it changes with what it is the price of, never with the prices.
  const cost = pricedAlike(present.record, record) ? present.cost : undefined;
  return { key: copy.key, record, order, session, firstClaim, cost };
}

/**
 * Joins the batch's requests into the ledger. Reads the rows that are there, joins in memory, prices what changed and writes only that.
 *
 * @param sessions those that the batch names
 * @param touched is told the hours of what changed
 * @returns what was new, and every session whose sums may have changed
 */
export async function writeRequests(
  writing: Writing,
  batch: UsageBatch,
  price: RequestPricing,
  sessions: ReadonlyMap<string, NamedSession>,
  touched: TouchedHours,
): Promise<{ newRequests: number; duplicates: number; sessions: Set<number>; written: WrittenRows['requests'] }> {
  const { source } = batch;
  const copies = new Map<bigint, Copy>();
  let duplicates = 0;
  for (let i = 0; i < batch.requests.length; i += 1) {
    const request = batch.requests[i] as RequestRecord;
    if (request.atMs < writing.tenant.sealedBeforeMs) {
      writing.tenant.lateSealed += request.requestCount;
      continue;
    }
    const key = storedKey(source, request.key);
    const present = copies.get(key);
    if (present) duplicates += 1;
    // Few requests have a second copy: only those get what copies are joined by.
    const record = present
      ? joinedRequest(orderedRequest(source, present.record), orderedRequest(source, request))
      : request;
    const { session, claim } = record;
    const { id, firstClaim } = sessions.get(session) as NamedSession;
    const order = attributionClaim(claim, session);
    copies.set(key, { key, record, order, session: id, firstClaim, cost: undefined });
  }
  const possible = writing.ctx.knownKeys.possible('uk_request', [...copies.keys()]);
  const stored = await storedRequests(writing, possible);
  duplicates += stored.size;

  const priced: PricedRow[] = [];
  const left: StoredRequest[] = [];
  const changedSessions = new Set<number>();
  const all = [...copies.values()];
  for (let i = 0; i < all.length; i += 1) {
    const copy = all[i] as Copy;
    const present = stored.get(copy.key);
    const written = present ? joinedWith(present, copy, source) : copy;
    if (!written) continue;
    written.cost ??= checkedCost(price(written.record), written.record);
    const { session, record } = written;
    priced.push(written as PricedRow);
    changedSessions.add(session);
    touched.hours.add(hourOf(record.atMs));
    if (present) {
      changedSessions.add(present.session);
      touched.hours.add(hourOf(present.record.atMs));
      touched.replaced.add(session).add(present.session);
      if (!isSamePlace(present, written)) left.push(present);
    }
  }
  // In the order in which they are kept.
  priced.sort((a, b) => a.session - b.session || a.record.atMs - b.record.atMs);
  await writeRequestRows(writing, priced);
  await writeHours(writing, 'uk_request', priced, left);
  return { newRequests: copies.size - stored.size, duplicates, sessions: changedSessions, written: priced };
}
