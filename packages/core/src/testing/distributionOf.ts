import { UsageError } from '../errors.ts';
import type { UsageStore } from '../storage/UsageStore.ts';

/** What a store says of a distribution, its values in one order for all stores; or that one of them is more than a number holds. */
export async function distributionOf(
  store: Pick<UsageStore, 'distribution'>,
  query: Parameters<UsageStore['distribution']>[0],
): Promise<unknown> {
  try {
    const { values, ...rest } = await store.distribution(query);
    return { ...rest, values: values.map((value) => JSON.stringify(value)).toSorted() };
  } catch (error) {
    if (error instanceof UsageError && error.code === 'unsafe_integer') return error.code;
    throw error;
  }
}
