import type { StoreExtent, StoreReads, UsageStore } from '../storage/UsageStore.ts';

/** Attempts to read everything between two writes, before the last one is taken as it is. */
const ATTEMPTS = 16;

/**
 * Reads several things of one moment, so that parts always sum to the total: in a snapshot, or where the store has none between two writes. When one came in between, once
 * more.
 *
 * @param read asks the view that it is given
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
    if (after.revision === extent.revision || attempt >= ATTEMPTS) return answer;
    extent = after;
  }
}
