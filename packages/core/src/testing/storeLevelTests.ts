import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { zoneSegments } from '../metrics/zoneSegments.ts';
import type { SessionDistribution } from '../model/CountedValue.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import type { ContractTools } from './contractTools.ts';
import { distributionOf } from './distributionOf.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, steady } from './steadyUsage.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Zones with the days on which something odd happened to their clocks: half hours, skipped dates, midnight changes, double jumps. */
const ODD_DAYS: readonly [zone: string, day: string][] = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Europe/Berlin', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Kathmandu', '2026-06-01'],
  ['Asia/Kolkata', '2026-06-01'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kwajalein', '1993-08-21'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Asia/Beirut', '2026-03-29'],
  ['America/St_Johns', '2026-03-08'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Pacific/Chatham', '2026-04-05'],
  ['Asia/Pyongyang', '2018-05-05'],
  ['UTC', '2026-01-01'],
];

const levels = async (store: UsageStore, query: RollupQuery): Promise<string[]> =>
  [...new Set((await store.explain?.(query))?.pieces.map((p) => p.level) ?? [])].toSorted();

/** Levels of rollups: each gives the answer of the ledger, and is read where it should be. */
export function storeLevelTests({ database, fresh }: ContractTools): void {
  it('B05 local days of twelve zones and their odd days equal the definition at every level', async () => {
    for (const [zone, day] of ODD_DAYS) {
      const around = Date.parse(`${day}T12:00:00Z`);
      const records = steady(around - 3 * DAY_MS, around + 3 * DAY_MS, 25 * 60_000 + 7);
      const [store, oracle] = [await (await database()).open(), memoryStore()];
      store.declare({ zones: [zone] });
      await store.write(records, examplePrice, { bulk: true });
      await oracle.write(records, examplePrice);
      await store.drain();
      const segments = zoneSegments({ startMs: around - 2.5 * DAY_MS, endMs: around + 2 * DAY_MS + 7 }, zone);
      for (const family of ['usage', 'sessions'] as const) {
        for (const bucket of ['day', 'weekHour'] as const) {
          const query = {
            family,
            segments,
            bucket,
            by: [],
            measures: [family === 'usage' ? 'input' : 'sessions'],
          } as const;
          expect(comparableRows(await store.rollup(query)), `${zone} ${bucket}`).toEqual(
            comparableRows(await oracle.rollup(query)),
          );
        }
      }
      expect(await levels(store, { family: 'usage', segments, bucket: 'day', by: [] })).toContain('L2');
    }
  }, 60_000);

  it('the plan: days for one dimension, cells for two or another zone, the ledger for the rest and for what is dirty', async () => {
    const store = await fresh();
    const from = Date.UTC(2026, 5, 1);
    const to = from + 10 * DAY_MS;
    await store.write(steady(from, to, HOUR_MS), examplePrice, { bulk: true });
    const segments = zoneSegments({ startMs: from, endMs: to }, 'UTC');
    const query = { family: 'usage', segments, bucket: 'day', by: ['project'] } as const;
    expect(await levels(store, query)).toEqual(['L0']);
    await store.drain();
    expect(await levels(store, query)).toEqual(['L2']);
    expect(await levels(store, { ...query, by: ['project', 'model'] })).toEqual(['L2']);
    expect(await levels(store, { ...query, where: { project: ['p'] }, hideFailed: true })).toEqual(['L2']);
    expect(await levels(store, { ...query, by: ['project', 'serviceTier', 'promptBand'] })).toEqual(['L2']);
    expect(await levels(store, { ...query, bucket: 'slot', where: { speed: [''] } })).toEqual(['L1']);
    expect(await levels(store, { ...query, by: ['project', 'kind'] })).toEqual(['L2']);
    expect(await levels(store, { ...query, by: ['project'], where: { kind: ['main'], model: ['m1'] } })).toEqual([
      'L1',
    ]);
    expect(await levels(store, { ...query, by: ['source', 'kind'] })).toEqual(['L1']);
    expect(await levels(store, { ...query, bucket: 'weekHour' })).toEqual(['L1']);
    expect(
      await levels(store, { ...query, segments: zoneSegments({ startMs: from, endMs: to }, 'Asia/Tokyo') }),
    ).toEqual(['L1']);
    // Without a dimension the quarters of an hour of days are kept: other zones, hours, slots and parts of days are made of them.
    const away = zoneSegments({ startMs: from + 3 * HOUR_MS, endMs: to }, 'Asia/Kathmandu');
    for (const bucket of ['day', 'weekHour', 'slot', 'total'] as const) {
      expect(await levels(store, { ...query, bucket, by: ['model'], segments: away })).toEqual(['L2']);
    }
    expect(await levels(store, { ...query, bucket: 'total', segments: away })).toEqual(['L1', 'L2']);
    expect(await levels(store, { ...query, by: ['status'] })).toEqual(['L0']);
    expect(await levels(store, { ...query, family: 'sessions' })).toEqual(['L2']);
    expect(await levels(store, { ...query, family: 'sessions', by: ['project', 'model'] })).toEqual(['L1']);
    const counted = { ...query, family: 'sessions', measures: ['sessions'] } as const;
    expect(await levels(store, { ...counted, by: ['project'], where: { model: ['m1'] } })).toEqual(['L2']);
    expect(await levels(store, { ...query, segments: [{ startMs: from + 1, endMs: to, offsetSlots: 0 }] })).toEqual([
      'L0',
      'L1',
      'L2',
    ]);
    await store.write(batch({ requests: [request('late', 'late', from + 5 * DAY_MS)] }), examplePrice, { bulk: true });
    expect(await levels(store, query)).toEqual(['L0', 'L1', 'L2']);
    await store.write(batch({ requests: [request('small', 'small', from + 5 * DAY_MS)] }), examplePrice);
    expect(await levels(store, query)).toEqual(['L2']);
  });

  it('B09 a dimension past maxValues leaves the rollups, one declared later joins them, and no answer changes', async () => {
    const shared = await database();
    const store = await shared.open();
    const user = (maxValues: number) => dimension('user', { grain: 'session', maxValues });
    const from = Date.UTC(2026, 5, 1);
    const records = (n: number) =>
      batch({
        requests: Array.from({ length: n }, (_, i) => request(`r${i}`, `s${i}`, from + i * HOUR_MS)),
        sessions: Array.from({ length: n }, (_, i) => session(`s${i}`, from, { dimensions: { user: `u${i}` } })),
      });
    const query = {
      family: 'usage',
      segments: [{ startMs: from, endMs: from + 2 * DAY_MS, offsetSlots: 0 }],
      bucket: 'total',
      by: ['user'],
    } as const;
    await store.write(records(4), examplePrice);
    await expect(store.rollup(query)).rejects.toMatchObject({ code: 'unknown_dimension' });
    store.declare({ dimensions: [user(5)] });
    await store.drain();
    expect(await levels(store, query)).toEqual(['L2']);
    expect(await store.rollup(query)).toHaveLength(4);
    await store.write(records(9), examplePrice);
    await store.drain();
    expect((await store.check()).unrolledDimensions).toEqual([{ name: 'user', values: 9 }]);
    expect(await levels(store, query)).toEqual(['L0']);
    expect(await store.rollup(query)).toHaveLength(9);
    expect(await levels(store, { ...query, by: ['project'] })).toEqual(['L2']);
    store.declare({ dimensions: [user(20)] });
    await store.drain();
    expect(await levels(store, query)).toEqual(['L2']);
    expect(await store.rollup(query)).toHaveLength(9);
    expect(await store.check()).toMatchObject({ differences: [], unrolledDimensions: [] });
  });

  it('B09 what joins the rollups when time is sealed already divides usage since, and sessions of all time', async () => {
    const [store, oracle] = [await (await database()).open(), memoryStore()];
    const declare = (rollup: boolean): void => {
      for (const each of [store, oracle])
        each.declare({ dimensions: [dimension('user', { grain: 'session', rollup })], zones: ['UTC'] });
    };
    declare(false);
    const from = Date.UTC(2026, 5, 1);
    const [sealed, to] = [from + 2 * DAY_MS, from + 4 * DAY_MS];
    const { requests, sessions } = steady(from, to, 5 * HOUR_MS);
    const users = sessions.map((of, i) => ({ ...of, dimensions: { user: i % 3 === 0 ? 'u1' : 'u2' } }));
    const different = requests.map((of, i) => ({ ...of, inputTokens: 10 * i }));
    for (const each of [store, oracle]) await each.write(batch({ requests: different, sessions: users }), examplePrice);
    await store.drain();
    await store.seal(sealed);
    declare(true);
    await store.drain();
    const segmentsFrom = (startMs: number) => [{ startMs, endMs: to, offsetSlots: 0 }];
    const by: Pick<RollupQuery, 'by' | 'where'>[] = [{ by: ['user'] }, { by: [], where: { user: ['u1'] } }];
    const asked = (family: RollupQuery['family'], startMs: number): RollupQuery[] =>
      by.map((of) => ({ family, segments: segmentsFrom(startMs), bucket: 'day', ...of }));
    for (const query of [...asked('usage', sealed), ...asked('sessions', from)])
      expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(await oracle.rollup(query)));
    for (const query of asked('usage', sealed)) expect(await levels(store, query)).toEqual(['L2']);
    for (const startMs of [from, sealed - HOUR_MS]) {
      for (const query of asked('usage', startMs))
        await expect(store.rollup(query)).rejects.toMatchObject({ code: 'detail_sealed' });
      const filter = { segments: segmentsFrom(startMs), where: { user: ['u1'] } };
      const answers = async (of: UsageStore) => {
        const distribution = await distributionOf(of, { measure: 'tokens', ...filter });
        const page = await of.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 3, offset: 1, ...filter });
        return [distribution, page, (await of.lastSigns(filter)).toSorted()];
      };
      expect(await answers(store)).toEqual(await answers(oracle));
    }
    expect((await store.check()).differences).toEqual([]);
  });

  it('S1.06 of many sessions a distribution is of buckets: numbers exact, values within 1 %', async () => {
    const store = await fresh();
    const from = Date.UTC(2026, 5, 1);
    const requests = Array.from({ length: 300 }, (_, i) =>
      request(`r${i}`, `s${i}`, from + i * HOUR_MS, {
        inputTokens: Math.round(1.05 ** i) - 1,
        outputTokens: 0,
        model: i % 50 === 0 ? 'unpriced' : 'm1',
      }),
    );
    await store.write(batch({ requests }), examplePrice);
    await store.drain();
    const segments = [{ startMs: from + HOUR_MS, endMs: from + 300 * HOUR_MS, offsetSlots: 0 }];
    for (const measure of ['cost', 'tokens', 'duration'] as const) {
      const expand = ({ values }: SessionDistribution): number[] =>
        values
          .flatMap(({ value, sessions }) => Array.from({ length: sessions }, () => value ?? -1))
          .toSorted((a, b) => a - b);
      const exact = await store.distribution({ measure, segments });
      const rough = await store.distribution({ measure, segments, exactUpTo: 100 });
      expect([exact.approximate, rough.approximate]).toEqual([false, true]);
      const [values, buckets] = [expand(exact), expand(rough)];
      expect(buckets).toHaveLength(values.length);
      const off = values.filter((value, i) => Math.abs((buckets[i] ?? 0) - value) > Math.abs(value) * 0.0101 + 0.5);
      expect({ measure, off }).toEqual({ measure, off: [] });
    }
  });
}
