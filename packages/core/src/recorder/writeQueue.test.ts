import { describe, expect, it } from 'vitest';

import { UsageError } from '../errors.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { type RecorderStore, writeQueue } from './writeQueue.ts';

const batch = (id: string): UsageBatch => ({
  source: 'recorder',
  requests: [],
  toolCalls: [],
  turns: [],
  sessions: [],
  runs: [{ id, workspace: '', status: 'running', statusAtMs: 0, totalTables: 0, startedMs: 0, completedMs: null }],
  cursors: [],
});

/** A place to write to that can be told to fail. */
function writer(failure: (ids: string[]) => Error | undefined = () => undefined) {
  const written: string[][] = [];
  let underWay = 0;
  let most = 0;
  const store: Pick<UsageStore, 'write'> = {
    write: async ({ runs = [] }) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      const ids = runs.map((run) => run.id);
      const error = failure(ids);
      if (error) throw error;
      written.push(ids);
      return { newRequests: 0, newToolCalls: 0, duplicates: 0 };
    },
  };
  return { store, written, most: () => most };
}

describe('write queue', () => {
  it('writes one after the other, and what arrives meanwhile together', async () => {
    const { store, written, most } = writer();
    const queue = writeQueue(store, examplePrice, () => 0);
    const first = [queue.write(batch('a'), {}), queue.write(batch('b'), {})];
    await Promise.resolve();
    const more = ['c', 'd', 'e'].map((id) => queue.write(batch(id), {}));
    await Promise.all([...first, ...more]);
    await queue.write(batch('f'), {});
    expect(written).toEqual([['a', 'b'], ['c', 'd', 'e'], ['f']]);
    expect(most()).toBe(1);
  });

  it('a thousand at once are few writes', async () => {
    const { store, written } = writer();
    const queue = writeQueue(store, examplePrice, () => 0);
    await Promise.all(Array.from({ length: 1000 }, (_, i) => queue.write(batch(String(i)), {})));
    expect(written.flat()).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
    expect(written.length).toBe(4);
  });

  it('a bad record fails its own caller only', async () => {
    const { store, written } = writer((ids) => (ids.includes('bad') ? new Error('bad record') : undefined));
    const queue = writeQueue(store, examplePrice, () => 0);
    const settled = await Promise.allSettled(['a', 'bad', 'b'].map((id) => queue.write(batch(id), {})));
    expect(settled.map((s) => s.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(written).toEqual([['a'], ['b']]);
  });

  it('a store that cannot be written fails all at once, and is written when they call again', async () => {
    let isLocked = true;
    let tries = 0;
    const { store, written } = writer(() => {
      tries += 1;
      return isLocked ? new UsageError('store_locked', 'locked') : undefined;
    });
    const queue = writeQueue(store, examplePrice, () => 0);
    const all = () => Promise.allSettled(['a', 'b'].map((id) => queue.write(batch(id), {})));
    expect((await all()).map((s) => s.status)).toEqual(['rejected', 'rejected']);
    expect(tries).toBe(1);
    isLocked = false;
    expect((await all()).map((s) => s.status)).toEqual(['fulfilled', 'fulfilled']);
    expect(written).toEqual([['a', 'b']]);
  });

  it('keeps what failed in the background for flush, unless its owner wrote since', async () => {
    let isLocked = true;
    const errors: unknown[] = [];
    const { store, written } = writer(() => (isLocked ? new UsageError('store_locked', 'locked') : undefined));
    const queue = writeQueue(
      store,
      examplePrice,
      () => 0,
      (error) => errors.push(error),
    );
    const owner = {};
    expect(await queue.writeLater(batch('start'), owner)).toBe(false);
    void queue.writeLater(batch('other'), {});
    await expect(queue.flush()).rejects.toMatchObject({ code: 'store_locked' });
    expect(errors.length).toBe(2);
    isLocked = false;
    await queue.write(batch('end'), owner);
    await queue.flush();
    await queue.flush();
    expect(written).toEqual([['end'], ['other']]);
  });

  it('has the rollups recomputed once a minute, and by flush', async () => {
    let nowMs = 5;
    const calls: unknown[] = [];
    const { store } = writer();
    const noting: RecorderStore = {
      write: (...call) => {
        calls.push(call[2]?.bulk);
        return store.write(...call);
      },
      drain: async () => {
        calls.push('drain');
      },
    };
    const queue = writeQueue(noting, examplePrice, () => nowMs);
    for (const waitMs of [0, 10, 59_000, 1_000, 10]) {
      nowMs += waitMs;
      await queue.write(batch('a'), {});
    }
    await queue.flush();
    await queue.flush();
    expect(calls).toEqual([false, true, true, false, true, 'drain']);
  });

  it('flush waits for what is under way', async () => {
    const { store, written } = writer();
    const queue = writeQueue(store, examplePrice, () => 0);
    void queue.writeLater(batch('a'), {});
    void queue.write(batch('b'), {});
    await queue.flush();
    expect(written.flat()).toEqual(['a', 'b']);
  });
});
