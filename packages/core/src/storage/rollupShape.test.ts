import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { memoryStore } from './memory/index.ts';
import type { UsageStore } from './UsageStore.ts';

const segments = [{ startMs: 0, endMs: 900_000, offsetSlots: 0 }];
const USAGE = { family: 'usage', segments, bucket: 'total', by: [] } as const;
const PAGE = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;

const { engines, remove } = damageEngines();
const hosts: DamageHost[] = [];
afterAll(async () => {
  for (const host of hosts) await host.remove();
  await remove();
});
const makers: [name: string, make: () => Promise<UsageStore>][] = [
  ['memory', async () => memoryStore()],
  ...engines.map(([name, make]): [string, () => Promise<UsageStore>] => [
    name,
    async () => {
      const host = await make();
      hosts.push(host);
      return host.opened();
    },
  ]),
];

describe.each(makers)('questions of another shape on %s', (_name, make) => {
  let store: UsageStore;
  beforeAll(async () => {
    store = await make();
    await store.migrate();
  });
  const refusal = (part: string) => ({ code: 'invalid_argument', message: expect.stringContaining(`${part} is `) });

  it.each([null, undefined, 'model', 5, {}, [null], [5]])('by %j is refused', async (by) => {
    const query = { ...USAGE, by } as never;
    await expect(store.rollup(query)).rejects.toMatchObject(refusal('by'));
    await expect(store.rollups([query])).rejects.toMatchObject(refusal('by'));
  });

  it.each([null, 'requests', 5, {}])('measures %j is refused', async (measures) => {
    await expect(store.rollup({ ...USAGE, measures } as never)).rejects.toMatchObject(refusal('measures'));
  });

  it.each([null, 'text', 5, []])('where %j is refused, whatever is asked', async (of) => {
    const where = of as never;
    await expect(store.rollup({ ...USAGE, where })).rejects.toMatchObject(refusal('where'));
    await expect(store.sessions({ ...PAGE, where })).rejects.toMatchObject(refusal('where'));
    await expect(store.sessions({ ...PAGE, segments, where })).rejects.toMatchObject(refusal('where'));
    await expect(store.distribution({ measure: 'cost', segments, where })).rejects.toMatchObject(refusal('where'));
    await expect(store.lastSigns({ segments, where })).rejects.toMatchObject(refusal('where'));
    await expect(store.activeSessions({ segments, where })).rejects.toMatchObject(refusal('where'));
  });

  it('parts that are absent are all', async () => {
    expect(await store.rollup({ ...USAGE, where: undefined, measures: undefined } as never)).toEqual([]);
  });
});
