import type { RepriceScope, RepricingRun, RepricingStage } from '../model/Repricing.ts';
import { REPRICING_STAGE } from './codes.ts';
import type { Writing } from './StoreContext.ts';
import type { Reading } from './storedRequests.ts';
import type { RepriceOptions } from './UsageStore.ts';

/** Stands for all models; the empty name is 0. */
export const ALL_MODELS = -1;

/** A repricing with the instant of the last that it has changed, ms; 0 = it has changed nothing. */
export type StoredRun = RepricingRun & { doneMs: number };

/** All repricings, the latest first. */
export async function storedRuns({ ctx, trx, tenant }: Reading): Promise<StoredRun[]> {
  const rows = await trx
    .selectFrom('uk_repricing')
    .select(['run', 'started_ms', 'book', 'model', 'since_ms', 'unpriced_only', 'stage', 'done_ms', 'changed'])
    .where('tenant', '=', tenant.id)
    .orderBy('run', 'desc')
    .execute();
  const ids = rows.flatMap((row) => [Number(row.book), Math.max(0, Number(row.model))]);
  const names = await ctx.dictionaries.names.texts(trx, tenant.id, ids);
  return rows.map((row) => ({
    run: Number(row.run),
    startedMs: Number(row.started_ms),
    bookId: names.get(Number(row.book)) ?? '',
    scope: {
      ...(Number(row.model) !== ALL_MODELS && { model: names.get(Number(row.model)) ?? '' }),
      ...(Number(row.since_ms) > 0 && { sinceMs: Number(row.since_ms) }),
      ...(Number(row.unpriced_only) > 0 && { unpricedOnly: true }),
    },
    stage: REPRICING_STAGE.word(Number(row.stage)),
    changed: Number(row.changed),
    doneMs: Number(row.done_ms),
  }));
}

/** Whether two scopes are the same requests. */
export function isSameScope(a: RepriceScope, b: RepriceScope): boolean {
  return (
    a.model === b.model &&
    (a.sinceMs ?? 0) === (b.sinceMs ?? 0) &&
    (a.unpricedOnly ?? false) === (b.unpricedOnly ?? false)
  );
}

/** The run that undoing takes back next: the latest that changed something and is not undone. */
export const latestChange = (runs: readonly StoredRun[]): StoredRun | undefined =>
  runs.find(({ stage, doneMs }) => stage !== 'undone' && doneMs > 0);

/**
 * Whether a run may change more. One that another process has begun to undo may not: what it kept of its requests is gone or going. Nor one that another
 * repricing came after, which would be undone first and find amounts that are not its own.
 */
export function mayChangeMore(runs: readonly StoredRun[], run: number): boolean {
  const isRunning = runs.some((of) => of.run === run && of.stage === 'running');
  return isRunning && (latestChange(runs)?.run ?? run) <= run;
}

/** Begins a run, as the one after the latest; its number. */
export async function begunRun(writing: Writing, options: RepriceOptions): Promise<number> {
  const { ctx, trx, tenant } = writing;
  const run = ((await storedRuns(writing))[0]?.run ?? 0) + 1;
  const { model, sinceMs = 0, unpricedOnly = false, bookId, nowMs } = options;
  const { ids } = await ctx.dictionaries.names.ids(writing, [bookId, ...(model === undefined ? [] : [model])]);
  const row = {
    tenant: tenant.id,
    run,
    started_ms: nowMs,
    book: ids.get(bookId) ?? 0,
    model: model === undefined ? ALL_MODELS : (ids.get(model) ?? 0),
    since_ms: sinceMs,
    unpriced_only: unpricedOnly ? 1 : 0,
    stage: REPRICING_STAGE.code('running'),
    done_ms: 0,
    changed: 0,
  };
  await trx.insertInto('uk_repricing').values(row).execute();
  return run;
}

/** Changes what a run says of itself. */
export async function setRun(
  { trx, tenant }: Writing,
  run: number,
  to: { stage?: RepricingStage; doneMs?: number; changed?: number },
): Promise<void> {
  const { stage, doneMs, changed } = to;
  await trx
    .updateTable('uk_repricing')
    .set({
      ...(stage && { stage: REPRICING_STAGE.code(stage) }),
      ...(doneMs !== undefined && { done_ms: doneMs }),
      ...(changed !== undefined && { changed }),
    })
    .where('tenant', '=', tenant.id)
    .where('run', '=', run)
    .execute();
}
