import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RollupQuery } from '../model/Rollup.ts';
import { SLOT_MS } from '../model/timeSlot.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { comparableRows } from '../testing/queryArbitraries.ts';
import { batch, request, session, toolCall } from '../testing/steadyUsage.ts';
import { memoryStore } from './memory/memoryStore.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';
import type { UsageStore } from './UsageStore.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 5, 1);
/** In the middle of a slot of a day of UTC, and of the day before ten hours west of it. */
const LAST = FROM + 20 * DAY_MS + 8 * 3_600_000 + 400_000;

const times = Array.from({ length: 60 }, (_, i) => LAST - i * (DAY_MS / 3) - i * 7000);
const records = batch({
  requests: times.map((atMs, i) => request(`r${i}`, `s${i}`, atMs, { model: `m${i % 3}` })),
  sessions: times.map((atMs, i) => session(`s${i}`, atMs - 60_000, { project: i % 2 === 0 ? 'p' : 'q' })),
  toolCalls: times.map((atMs, i) => toolCall(`c${i}`, `s${i}`, atMs - 30_000)),
});

describe('a range that ends after all there is', () => {
  let store: UsageStore;
  let oracle: UsageStore;
  beforeEach(async () => {
    [store, oracle] = [sqliteStore(openSqlite(':memory:')), memoryStore()];
    await store.migrate();
    for (const each of [store, oracle]) {
      await each.write(records, examplePrice, { bulk: true });
      await each.drain();
    }
  });
  afterEach(() => store.close());

  const asked = (endMs: number, offsetSlots: number): RollupQuery[] => {
    const startMs = FROM + 3 * DAY_MS - offsetSlots * SLOT_MS;
    const changeMs = FROM + 12 * DAY_MS;
    const segments = [
      { startMs, endMs: changeMs, offsetSlots: offsetSlots + 4 },
      { startMs: changeMs, endMs, offsetSlots },
    ];
    return (['usage', 'tools', 'sessions'] as const).flatMap((family) =>
      (['total', 'day', 'weekHour', 'slot'] as const).flatMap((bucket) =>
        [undefined, ['p']].map((project) => ({
          family,
          bucket,
          segments,
          by: ['project'],
          ...(project && { where: { project } }),
        })),
      ),
    );
  };
  const differences = async (endMs: number, offsetSlots: number): Promise<unknown[]> => {
    const queries = asked(endMs, offsetSlots);
    const [rows, expected] = [await store.rollups(queries), await oracle.rollups(queries)];
    return queries.filter((_, i) => {
      const [own, right] = [comparableRows(rows[i] ?? []), comparableRows(expected[i] ?? [])];
      return JSON.stringify(own) !== JSON.stringify(right);
    });
  };

  it.each([0, -40, 8, 55])('has the rows of that range and no others (%d slots off UTC)', async (offsetSlots) => {
    for (const around of [-SLOT_MS, -60_001, -60_000, -30_001, -1, 0, 1, 60_000, SLOT_MS, 16 * 3_600_000, 9 * DAY_MS]) {
      expect({ around, differ: await differences(LAST + around, offsetSlots) }).toEqual({ around, differ: [] });
    }
  });

  it('is answered by whole days where they are right, and after a write by what is right then', async () => {
    const segments = [{ startMs: FROM, endMs: LAST + 5000, offsetSlots: 0 }];
    const query: RollupQuery = { family: 'usage', segments, bucket: 'day', by: [], where: { project: ['p'] } };
    const levels = async () => new Set((await store.explain?.(query))?.pieces.map(({ level }) => level));
    expect(await levels()).toEqual(new Set(['L2']));
    const later = batch({
      requests: [request('later', 's0', LAST + 6000)],
      sessions: [session('s0', LAST - 60_000, { project: 'p' })],
    });
    for (const each of [store, oracle]) await each.write(later, examplePrice);
    expect(await levels()).toEqual(new Set(['L2', 'L1', 'L0']));
    expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(await oracle.rollup(query)));
    for (const each of [store, oracle])
      await each.write(batch({ requests: [request('last', 's1', LAST + 4000)] }), examplePrice, { bulk: true });
    expect(await differences(LAST + 7000, 0)).toEqual([]);
  });

  it('in sealed time is refused where it is cut, as any other', async () => {
    const hourMs = 3_600_000;
    await store.seal(Math.ceil(LAST / hourMs) * hourMs);
    const at = (endMs: number) =>
      store.rollup({ family: 'usage', segments: [{ startMs: FROM, endMs, offsetSlots: 0 }], bucket: 'total', by: [] });
    await expect(at(LAST + 5000)).rejects.toMatchObject({ code: 'range_not_slot_aligned' });
    const [total] = await at(LAST + 2 * hourMs + 5000);
    expect(total?.measures.requests).toBe(60n);
    // Also where nothing is any more.
    await store.seal(Math.ceil(LAST / hourMs) * hourMs + 5 * hourMs);
    await expect(at(LAST + 2 * hourMs + 5000)).rejects.toMatchObject({ code: 'range_not_slot_aligned' });
  });
});
