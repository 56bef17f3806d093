import { sql } from 'kysely';

import type { RepricingUndo } from '../model/Repricing.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import { assertLimit } from './assertLimit.ts';
import { rateClassOf } from './rateClass.ts';
import type { RepriceTools } from './repriceRequests.ts';
import { isAsPriced, isSameCost } from './repricedCost.ts';
import { latestChange, setRun, storedRuns } from './repricingRuns.ts';
import { keyLists, type Writing } from './StoreContext.ts';
import { storedRequests } from './storedRequests.ts';
import { tenantState } from './tenantState.ts';
import type { PricedRow } from './writeRequests.ts';
import { writeCosts } from './writeRepriced.ts';

const LIMIT = 2000;

/** What a run says of one request. */
interface LoggedRequest {
  key: bigint;
  content: bigint;
  before: RequestCost;
  after: RequestCost;
}

async function loggedRequests(writing: Writing, run: number, limit: number): Promise<LoggedRequest[]> {
  const { ctx, trx, tenant } = writing;
  const text = (column: 'request_key' | 'content' | 'old_nano' | 'new_nano') =>
    ctx.traits
      .integerText(sql.ref(`uk_repriced_request.${column}`))
      .$castTo<string | null>()
      .as(column);
  const rows = await trx
    .selectFrom('uk_repriced_request')
    .select([text('request_key'), text('content'), text('old_nano'), text('new_nano')])
    .select(['old_class', 'old_pico', 'old_book', 'new_class', 'new_pico', 'new_book'])
    .where('tenant', '=', tenant.id)
    .where('run', '=', run)
    .orderBy('uk_repriced_request.request_key')
    .limit(limit)
    .execute();
  const { rateClasses, names } = ctx.dictionaries;
  const classes = await rateClasses.texts(
    trx,
    tenant.id,
    rows.flatMap((row) => [Number(row.old_class), Number(row.new_class)]),
  );
  const books = await names.texts(
    trx,
    tenant.id,
    rows.flatMap((row) => [Number(row.old_book), Number(row.new_book)]),
  );
  const costOf = (of: number, nano: string | null, pico: number, book: number): RequestCost => {
    const { grain: _, quality: __, basis, ...priceKey } = rateClassOf(classes.get(Number(of)) ?? '');
    const nanoUsd = nano === null ? null : Number(nano);
    return { nanoUsd, picoRest: Number(pico), basis, priceKey, bookId: books.get(Number(book)) ?? '' };
  };
  return rows.map((row) => ({
    key: BigInt(row.request_key ?? 0),
    content: BigInt(row.content ?? 0),
    before: costOf(row.old_class, row.old_nano, row.old_pico, row.old_book),
    after: costOf(row.new_class, row.new_nano, row.new_pico, row.new_book),
  }));
}

/** Restores some requests of a run and forgets that it changed them; `false` = there were none left, or another repricing has to be undone first. */
async function undonePart(writing: Writing, undo: RepricingUndo, limit: number): Promise<boolean> {
  const { ctx, trx, tenant } = writing;
  const next = latestChange(await storedRuns(writing));
  if (next?.run !== undo.run) {
    // What a later one has changed is not as this one left it: taken for changed by a join, it would never have its first amount again.
    undo.stopped = next !== undefined && next.run > undo.run;
    return false;
  }
  const logged = await loggedRequests(writing, undo.run, limit);
  if (logged.length === 0) {
    await setRun(writing, undo.run, { stage: 'undone' });
    return false;
  }
  const keys = logged.map(({ key }) => key);
  const stored = await storedRequests(writing, keys);
  const restored: PricedRow[] = [];
  for (const { key, content, before, after } of logged) {
    const now = stored.get(key);
    if (!now) {
      undo.sealed += 1;
      continue;
    }
    const isAsLeft = isAsPriced(now.record, content) && isSameCost(now.cost, after);
    if (isAsLeft) restored.push({ ...now, key, order: now.record.order, cost: before });
    else undo.kept += now.record.requestCount;
  }
  undo.restored += restored.reduce((sum, { record }) => sum + record.requestCount, 0);
  await writeCosts(writing, restored);
  for (const list of keyLists(keys)) {
    const fixed = { tenant: tenant.id, run: undo.run };
    await trx
      .deleteFrom('uk_repriced_request')
      .where(ctx.traits.keyIn(fixed, 'request_key', list))
      .execute();
  }
  await setRun(writing, undo.run, { stage: 'undoing' });
  return true;
}

/** See `UsageStore.undoReprice`. */
export async function undoRepricing(
  { ctx, writing }: RepriceTools,
  { limit = LIMIT, signal }: { limit?: number; signal?: AbortSignal },
): Promise<RepricingUndo | null> {
  assertLimit(limit);
  const tenant = await tenantState(ctx, ctx.db);
  if (!tenant) return null;
  const latest = latestChange(await ctx.snapshot((trx) => storedRuns({ ctx, trx, tenant })));
  if (!latest) return null;
  let undo: RepricingUndo = { run: latest.run, restored: 0, kept: 0, sealed: 0, stopped: false };
  for (let more = true; more && !undo.stopped;) {
    const before = undo;
    more = await writing((state) => {
      // The transaction may be tried again.
      undo = { ...before };
      return undonePart(state, undo, limit);
    });
    undo.stopped ||= more && (signal?.aborted ?? false);
  }
  return undo;
}
