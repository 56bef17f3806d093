import { beforeEach, describe, expect, it } from 'vitest';

import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { recordedRequest } from './recordedRequest.ts';
import { type Recorder, recorder } from './recorder.ts';

const START_MS = Date.UTC(2026, 1, 24, 9, 15);
const book = priceBook();
const call = {
  session: 's1',
  key: 'k',
  model: 'gpt-5',
  at: START_MS,
  usage: { inputTokens: 100, outputTokens: 5, totalCostUsd: '0.5' },
};
const correction = { ...call, session: 's2', model: 'gpt-5.4', usage: { inputTokens: 50, outputTokens: 9 } };
const corrected = { id: 's2', models: ['gpt-5.4'], requests: 1, inputTokens: 50, outputTokens: 9 };

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('corrections of a model call, on %s', (_, open) => {
  let store: UsageStore;
  let clockMs: number;
  const process = (): Recorder => recorder({ store, price: (request) => costOf(request, book), now: () => clockMs });
  const sessions = async () =>
    (await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).sessions;
  beforeEach(async () => {
    clockMs = START_MS;
    store = open();
    await store.migrate();
  });

  it('the later call with a key replaces the earlier whole, downwards too, and of one instant', async () => {
    const usage = process();
    await usage.request(call);
    await usage.request(correction);
    expect(await sessions()).toMatchObject([corrected]);
    expect((await sessions())[0]?.costUsd).not.toBe(0.5);
    await Promise.all([usage.request(call), usage.request(correction)]);
    expect(await sessions()).toMatchObject([corrected]);
    await usage.request(correction);
    expect(await sessions()).toMatchObject([corrected]);
  });

  it('of several processes the one whose clock is later', async () => {
    const [first, second] = [process(), process()];
    await first.request(call);
    clockMs += 1;
    await second.request(correction);
    expect(await sessions()).toMatchObject([corrected]);
    clockMs += 1;
    await first.request(call);
    expect(await sessions()).toMatchObject([{ id: 's1', inputTokens: 100, outputTokens: 5, costUsd: 0.5 }]);
  });

  it('of several processes at one instant one holds whole, the same one in either order', async () => {
    const whole = [];
    for (const calls of [
      [call, correction],
      [correction, call],
    ]) {
      store = open();
      await store.migrate();
      for (const stated of calls) await process().request(stated);
      whole.push((await sessions()).map((s) => [s.id, s.inputTokens, s.outputTokens, s.costUsd === 0.5]));
    }
    expect(whole[1]).toEqual(whole[0]);
    expect([[['s1', 100, 5, true]], [['s2', 50, 9, false]]]).toContainEqual(whole[0]);
  });

  it('a call that a former version recorded at its clock alone is replaced', async () => {
    const batch = recordedRequest({ source: 'recorder', declared: [], now: () => clockMs }, call);
    const [request] = batch.requests;
    const older = { ...batch, requests: [{ ...request, revision: clockMs + 40 }] };
    await store.write(older, (r) => costOf(r, book));
    await process().request(correction);
    expect(await sessions()).toMatchObject([corrected]);
  });
});
