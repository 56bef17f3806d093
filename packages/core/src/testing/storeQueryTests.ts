import { expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { ContractTools } from './storeContract.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const SEGMENTS = [{ startMs: AT_MS, endMs: AT_MS + DAY_MS, offsetSlots: 0 }];

/** Parts of questions that are none: refused by every store alike, before it is asked. */
export function storeQueryTests({ fresh }: ContractTools): void {
  it('a distribution of a number of sessions that is none is refused', async () => {
    const query = { measure: 'cost', segments: SEGMENTS } as const;
    for (const store of [await fresh(), memoryStore()]) {
      for (const none of [-1, Number.NaN, '5', null, 5n]) {
        for (const name of ['exactUpTo', 'dearest']) {
          const asked = store.distribution({ ...query, [name]: none });
          await expect(asked, `${name} ${String(none)}`).rejects.toMatchObject({ code: 'invalid_argument' });
        }
      }
      const known = { ...query, exactUpTo: 0, dearest: 0 };
      expect(await store.distribution(known)).toEqual({ values: [], approximate: false });
    }
  });
}
