import { expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../model/timeSlot.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import type { StoreReads } from '../storage/UsageStore.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { batch, request } from '../testing/steadyUsage.ts';
import { ModeRollup } from './ModeRollup.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const own = { provider: '', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: 'contract' };
/** Nobody had a price when they were written. */
const written = priceBook({ rows: [] });
/** Now inputs have one, and outputs have none. */
const asked = priceBook({
  rows: [
    { ...own, id: '1', model: 'plain', rates: { input: '1' } },
    {
      ...own,
      id: '2',
      model: 'banded',
      rates: { input: '1' },
      timeBands: [{ windows: [{ start: '00:00', end: '12:00' }], rates: { input: '5' } }],
    },
  ],
});

/** Two requests of a moment: one without outputs, one with. */
const pair = (model: string, atMs: number): RequestRecord[] =>
  [0, 1].map((outputTokens) =>
    request(`${model} ${atMs} ${outputTokens}`, 's', atMs + outputTokens, {
      model,
      inputTokens: 1_000_000,
      outputTokens,
    }),
  );

/** An answer as USD and requests without a price by bucket, and how many rows each reading of single requests had. */
async function answered(
  requests: readonly RequestRecord[],
  query: Partial<RollupQuery>,
  limits: { sealedBeforeMs?: number; requestsAtOnce?: number } = {},
) {
  const store = memoryStore();
  await store.write(batch({ requests: [...requests] }), (each) => costOf(each, written));
  const read: number[] = [];
  const counted: StoreReads = {
    ...store,
    rollup: async (of) => {
      const rows = await store.rollup(of);
      if (of.by.includes('request.promptTokens')) read.push(rows.length);
      return rows;
    },
  };
  const segments = [{ startMs: AT_MS - 30 * DAY_MS, endMs: AT_MS + 30 * DAY_MS, offsetSlots: 8 }];
  const whole: RollupQuery = { family: 'usage', segments, by: [], bucket: 'total', ...query };
  const rollup = new ModeRollup(counted, whole, asked, {}, { sealedBeforeMs: 0, ...limits });
  const rows = new Map<number, [usd: number, unpriced: number]>();
  for (const { bucket, measures } of await rollup.read()) {
    const [usd, unpriced] = rows.get(bucket) ?? [0, 0];
    rows.set(bucket, [usd + Number(measures.costPico) / 1e12, unpriced + Number(measures.unpricedRequests)]);
  }
  return { rows: [...rows.values()], read, undecided: Number(rollup.undecidedRequests) };
}

it('requests that sums do not decide are read in parts of so many, at least a day', async () => {
  const requests = Array.from({ length: 6 }, (_, day) => pair('plain', AT_MS + day * DAY_MS)).flat();
  const answer = { rows: [[6, 6]], undecided: 0 };
  expect(await answered(requests, {})).toEqual({ ...answer, read: [2] });
  expect(await answered(requests, {}, { requestsAtOnce: 4 })).toEqual({ ...answer, read: [2, 2, 2] });
  expect(await answered(requests, {}, { requestsAtOnce: 1 })).toEqual({ ...answer, read: [2, 2, 2, 2, 2, 2] });
});

it('only the days and the price keys that sums do not decide are read again', async () => {
  const decided = Array.from({ length: 20 }, (_, i) =>
    request(`d${i}`, 's', AT_MS - i * HOUR_MS, { model: 'plain', inputTokens: 1 + i, outputTokens: 0 }),
  );
  const batched = pair('plain', AT_MS + DAY_MS).map((of, i) => ({ ...of, key: `b${i}`, outputTokens: 0 }));
  const requests = [
    ...decided,
    ...batched.map((of) => ({ ...of, serviceTier: 'batch' })),
    ...pair('plain', AT_MS + DAY_MS),
  ];
  const { rows, read } = await answered(requests, { bucket: 'day' });
  expect([rows.at(-1), read]).toEqual([[1, 3], [2]]);
});

it('requests of one quarter of an hour whose price depends on the time of day are told apart', async () => {
  const requests = [...pair('banded', AT_MS + HOUR_MS), ...pair('banded', AT_MS + 13 * HOUR_MS)];
  expect(await answered(requests, {})).toEqual({ rows: [[6, 2]], read: [4], undecided: 0 });
});

it('sealed time has no requests: what its sums do not decide is unpriced, and said', async () => {
  const requests = [...pair('plain', AT_MS), ...pair('plain', AT_MS + DAY_MS)];
  const answer = await answered(requests, { bucket: 'day' }, { sealedBeforeMs: AT_MS + HOUR_MS });
  expect(answer).toEqual({
    rows: [
      [0, 2],
      [1, 1],
    ],
    read: [2],
    undecided: 2,
  });
});
