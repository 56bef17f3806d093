import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { comparedStores } from '../testing/comparedStores.ts';
import type { UsageStore } from './UsageStore.ts';

const segments = [{ startMs: 0, endMs: 900_000, offsetSlots: 0 }];
const USAGE = { family: 'usage', segments, bucket: 'total', by: [] } as const;
const PAGE = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;

const { makers, remove } = comparedStores();
afterAll(remove);

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
