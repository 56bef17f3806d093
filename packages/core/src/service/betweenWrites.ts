import { UsageError } from '../errors.ts';
import type { StoreExtent, StoreReads, UsageStore } from '../storage/UsageStore.ts';

/** Attempts to read everything between two writes. */
const ATTEMPTS = 8;

/**
 * Reads several things of one moment, so that parts always sum to the total: in a snapshot, or where the store has none between two writes. When one came in between, once
 * more.
 *
 * @param read asks the view that it is given
 * @throws UsageError `store_locked` when writes came into every attempt
 */
export async function betweenWrites<T>(
  store: StoreReads & Pick<UsageStore, 'snapshot'>,
  read: (extent: StoreExtent, view: StoreReads) => Promise<T>,
): Promise<T> {
  if (store.snapshot) return store.snapshot(async (view) => read(await view.extent(), view));
  let extent = await store.extent();
  for (let attempt = 1; ; attempt += 1) {
    const answer = await read(extent, store);
    const after = await store.extent();
    if (after.revision === extent.revision) return answer;
    if (attempt >= ATTEMPTS) {
      throw new UsageError(
        'store_locked',
        "others wrote during each attempt to answer, and this store has no view of one moment: ask outside of the host's transaction, or in one that is repeatable read",
      );
    }
    extent = after;
  }
}
