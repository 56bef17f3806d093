import { expect, it } from 'vitest';

import type { RollupFamily, RollupFilter, ZoneSegment } from '../model/Rollup.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { StoreReads, UsageStore } from '../storage/UsageStore.ts';
import { exampleDimensions, examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, toolCall } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const SEGMENTS = [{ startMs: AT_MS, endMs: AT_MS + DAY_MS, offsetSlots: 0 }];

const LARGE = Number.MAX_SAFE_INTEGER;
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

  it.each([
    ['before 1970', -1, AT_MS + 5000],
    ['long before it, to long after the last record there can be', -LARGE, LARGE],
    ['where no record can be', LARGE - 5, LARGE],
    ['before the first record there can be', -LARGE, 0],
  ])('time %s is answered by what there is in it', async (_, startMs, endMs) => {
    const [store, oracle] = [await fresh(), memoryStore()];
    oracle.declare({ dimensions: exampleDimensions });
    const written = batch({
      requests: [request('r', 's', AT_MS), request('r2', 't', AT_MS + DAY_MS)],
      sessions: [session('s', AT_MS), session('t', AT_MS + DAY_MS)],
      toolCalls: [toolCall('c', 's', AT_MS)],
    });
    for (const of of [store, oracle]) await of.write(written, examplePrice);
    await store.drain();
    for (const offsetSlots of [0, 22, -20]) {
      const segments = [{ startMs, endMs, offsetSlots }];
      const answers = async (of: UsageStore): Promise<unknown> => {
        const rows = [];
        for (const family of ['usage', 'tools', 'sessions'] satisfies RollupFamily[]) {
          for (const by of [[], ['model'], ['status']]) {
            for (const bucket of ['total', 'day', 'slot'] as const) {
              rows.push(comparableRows(await of.rollup({ family, segments, bucket, by })));
            }
          }
        }
        const { values } = await of.distribution({ measure: 'cost', segments });
        const costs = values.map((value) => JSON.stringify(value)).toSorted();
        const signs = (await of.lastSigns({ segments })).toSorted();
        const page = await of.sessions({ ...PAGE, segments });
        return [rows, costs, signs, page, await of.activeSessions({ segments })];
      };
      expect(await answers(store)).toEqual(await answers(oracle));
    }
  });

  it.each([
    ['a hole', Object.assign([], { 1: 'm' })],
    ['nothing', [undefined, 'm']],
    ['a number', [1]],
    ['no list', 'm'],
  ])('a filter that lists %s is refused, whatever it filters', async (_, model) => {
    const where = { model } as RollupFilter;
    for (const store of [await fresh(), memoryStore()]) {
      const asked = {
        rollup: store.rollup({ family: 'usage', segments: SEGMENTS, bucket: 'total', by: [], where }),
        sessions: store.sessions({ ...PAGE, where }),
        distribution: store.distribution({ measure: 'cost', segments: SEGMENTS, where }),
        lastSigns: store.lastSigns({ segments: SEGMENTS, where }),
        activeSessions: store.activeSessions({ segments: SEGMENTS, where }),
      };
      const results = await Promise.allSettled(Object.values(asked));
      for (const [i, name] of Object.keys(asked).entries()) {
        expect([name, results[i]]).toMatchObject([name, { status: 'rejected', reason: { code: 'invalid_argument' } }]);
      }
    }
  });

  it('a zone that is none is not declared', async () => {
    for (const store of [await fresh(), memoryStore()]) {
      for (const zone of ['Europe/Belrin', '', undefined, 5]) {
        const declared = () => store.declare({ zones: ['UTC', zone as string] });
        expect(declared).toThrow(expect.objectContaining({ code: 'invalid_time_zone' }));
      }
      expect(() => store.declare({ zones: ['+05:31'] })).toThrow(expect.objectContaining({ code: 'zone_off_grid' }));
    }
  });
}
