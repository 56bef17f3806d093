import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import type { StoreReads } from './UsageStore.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);
const segments = [{ startMs: AT_MS, endMs: AT_MS + 3_600_000, offsetSlots: 0 }];
const page = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;

const { engines, remove } = damageEngines();
afterAll(remove);

const written = (id: string) => batch({ requests: [request(id, id, AT_MS)], sessions: [session(id, AT_MS)] });

/** One figure of each kind. */
const figures = async (of: StoreReads): Promise<number[]> => {
  const query = { family: 'usage', segments, bucket: 'total', by: [] } as const;
  const [one] = await of.rollup(query);
  const [several = []] = await of.rollups([query]);
  return [
    Number(one?.measures.requests),
    Number(several[0]?.measures.requests),
    (await of.sessions(page)).total,
    (await of.distribution({ measure: 'tokens', segments })).values.reduce((n, { sessions }) => n + sessions, 0),
    (await of.lastSigns({ segments })).length,
    await of.activeSessions({ segments }),
  ];
};

describe.each(engines)('what is read within a snapshot on %s', (_name, make) => {
  let host: DamageHost;
  beforeEach(async () => {
    host = await make();
  });
  afterEach(() => host.remove());

  it('is of one moment, whoever writes meanwhile, and the next is of a later one', async () => {
    const [store, other] = [host.opened(), host.opened()];
    await store.migrate();
    await store.write(written('a'), examplePrice);
    const read = await store.snapshot?.(async (view) => {
      const before = [await figures(view), await view.extent()];
      await other.write(written('b'), examplePrice);
      return [before, [await figures(view), await view.extent()]];
    });
    expect(read?.[1]).toEqual(read?.[0]);
    expect(read?.[0]?.[0]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await store.snapshot?.(figures)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(await figures(store)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('that fails leaves a store that goes on', async () => {
    const store = host.opened();
    await store.migrate();
    await store.write(written('a'), examplePrice);
    await expect(store.snapshot?.(() => Promise.reject(new RangeError('mine')))).rejects.toThrow(RangeError);
    await store.write(written('b'), examplePrice);
    expect(await store.snapshot?.(figures)).toEqual([2, 2, 2, 2, 2, 2]);
  });
});
