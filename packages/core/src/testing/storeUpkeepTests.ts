import { expect, it } from 'vitest';

import { examplePrice } from './ledgerArbitraries.ts';
import { batch, request, steady } from './steadyUsage.ts';
import type { ContractTools } from './storeContract.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Upkeep of the rollups: readers meanwhile, damage, sums that do not fit. */
export function storeUpkeepTests({ database, fresh }: ContractTools): void {
  it('a reader sees the same totals all through an import and the recomputing after it', async () => {
    const shared = await database();
    const [writer, reader] = [await shared.open(), await shared.open()];
    const from = Date.UTC(2026, 5, 1);
    const segments = [{ startMs: from, endMs: from + 20 * DAY_MS, offsetSlots: 0 }];
    const total = async () =>
      (await reader.rollup({ family: 'usage', segments, bucket: 'total', by: ['project'] }))[0]?.measures;
    await writer.write(steady(from, from + 20 * DAY_MS, HOUR_MS), examplePrice, { bulk: true });
    const expected = await total();
    expect(expected?.requests).toBe(480n);
    const progress = { done: false };
    const draining = writer.drain({ limit: 7 }).then(() => (progress.done = true));
    let reads = 0;
    while (reads < 2 || !progress.done) {
      reads += 1;
      expect(await total()).toEqual(expected);
      // A driver that answers at once would keep the other store's timers waiting.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await draining;
    expect(await total()).toEqual(expected);
  });

  it('a damaged row of a cache is found by a check and mended by a rebuild', async () => {
    const shared = await database();
    const store = await shared.open();
    const from = Date.UTC(2026, 5, 1);
    await store.write(steady(from, from + 3 * DAY_MS, HOUR_MS), examplePrice);
    await store.drain();
    expect((await store.check()).differences).toEqual([]);
    const damages = [
      ['L1', 'update uk_usage_cell set input = input + 1 where slot = (select min(slot) from uk_usage_cell)'],
      ['L1', 'delete from uk_usage_cell where slot = (select max(slot) from uk_usage_cell)'],
      [
        'L2',
        'update uk_usage_day set cost_nano = cost_nano - 1 where day = (select min(day) from uk_usage_day) and dimension = 0',
      ],
      [
        'L2',
        'update uk_session_day set sessions = 99 where day = (select max(day) from uk_session_day) and dimension = 0',
      ],
      ['session', 'update uk_session set output = output + 1 where id = 1'],
    ] as const;
    for (const [level, damage] of damages) {
      await shared.execute(damage);
      const found = (await store.check()).differences.map((d) => d.level);
      await store.rebuild();
      const left = (await store.check()).differences;
      expect({ damage, isFound: found.includes(level), left }).toEqual({ damage, isFound: true, left: [] });
    }
  });

  it('sums beyond 2^53 and 2^63 stay exact', async () => {
    const store = await fresh();
    const at = Date.UTC(2026, 5, 1);
    const requests = Array.from({ length: 2000 }, (_, i) =>
      request(`r${i}`, `s${i}`, at, { inputTokens: 2 ** 53 - 1, outputTokens: 0 }),
    );
    const price = () => ({
      ...examplePrice({ ...request('', '', 0), inputTokens: 0 }),
      nanoUsd: 2 ** 53 - 1,
      picoRest: 999,
    });
    await store.write(batch({ requests }), price);
    await store.drain();
    for (const segment of [
      { startMs: at, endMs: at + 1 },
      { startMs: at, endMs: at + DAY_MS },
    ]) {
      const rows = await store.rollup({
        family: 'usage',
        segments: [{ ...segment, offsetSlots: 0 }],
        bucket: 'total',
        by: [],
      });
      expect(rows[0]?.measures.input).toBe(2000n * (2n ** 53n - 1n));
      expect(rows[0]?.measures.costPico).toBe(2000n * (9007199254740991n * 1000n + 999n));
    }
  });
}
