import { type RawBuilder, sql, type SqlBool } from 'kysely';

import { addRepriced, type PricedAnew, repricedModels } from '../metrics/repricedModels.ts';
import type { RepricedModel, Repricing } from '../model/Repricing.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { DAY_MS, HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { assertRepricing } from './assertRepricing.ts';
import { rateClassOf } from './rateClass.ts';
import { runs } from './drain.ts';
import { hoursWithRows, inTime, type TimeStretch } from './ledgerHours.ts';
import { begunRun, isSameScope, mayChangeMore, setRun, storedRuns } from './repricingRuns.ts';
import { repricedCost } from './repricedCost.ts';
import { rollupRows } from './rollupRows.ts';
import { sessionDimensions } from './sessionDimensions.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';
import { type Reading, requestsWhere, type StoredRequest } from './storedRequests.ts';
import { tenantState } from './tenantState.ts';
import type { RepriceOptions, RequestPricing } from './UsageStore.ts';
import { type RepricedRow, writeRepriced } from './writeRepriced.ts';

const LIMIT = 2000;
/** No row has a later slot: it would not fit its column. */
const LAST_MS = (2 ** 31 - 1) * SLOT_MS;
/** Days of one stretch at most. */
const LONGEST_STRETCH = 31;

/** What a repricing needs of its store. */
export interface RepriceTools {
  ctx: StoreContext;
  /** Runs work in a write transaction under the tenant's lock. */
  writing: <T>(work: (writing: Writing) => Promise<T>) => Promise<T>;
}

/** Requests after a place in the order of time, up to an instant. */
interface Page {
  fromMs: number;
  /** Of those at `fromMs` itself, the ones with a greater key. */
  afterKey: bigint;
  toMs: number;
}

/** Requests of a page priced anew. */
interface PagePriced {
  changes: RepricedRow[];
  counted: PricedAnew[];
  /** What comes after it; `undefined` = nothing. */
  next: Page | undefined;
}

const noModels = (): Map<string, RepricedModel> => new Map<string, RepricedModel>();

/** The first requests of a stretch that a condition holds for, in the order of time. Those of an hour have to be sorted, so it reads few hours at once, more where there is little in them. */
async function firstRequests(
  reading: Reading,
  { fromMs, toMs }: TimeStretch,
  condition: RawBuilder<SqlBool>,
  limit: number,
): Promise<Map<bigint, StoredRequest>> {
  const { ctx, trx, tenant } = reading;
  const found = new Map<bigint, StoredRequest>();
  for (let from = fromMs, atOnce = 1; found.size < limit;) {
    const hours = await hoursWithRows(trx, tenant.id, 'uk_request', { fromMs: from, toMs }, atOnce);
    const last = hours.at(-1);
    if (last === undefined) break;
    const stretch = { fromMs: from, toMs: Math.min(toMs, (last + 1) * HOUR_MS) };
    const where = sql<SqlBool>`${inTime(ctx, tenant.id, 'uk_request', stretch)} and ${condition}`;
    const more = await requestsWhere(reading, where, limit - found.size);
    for (const [key, request] of more) found.set(key, request);
    if (more.size < limit / 4) atOnce *= 2;
    from = stretch.toMs;
  }
  return found;
}

async function pricedPage(
  reading: Reading,
  page: Page,
  price: RequestPricing,
  { model, unpricedOnly = false, limit = LIMIT }: RepriceOptions,
): Promise<PagePriced> {
  const { ctx, trx, tenant } = reading;
  const { fromMs, afterKey, toMs } = page;
  const conditions = [sql<SqlBool>`(at_ms > ${fromMs} or request_key > ${afterKey})`];
  if (unpricedOnly) conditions.push(sql<SqlBool>`cost_nano is null`);
  if (model !== undefined) {
    const classes = [...(await ctx.dictionaries.rateClasses.all(trx, tenant.id))];
    const ids = classes.flatMap(([id, text]) => (id > 0 && rateClassOf(text).model === model ? [id] : []));
    conditions.push(ids.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`rate_class in (${sql.join(ids)})`);
  }
  const found = await firstRequests(reading, page, sql<SqlBool>`${sql.join(conditions, sql` and `)}`, limit);
  const changes: RepricedRow[] = [];
  const counted: PricedAnew[] = [];
  const ofSessions = await sessionDimensions(reading, new Set([...found.values()].map(({ session }) => session)));
  for (const [key, stored] of found) {
    const priced = repricedCost(stored, price, ofSessions.get(stored.session));
    counted.push(priced.counted);
    const { order } = stored.record;
    if (priced.cost !== stored.cost) changes.push({ ...stored, key, order, cost: priced.cost, before: stored.cost });
  }
  const last = [...found].at(-1);
  const next = last && found.size >= limit ? { fromMs: last[1].record.atMs, afterKey: last[0], toMs } : undefined;
  return { changes, counted, next };
}

/** Days with usage of a scope, as stretches of time; and how many requests of it are in sealed time. */
async function scopeOf(
  ctx: StoreContext,
  { model, sinceMs = 0, unpricedOnly = false }: RepriceOptions,
  sealedBeforeMs: number,
): Promise<{ pages: Page[]; sealedRequests: number }> {
  const query = (startMs: number, endMs: number, bucket: RollupQuery['bucket']): RollupQuery => ({
    family: 'usage',
    segments: startMs < endMs ? [{ startMs, endMs, offsetSlots: 0 }] : [],
    bucket,
    by: unpricedOnly ? ['basis'] : [],
    ...(model !== undefined && { where: { model: [model] } }),
    measures: ['requests', 'unpricedRequests'],
    includeReset: true,
  });
  // A day has a row also where its usage says of no requests that it is of; without a price it has the basis that says so, or a host's price of another basis says null.
  const found = async (of: RollupQuery) =>
    ((await rollupRows(ctx, [of]))[0]?.rows ?? []).filter(
      ({ key: [basis], measures }) => !unpricedOnly || basis === 'unpriced' || (measures.unpricedRequests ?? 0n) > 0n,
    );
  // No record is older.
  const slotMs = Math.max(Math.floor(sinceMs / SLOT_MS) * SLOT_MS, FIRST_TIME_MS);
  const startMs = Math.max(sinceMs, sealedBeforeMs);
  const days = await found(query(Math.max(slotMs, sealedBeforeMs), LAST_MS, 'day'));
  const sealed = await found(query(slotMs, sealedBeforeMs, 'total'));
  const numbers = [...new Set(days.map(({ bucket }) => bucket))].toSorted((a, b) => a - b);
  const pages = runs(numbers, LONGEST_STRETCH).map(([from, to]) => ({
    fromMs: Math.max(from * DAY_MS, startMs),
    afterKey: -1n,
    toMs: to * DAY_MS,
  }));
  const counted = sealed.map(({ measures }) => measures[unpricedOnly ? 'unpricedRequests' : 'requests'] ?? 0n);
  return { pages, sealedRequests: Number(counted.reduce((sum, n) => sum + n, 0n)) };
}

/** The part of a page that a run has not come to yet. */
function after(page: Page, doneMs: number): Page {
  return page.fromMs >= doneMs ? page : { ...page, fromMs: doneMs };
}

/** See `UsageStore.reprice`. */
export async function repriceRequests(
  { ctx, writing }: RepriceTools,
  price: RequestPricing,
  options: RepriceOptions,
): Promise<Repricing> {
  assertRepricing(options);
  const { bookId, dryRun = false, unpricedOnly = false, model, sinceMs, signal } = options;
  const tenant = await tenantState(ctx, ctx.db);
  const result: Repricing = { run: null, dryRun, stopped: false, models: [], sealedRequests: 0 };
  if (!tenant) return result;
  const models = noModels();
  const read = <T>(work: (reading: Reading) => Promise<T>): Promise<T> =>
    ctx.snapshot((trx: Trx) => work({ ctx, trx, tenant }));
  const { pages, sealedRequests } = await scopeOf(ctx, options, tenant.sealedBeforeMs);
  // A run that was interrupted is gone on with; what it has done already stays done.
  const latest = (await read(storedRuns))[0];
  const open =
    !dryRun && latest?.stage === 'running' && latest.bookId === bookId && isSameScope(latest.scope, options)
      ? latest
      : undefined;
  let run = open?.run;

  /** `undefined` = the run is over, by another process. */
  const changed = async (state: Writing, page: Page): Promise<PagePriced | undefined> => {
    const runs = await storedRuns(state);
    if (run !== undefined && !mayChangeMore(runs, run)) return undefined;
    const priced = await pricedPage(state, page, price, options);
    if (priced.changes.length === 0) return priced;
    const stored = runs.find((of) => of.run === run);
    run ??= await begunRun(state, options);
    await writeRepriced(state, run, priced.changes);
    const requests = priced.changes.reduce((sum, { record }) => sum + record.requestCount, 0);
    const doneMs = priced.changes.at(-1)?.record.atMs ?? 0;
    await setRun(state, run, { doneMs, changed: (stored?.changed ?? 0) + requests });
    return priced;
  };
  for (const first of pages.filter((page) => page.toMs > (open?.doneMs ?? 0))) {
    for (let page: Page | undefined = after(first, open?.doneMs ?? 0); page && !result.stopped;) {
      const at: Page = page;
      let priced: PagePriced | undefined = await read((reading) => pricedPage(reading, at, price, options));
      // Where something changes it is read again under the lock; most pages of most runs change nothing.
      if (!dryRun && priced.changes.length > 0) {
        const begun = run;
        priced = await writing((state) => {
          // The transaction may be tried again.
          run = begun;
          return changed(state, at);
        });
      }
      addRepriced(models, priced?.counted ?? []);
      page = priced?.next;
      result.stopped = !priced || (signal?.aborted ?? false);
    }
  }
  const isFill = unpricedOnly && model === undefined && sinceMs === undefined;
  if (!dryRun && !result.stopped && (run !== undefined || isFill)) {
    await writing(async (state) => {
      // That a book was asked for all missing prices is remembered, whatever it knew.
      const done = run ?? (await begunRun(state, options));
      const isRunning = (await storedRuns(state)).some((of) => of.run === done && of.stage === 'running');
      if (isRunning) await setRun(state, done, { stage: 'done' });
      result.stopped = !isRunning;
    });
  }
  return { ...result, run: run ?? null, models: repricedModels(models), sealedRequests };
}
