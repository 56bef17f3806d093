import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import type { UsageStore } from './UsageStore.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);
const segments = [{ startMs: AT_MS, endMs: AT_MS + 3_600_000, offsetSlots: 0 }];
const where = { project: ['old'] };

const { engines, remove } = damageEngines();
afterAll(remove);

const write = (store: UsageStore, name: string) =>
  store.write(
    batch({ requests: [request(name, name, AT_MS)], sessions: [session(name, AT_MS, { project: 'old' })] }),
    examplePrice,
  );

/** Requests and sessions of the project, and requests by project. */
async function figures(store: UsageStore): Promise<unknown[]> {
  const usage = { family: 'usage', segments, bucket: 'total' } as const;
  const [one] = await store.rollup({ ...usage, by: [], where });
  const all = await store.rollup({ ...usage, by: ['project'] });
  const { total } = await store.sessions({ segments, where, sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
  return [one?.measures.requests, total, ...all.map(({ key, measures }) => `${key.join()} ${measures.requests}`)];
}

describe.each(engines)('a rebuild by somebody else on %s, after which names have other ids', (_name, make) => {
  let host: DamageHost;
  let store: UsageStore;
  beforeEach(async () => {
    host = await make();
    store = host.opened();
    await store.migrate();
    await write(store, 'a');
    await write(store, 'b');
    // From here on it knows the ids of the names.
    await figures(store);
    await host.execute("update uk_dictionary set value = 'damaged' where value = 'old'");
    await host.opened().rebuild();
  });
  afterEach(() => host.remove());

  it('is seen by a store that was open all the time', async () => {
    expect(await figures(store)).toEqual([2n, 2, 'old 2']);
  });

  it('is gone on with by a store that was open all the time', async () => {
    await write(store, 'c');
    for (const of of [store, host.opened()]) expect(await figures(of)).toEqual([3n, 3, 'old 3']);
    expect((await host.opened().check()).differences).toEqual([]);
  });
});
