import { describe, expect, it, vi } from 'vitest';

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

  it('has them recomputed as well when the clock was set back', async () => {
    let nowMs = 86_400_000;
    const bulk: unknown[] = [];
    const { store } = writer();
    const noting: RecorderStore = {
      write: (...call) => {
        bulk.push(call[2]?.bulk);
        return store.write(...call);
      },
    };
    const queue = writeQueue(noting, examplePrice, () => nowMs);
    for (const setMs of [86_400_000, 86_390_000, 10_000, 20_000]) {
      nowMs = setMs;
      await queue.write(batch('a'), {});
    }
    expect(bulk).toEqual([false, true, false, true]);
  });

  it('flush has recomputed also what was written during the recomputation before', async () => {
    const { store } = writer();
    let drains = 0;
    const queue = writeQueue(
      {
        ...store,
        drain: async () => {
          drains += 1;
          if (drains === 1) await queue.write(batch('meanwhile'), {});
        },
      },
      examplePrice,
      () => 0,
    );
    await queue.write(batch('a'), {});
    for (let i = 0; i < 3; i += 1) await queue.flush();
    expect(drains).toBe(2);
  });

  it('flush tries again to have recomputed what it failed to', async () => {
    const { store } = writer();
    let drains = 0;
    const drain = async () => {
      drains += 1;
      if (drains === 1) throw new UsageError('store_locked', 'locked');
    };
    const queue = writeQueue({ ...store, drain }, examplePrice, () => 0);
    await queue.write(batch('a'), {});
    await expect(queue.flush()).rejects.toMatchObject({ code: 'store_locked' });
    for (let i = 0; i < 2; i += 1) await queue.flush();
    expect(drains).toBe(2);
  });

  it('flushes at once share a recomputation and its failure, and one that came after another write has its own', async () => {
    const { store } = writer();
    const drains: { resolve: () => void; reject: (error: unknown) => void }[] = [];
    const drain = () => new Promise<void>((resolve, reject) => drains.push({ resolve, reject }));
    const begun = (count: number) => vi.waitFor(() => expect(drains.length).toBe(count));
    const queue = writeQueue({ ...store, drain }, examplePrice, () => 0);
    await queue.write(batch('a'), {});
    const settled: string[] = [];
    const flush = async (name: string): Promise<void> => {
      const [{ status }] = await Promise.allSettled([queue.flush()]);
      settled.push(`${name} ${status}`);
    };
    const first = [flush('first'), flush('second')];
    await begun(1);
    await queue.write(batch('b'), {});
    const later = [flush('third'), flush('fourth')];
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([settled, drains.length]).toEqual([[], 1]);
    drains[0]?.reject(new UsageError('store_locked', 'locked'));
    await Promise.all(first);
    expect(settled).toEqual(['first rejected', 'second rejected']);
    await begun(2);
    drains[1]?.resolve();
    await Promise.all(later);
    expect([settled.slice(2), drains.length]).toEqual([['third fulfilled', 'fourth fulfilled'], 2]);
  });

  it('of more than ten thousand that failed, the one whose owner failed longest ago is lost, and that is said', async () => {
    let isLocked = true;
    const written: string[] = [];
    const errors: UsageError[] = [];
    const store: RecorderStore = {
      write: async ({ runs = [] }) => {
        if (isLocked) throw new UsageError('store_locked', 'locked');
        written.push(...runs.map((run) => run.id));
        return { newRequests: 0, newToolCalls: 0, duplicates: 0 };
      },
    };
    const onError = (error: unknown) => errors.push(error as UsageError);
    const queue = writeQueue(store, examplePrice, () => 0, onError);
    const owners = Array.from({ length: 10_000 }, () => ({}));
    await Promise.all(owners.map((owner, i) => queue.writeLater(batch(String(i)), owner)));
    await queue.writeLater(batch('0 again'), owners[0] as object);
    expect(errors.filter(({ code }) => code === 'store_unavailable')).toEqual([]);
    await queue.writeLater(batch('one more'), {});
    expect(errors.filter(({ code }) => code === 'store_unavailable').length).toBe(1);
    isLocked = false;
    await queue.flush();
    expect(written).toEqual([...owners.keys()].slice(2).map(String).concat('0 again', 'one more'));
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
