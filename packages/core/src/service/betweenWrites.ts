import type { StoreExtent, UsageStore } from '../storage/UsageStore.ts';

/** Attempts to read everything between two writes, before the last one is taken as it is. */
const ATTEMPTS = 4;

/** Reads several things between two writes: when a write came in between, once more, so that parts always sum to the total. */
export async function betweenWrites<T>(store: UsageStore, read: (extent: StoreExtent) => Promise<T>): Promise<T> {
  let extent = await store.extent();
  for (let attempt = 1; ; attempt += 1) {
    const answer = await read(extent);
    const after = await store.extent();
    if (after.revision === extent.revision || attempt >= ATTEMPTS) return answer;
    extent = after;
  }
}
