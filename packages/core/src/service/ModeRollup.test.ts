import { describe, expect, it } from 'vitest';

import type { RollupQuery } from '../model/Rollup.ts';
import { costOf } from '../pricing/costOf.ts';
import type { StoreReads } from '../storage/UsageStore.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { batch, request } from '../testing/steadyUsage.ts';
import { tieredBook as book } from './fixtures/tieredBook.ts';
import { ModeRollup } from './ModeRollup.ts';

const AT_MS = Date.UTC(2026, 10, 20, 15);

const segments = [{ startMs: AT_MS - 86_400_000, endMs: AT_MS + 86_400_000, offsetSlots: 0 }];
/** Four sessions, of which two lie in one quarter of an hour; all of them together are long. */
const sessions = [0, 14, 15, 30].map((minute) =>
  request(`r${minute}`, `s${minute}`, AT_MS + minute * 60_000, {
    model: 'tiered',
    inputTokens: 60_000,
    outputTokens: 0,
    grain: 'session',
  }),
);
const days = [0, 1].map((day) =>
  request(`d${day}`, '', AT_MS - day * 60_000, {
    model: 'tiered',
    inputTokens: 500_000,
    outputTokens: 0,
    grain: 'bucket',
    requestCount: 10,
  }),
);
const timed = request('t', 't', AT_MS, { model: 'banded', inputTokens: 1_000_000, outputTokens: 0 });

/** The amounts of an answer, USD by values, and how many rollups by quarters of an hour it took. */
async function answered(query: Partial<RollupQuery>, asOf: { priceAtMs?: number }, requests = [...sessions, ...days]) {
  const store = memoryStore();
  await store.write(batch({ requests }), (each) => costOf(each, book));
  let bySlots = 0;
  const counted: StoreReads = {
    ...store,
    rollup: (of) => {
      bySlots += of.bucket === 'slot' ? 1 : 0;
      return store.rollup(of);
    },
  };
  const whole: RollupQuery = { family: 'usage', segments, by: ['model'], bucket: 'total', ...query };
  const rows = await new ModeRollup(counted, whole, book, asOf, { sealedBeforeMs: 0 }).read();
  const usd = rows.map(({ key, measures }) => [...key, Number(measures.costPico) / 1e12]);
  return { usd: usd.toSorted(), bySlots };
}

describe.each([
  ['known-now', {}],
  ['today', { priceAtMs: AT_MS }],
])('sums of several requests at the prices of %s', (_, asOf) => {
  it('are read once where what is assumed is not asked for: the amount is the same', async () => {
    expect(await answered({}, asOf)).toEqual({ usd: [['tiered', 1.24]], bySlots: 0 });
    const where = { model: ['tiered'], grain: ['session'] };
    expect(await answered({ where, bucket: 'day' }, asOf)).toEqual({ usd: [['tiered', 0.24]], bySlots: 0 });
    const unfiltered = { sumPrice: undefined } as unknown as NonNullable<RollupQuery['where']>;
    expect(await answered({ where: unfiltered }, asOf)).toEqual({ usd: [['tiered', 1.24]], bySlots: 0 });
  });

  it('are read by quarters of an hour where it is: those of one count as one sum', async () => {
    const grouped = [
      ['', 0.12],
      ['assumed', 1.12],
    ];
    expect(await answered({ by: ['sumPrice'] }, asOf)).toEqual({ usd: grouped, bySlots: 1 });
    const assumed = { where: { sumPrice: ['assumed'] } };
    expect(await answered(assumed, asOf)).toEqual({ usd: [['tiered', 1.12]], bySlots: 1 });
  });

  it('and so are requests whose price depends on the time of day', async () => {
    expect(await answered({}, asOf, [timed])).toEqual({ usd: [['banded', 1]], bySlots: 1 });
  });
});
