import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import type { UsageStore } from './UsageStore.ts';

const FROM_MS = Date.UTC(2026, 2, 2);
const DAY = 86_400_000;
const segments = [{ startMs: FROM_MS, endMs: FROM_MS + DAY, offsetSlots: 0 }];
/** More than are kept in one row of a day. */
const names = Array.from({ length: 600 }, (_, i) => `p${i}`);

const { engines, remove } = damageEngines();
afterAll(remove);

describe.each(engines)('days that are damaged on %s', (name, make) => {
  let host: DamageHost;
  beforeEach(async () => {
    host = await make();
    const store = host.opened();
    store.declare({ zones: ['UTC'] });
    await store.migrate();
    await store.write(
      batch({
        requests: names.map((of, i) => request(of, of, FROM_MS + i * 1000)),
        sessions: names.map((of, i) => session(of, FROM_MS + i * 1000, { project: of })),
      }),
      examplePrice,
    );
    await store.drain();
  });
  afterEach(() => host.remove());

  const EMPTY = { SQLite: "x''", PostgreSQL: "''" }[name] ?? '';
  const usage = async (store: UsageStore, where = {}): Promise<unknown[]> => {
    const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [], where });
    return rows.map(({ measures }) => measures.requests);
  };
  const refusal = {
    code: 'store_unavailable',
    message: expect.stringContaining('doctor --rebuild`, or rebuild() of the store, makes it'),
  };

  it('an emptied day is not taken for one of parts', async () => {
    await host.execute(`update uk_marginal set data = ${EMPTY} where dimension = 0`);
    await expect(usage(host.opened())).rejects.toMatchObject(refusal);
    await host.opened().rebuild();
    expect(await usage(host.opened())).toEqual([600n]);
  });

  it('a day whose parts are lost is not taken for an empty one', async () => {
    const one = { project: ['p7'] };
    expect(await usage(host.opened(), one)).toEqual([1n]);
    await host.execute('delete from uk_marginal where part > 0');
    await expect(usage(host.opened(), one)).rejects.toMatchObject(refusal);
    await host.opened().rebuild();
    expect(await usage(host.opened(), one)).toEqual([1n]);
  });
});
