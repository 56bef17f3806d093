import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { AnalyticsService } from '../service/AnalyticsService.ts';
import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import type { UsageStore } from './UsageStore.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);
const segments = [{ startMs: AT_MS, endMs: AT_MS + 3_600_000, offsetSlots: 0 }];

const { engines, remove } = damageEngines();
afterAll(remove);

/** Requests by model and project. */
const answer = async (store: UsageStore): Promise<string[]> => {
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['model', 'project'] });
  return rows.map(({ key, measures }) => `${key.join(' ')} ${measures.requests}`).toSorted();
};

const write = (store: UsageStore, name: string, model: string, project: string) =>
  store.write(
    batch({ requests: [request(name, name, AT_MS, { model })], sessions: [session(name, AT_MS, { project })] }),
    examplePrice,
  );

describe.each(engines)('data that is set back and written again on %s', (_name, make) => {
  let host: DamageHost;
  let store: UsageStore;
  beforeEach(async () => {
    host = await make();
    store = host.opened();
    await store.migrate();
    await write(store, 'a', 'm1', 'old');
  });
  afterEach(() => host.remove());

  const setBack = async (): Promise<void> => {
    for (const table of Object.keys(await host.tables())) {
      if (table.startsWith('uk_') && table !== 'uk_meta') await host.execute(`delete from ${table}`);
    }
  };

  it('is answered as it is, by a store that was open all the time, whose answers are kept', async () => {
    const service = new AnalyticsService({ store, timeZone: 'UTC', now: () => AT_MS + 3_600_000 });
    const projects = async () => Object.keys((await service.getAnalytics('7d')).sessions.byProject);
    expect(await projects()).toEqual(['old']);
    await setBack();
    // As many writes as before.
    await write(host.opened(), 'b', 'm2', 'new');
    expect(await projects()).toEqual(['new']);
    expect(await answer(store)).toEqual(['m2 new 1']);
  });

  it('is gone on with under its own names, although more was written than before while the store did not look', async () => {
    await setBack();
    const other = host.opened();
    for (const [name, model] of ['m2', 'm3', 'm4'].entries()) await write(other, `b${name}`, model, `p${name}`);
    await write(store, 'c', 'm1', 'old');
    const expected = ['m1 old 1', 'm2 p0 1', 'm3 p1 1', 'm4 p2 1'];
    expect(await answer(store)).toEqual(expected);
    expect(await answer(host.opened())).toEqual(expected);
    expect((await store.check()).differences).toEqual([]);
  });
});
