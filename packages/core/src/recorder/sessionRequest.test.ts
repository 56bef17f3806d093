import { describe, expect, it } from 'vitest';

import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { type Recorder, recorder } from './recorder.ts';

const AT_MS = Date.UTC(2026, 10, 10, 2);
const EVER = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
const book = priceBook();
/** Above 100,000 tokens of the prompt $0.50 a million, else $0.10. */
const tiered = { key: 'k', model: 'claude-haiku-5-5', at: AT_MS };
const prompt = { inputTokens: 150_000 };

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('a session that states its number of model calls, on %s', (_, open) => {
  const made = async (): Promise<[Recorder, UsageStore]> => {
    const store = open();
    await store.migrate();
    return [recorder({ store, price: (request) => costOf(request, book), now: () => AT_MS + 1000 }), store];
  };
  const found = async (store: UsageStore) => {
    const rows = await store.rollup({ family: 'usage', segments: EVER, bucket: 'total', by: ['grain', 'sumPrice'] });
    const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
    return [
      ...rows.map(({ key, measures }) => [...key, Number(measures.requests), Number(measures.costPico) / 1e12]),
      ...sessions.map(({ status, requests, models }) => [status, requests, models]),
    ];
  };

  it.each([
    ['complete', 'completed'],
    ['fail', 'failed'],
    ['block', 'blocked'],
    ['update', 'running'],
  ] as const)('is one request where that is 1: %s', async (call, status) => {
    const [usage, store] = await made();
    await usage.start(tiered)[call]({ ...prompt, requestCount: 1 });
    expect(await found(store)).toEqual([
      ['request', '', 1, 0.075],
      [status, 1, ['claude-haiku-5-5']],
    ]);
  });

  it('is as many requests as there may be where it states none, or more', async () => {
    const [usage, store] = await made();
    await usage.start(tiered).complete(prompt);
    await usage.start({ ...tiered, key: 'other' }).complete({ ...prompt, requestCount: 2 });
    expect(await found(store)).toEqual([
      ['session', 'assumed', 3, 0.03],
      ['completed', 1, ['claude-haiku-5-5']],
      ['completed', 2, ['claude-haiku-5-5']],
    ]);
  });

  it('has the price of the time of its start where the price depends on it', async () => {
    const [usage, store] = await made();
    const started = usage.start({ ...tiered, model: 'deepseek-v4-flash' });
    await started.complete({ inputTokens: 1_000_000, requestCount: 1, at: AT_MS + 60_000 });
    expect((await found(store))[0]).toEqual(['request', '', 1, 0.3]);
  });

  it('is several again when a later statement says so, from whichever process, and one when it says that', async () => {
    const [usage, store] = await made();
    const started = usage.start(tiered);
    await started.update({ ...prompt, requestCount: 1 });
    await started.update({ requestCount: 2 });
    expect((await found(store))[0]).toEqual(['session', 'assumed', 2, 0.015]);
    await started.complete({ requestCount: 1, at: AT_MS + 2000 });
    expect((await found(store))[0]).toEqual(['request', '', 1, 0.075]);
    const [other] = [recorder({ store, price: (request) => costOf(request, book), now: () => AT_MS + 5000 })];
    await other.start(tiered).fail({ ...prompt, requestCount: 2 });
    expect(await found(store)).toEqual([
      ['session', 'assumed', 2, 0.015],
      ['failed', 2, ['claude-haiku-5-5']],
    ]);
  });

  it('keeps what was stated where an end, also of another process, states no counts', async () => {
    const [usage, store] = await made();
    await usage.start(tiered).update({ ...prompt, requestCount: 1 });
    await recorder({ store, price: (request) => costOf(request, book), now: () => AT_MS + 5000 })
      .start(tiered)
      .fail();
    expect(await found(store)).toEqual([
      ['request', '', 1, 0.075],
      ['failed', 1, ['claude-haiku-5-5']],
    ]);
  });
});
