import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';

import { COST_MODES } from '../model/CostMode.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { postgresStore } from '../storage/postgres/postgresStore.ts';
import type { StoreReads, UsageStore } from '../storage/UsageStore.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { temporaryPostgres } from '../testing/temporaryPostgres.ts';
import { betweenWrites } from './betweenWrites.ts';
import { usagekit } from './usagekit.ts';

const START_MS = Date.UTC(2026, 10, 20);
const book = priceBook();

it('parts of an answer sum to its total in every mode while another connection writes', async () => {
  const database = await temporaryPostgres();
  const open = () => postgresStore(new pg.Pool({ connectionString: database.url }));
  const [read, written] = [open(), open()];
  onTestFinished(async () => {
    await Promise.all([read.close(), written.close()]);
    await database.remove();
  });
  await read.migrate();
  let writes = 0;
  const write = async (): Promise<void> => {
    const [id, atMs] = [`s${writes}`, START_MS + writes * 60_000];
    const of = batch({
      requests: [request(id, id, atMs, { model: 'claude-opus-5', inputTokens: 1000 })],
      sessions: [session(id, atMs, { project: `p${writes % 3}` })],
    });
    writes += 1;
    await written.write(of, (r) => costOf(r, book));
  };
  /** A view whose every part is read after one more write. */
  const amongWrites = (view: StoreReads): StoreReads => ({
    ...view,
    rollup: (query) => write().then(() => view.rollup(query)),
    rollups: (queries) => write().then(() => view.rollups(queries)),
    sessions: (query) => write().then(() => view.sessions(query)),
    distribution: (query) => write().then(() => view.distribution(query)),
    lastSigns: (query) => write().then(() => view.lastSigns(query)),
    activeSessions: (query) => write().then(() => view.activeSessions(query)),
  });
  const store: UsageStore = { ...read, snapshot: (work) => read.snapshot!((view) => work(amongWrites(view))) };
  const usage = usagekit({ store, timeZone: 'UTC', now: () => START_MS + 86_400_000, prices: book });
  const nano = (costs: readonly { nanoUsd: string | null }[]): bigint =>
    costs.reduce((sum, { nanoUsd }) => sum + BigInt(nanoUsd ?? 0), 0n);
  for (let round = 0; round < 3; round += 1) {
    for (const costs of COST_MODES) {
      await write();
      const before = writes;
      const answer = await usage.service.getAnalytics({ dateRange: '7d', costs });
      const { cost, series, sessions } = answer;
      expect(writes).toBeGreaterThan(before);
      expect(sessions.total).toBe(before);
      expect(nano(series.map((of) => of.cost))).toBe(nano([cost]));
      expect(nano(Object.values(sessions.byProject).map((of) => of.cost))).toBe(nano([cost]));
      expect(cost.distribution.n).toBe(sessions.total);
    }
  }
});

it('where there is no snapshot, what a write came into is read once more', async () => {
  const store = memoryStore();
  let reads = 0;
  const read = await betweenWrites(store, async (extent) => {
    reads += 1;
    if (reads === 1) await store.write(batch({ requests: [request('r', 's', START_MS)] }), (r) => costOf(r, book));
    return extent.revision;
  });
  expect([read, reads]).toEqual([1, 2]);
});

it('where there is no snapshot and writes never stop, there is an error and no answer of several moments', async () => {
  const store = memoryStore();
  let reads = 0;
  const answer = betweenWrites(store, async () => {
    reads += 1;
    await store.write(batch({ requests: [request(`r${reads}`, 's', START_MS)] }), (r) => costOf(r, book));
  });
  await expect(answer).rejects.toMatchObject({ code: 'store_locked' });
  expect(reads).toBe(8);
});
