import type { RepriceScope, RepricingRun } from '../model/Repricing.ts';
import type { RequestPricing, UsageStore } from '../storage/UsageStore.ts';
import { repricingSummary } from './repricingSummary.ts';

/** Requests that had no price and have one now. */
export interface FilledPrices {
  /** Number of the repricing that did it; undoing that takes it back. */
  run: number;
  models: {
    model: string;
    requests: number;
    /** What they cost, USD, exact. */
    usd: string;
  }[];
}

const isFill = ({ model, sinceMs, unpricedOnly }: RepriceScope): boolean =>
  unpricedOnly === true && model === undefined && sinceMs === undefined;

/**
 * Gives requests without a price the one that a book has for them, if that book has not been asked before: `null` when nothing was filled. Kept as a repricing, so
 * that it can be undone; what was undone, be it this or a repricing of any scope, is not filled by the same book again.
 */
export async function filledPrices(
  store: UsageStore,
  price: RequestPricing,
  options: { bookId: string; nowMs: number; signal?: AbortSignal },
): Promise<FilledPrices | null> {
  const runs = await store.repricings();
  const isOwn = ({ bookId }: RepricingRun): boolean => bookId === options.bookId;
  // Which requests an undone run had filled is not kept, so that all are left as they are: a repricing that is asked for fills them.
  const isUndone = runs.some((run) => isOwn(run) && (run.stage === 'undone' || run.stage === 'undoing'));
  const latest = runs.find(({ scope }) => isFill(scope));
  if (isUndone || (latest && isOwn(latest) && latest.stage !== 'running')) return null;
  const { run, models } = repricingSummary(await store.reprice(price, { ...options, unpricedOnly: true }));
  if (run === null) return null;
  const filled = models.filter((model) => model.filled > 0);
  return {
    run,
    models: filled.map(({ model, filled: requests, newUsd }) => ({ model, requests, usd: newUsd })),
  };
}
