import type { UsageStore } from '../../storage/UsageStore.ts';

/** Numbers of the batches of `faultBatches` whose cursors a store holds, ascending. */
export async function storedBatches(store: UsageStore): Promise<number[]> {
  const cursors = [...(await store.cursors('codex')), ...(await store.cursors('claude-code'))];
  return cursors.map((cursor) => cursor.offset).toSorted((a, b) => a - b);
}
