import { expect, it } from 'vitest';

import type { ZoneSegment } from '../model/Rollup.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { StoreReads } from '../storage/UsageStore.ts';
import type { ContractTools } from './storeContract.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const SEGMENTS = [{ startMs: AT_MS, endMs: AT_MS + DAY_MS, offsetSlots: 0 }];

const PAGE = { sortBy: 'cost', sortOrder: 'desc', limit: 9, offset: 0 } as const;

/** Stretches of time that are none. */
const NO_SEGMENTS: readonly (readonly [what: string, segments: unknown])[] = [
  ['half milliseconds', [{ startMs: AT_MS + 0.5, endMs: AT_MS + 1.5, offsetSlots: 0 }]],
  ['ends that are no safe integers', [{ startMs: -1e300, endMs: 1e300, offsetSlots: 0 }]],
  ['no end', [{ startMs: AT_MS, endMs: Infinity, offsetSlots: 0 }]],
  ['times that are texts', [{ startMs: `${AT_MS}`, endMs: `${AT_MS + 1}`, offsetSlots: 0 }]],
  ['an end before the start', [{ startMs: AT_MS, endMs: AT_MS - 1, offsetSlots: 0 }]],
  ['half a slot of offset', [{ startMs: AT_MS, endMs: AT_MS + 1, offsetSlots: 0.5 }]],
  ['more than a day of offset', [{ startMs: AT_MS, endMs: AT_MS + 1, offsetSlots: 97 }]],
  ['no offset', [{ startMs: AT_MS, endMs: AT_MS + 1 }]],
  ['nothing', [undefined]],
  ['a hole', Object.assign([], { 1: SEGMENTS[0] })],
  ['the same time twice', [...SEGMENTS, ...SEGMENTS]],
  ['no list', { startMs: AT_MS, endMs: AT_MS + 1, offsetSlots: 0 }],
  ['null', null],
];

/** Every question that is asked of stretches of time. */
const askedOf = (store: StoreReads, segments: readonly ZoneSegment[]): Record<string, () => Promise<unknown>> => {
  const query = { family: 'usage', segments, bucket: 'total', by: [] } as const;
  return {
    rollup: () => store.rollup(query),
    rollups: () => store.rollups([{ ...query, segments: SEGMENTS }, query]),
    sessions: () => store.sessions({ ...PAGE, segments }),
    distribution: () => store.distribution({ measure: 'cost', segments }),
    lastSigns: () => store.lastSigns({ segments }),
    activeSessions: () => store.activeSessions({ segments }),
  };
};

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
  it.each(NO_SEGMENTS)('segments with %s are refused, whatever is asked of them', async (_, segments) => {
    for (const store of [await fresh(), memoryStore()]) {
      for (const [name, ask] of Object.entries(askedOf(store, segments as ZoneSegment[]))) {
        await expect(ask(), `of ${name}`).rejects.toMatchObject({ code: 'invalid_argument' });
      }
    }
  });

  it('segments are left out of lists of sessions only', async () => {
    for (const store of [await fresh(), memoryStore()]) {
      const { sessions, ...others } = askedOf(store, undefined as never);
      expect(await sessions?.()).toEqual({ sessions: [], total: 0 });
      for (const [name, ask] of Object.entries(others)) {
        await expect(ask(), `of ${name}`).rejects.toMatchObject({ code: 'invalid_argument' });
      }
    }
  });
}
