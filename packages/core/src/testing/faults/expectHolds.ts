import { expect } from 'vitest';

import type { UsageBatch } from '../../model/UsageBatch.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { oracleDifference } from './oracleDifference.ts';
import { storedBatches } from './storedBatches.ts';

/** Expects that a store holds these batches of `faultBatches` and nothing else, that all its answers are right, and that its check finds nothing. */
export async function expectHolds(store: UsageStore, batches: readonly UsageBatch[]): Promise<void> {
  const check = await store.check();
  expect(check.differences).toEqual([]);
  const numbers = batches.map((batch) => batch.cursors[0]?.offset ?? -1);
  expect(await storedBatches(store)).toEqual(numbers.toSorted((a, b) => a - b));
  expect((await oracleDifference(store, batches)).differences).toEqual([]);
}
