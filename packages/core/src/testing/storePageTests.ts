import { expect, it } from 'vitest';

import type { StoredSessionQuery } from '../storage/UsageStore.ts';
import type { ContractTools } from './contractTools.ts';

const NEWEST = { sortBy: 'date', sortOrder: 'desc', limit: 10, offset: 0 } as const;

/** Pages of sessions that are none, and those at the edge of what is one. */
export function storePageTests(tools: ContractTools): void {
  it('S2.08 refuses a page that is none, and gives an empty one beyond the end', async () => {
    const store = await tools.fresh();
    const asked = (page: Partial<Record<'limit' | 'offset', unknown>>) =>
      store.sessions({ ...NEWEST, ...page } as StoredSessionQuery);
    for (const wrong of [-1, 0.5, Number.NaN, Infinity, 1e300, 2 ** 53, '5; drop table', null, undefined, 3n]) {
      for (const name of ['limit', 'offset'] as const) {
        await expect(asked({ [name]: wrong }), `${name} ${String(wrong)}`).rejects.toMatchObject({
          code: 'invalid_argument',
        });
      }
    }
    const most = Number.MAX_SAFE_INTEGER;
    for (const page of [{ limit: 0 }, { limit: most }, { offset: most }, { limit: most, offset: most }]) {
      expect(await asked(page)).toEqual({ sessions: [], total: 0 });
    }
  });
}
