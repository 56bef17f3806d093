import { UsageError } from '../errors.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { MINUTE_MS } from '../model/timeSlot.ts';
import { withSessions } from '../model/withSessions.ts';
import type { RequestPricing, UsageStore } from '../storage/UsageStore.ts';
import { mergedBatch } from './mergedBatch.ts';

/** Batches that one write takes together. */
const TOGETHER = 256;
/** How often a write recomputes the store's rollups, ms. Each of them costs what its hour holds, and answers are exact without them. */
const DRAIN_EVERY_MS = MINUTE_MS;
/** Batches whose write failed and that wait for another try. */
const KEPT = 10_000;

interface Waiting {
  batch: UsageBatch;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** As much of a store as recording needs. */
export type RecorderStore = Pick<UsageStore, 'write'> & Partial<Pick<UsageStore, 'drain'>>;

/** Writes to a store, one after the other. */
export interface WriteQueue {
  /** Settles with the batch's own write. What its owner failed to write before is forgotten: a later batch of an owner says all of it. */
  write(batch: UsageBatch, owner: object): Promise<void>;
  /**
   * The same for nobody who waits: never rejects. What a store could not write is kept for {@link WriteQueue.flush}; every failure is told to `onError`, the queue's own when absent.
   * `true` = it is written.
   */
  writeLater(batch: UsageBatch, owner: object, onError?: (error: unknown) => void): Promise<boolean>;
  /** Tries again what failed, waits for all writes, and has the rollups recomputed. Rejects with the first error. */
  flush(): Promise<void>;
}

const isOfStore = (error: unknown): boolean => error instanceof UsageError && error.code.startsWith('store_');

/**
 * A queue of writes with a single one under way: what arrives meanwhile is joined into one transaction. When that fails for what is in it, each of its batches is written
 * alone, so that nobody's bad record fails another's.
 *
 * @param onError is told of every failed write that nobody waits for
 */
export function writeQueue(
  store: RecorderStore,
  price: RequestPricing,
  now: () => number,
  onError: (error: unknown) => void = () => {},
): WriteQueue {
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  let drainedMs = -Infinity;
  let isDirty = false;
  let draining: Promise<void> | undefined;
  const failed = new Map<object, UsageBatch>();
  const later = new Set<Promise<boolean>>();

  const writeAll = async (batches: readonly Waiting[]): Promise<void> => {
    try {
      const nowMs = now();
      const bulk = Math.abs(nowMs - drainedMs) < DRAIN_EVERY_MS;
      const batch = mergedBatch(batches.map((each) => each.batch));
      await store.write(batch, withSessions(batch.sessions, price), { bulk });
      isDirty = true;
      if (!bulk) drainedMs = nowMs;
      for (const { resolve } of batches) resolve();
    } catch (error) {
      if (batches.length === 1 || isOfStore(error)) for (const { reject } of batches) reject(error);
      else for (const each of batches) await writeAll([each]);
    }
  };
  const work = async (): Promise<void> => {
    // What one turn of the host's program records is written together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batches = waiting.slice(0, TOGETHER);
      waiting = waiting.slice(TOGETHER);
      await writeAll(batches);
    }
    working = undefined;
  };
  const enqueue = (batch: UsageBatch): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ batch, resolve, reject });
      working ??= work();
    });

  const write: WriteQueue['write'] = async (batch, owner) => {
    await enqueue(batch);
    failed.delete(owner);
  };
  const keep = (batch: UsageBatch, owner: object): void => {
    failed.delete(owner);
    failed.set(owner, batch);
    if (failed.size <= KEPT) return;
    const [oldest] = failed.keys();
    if (oldest) failed.delete(oldest);
    onError(new UsageError('store_unavailable', `more than ${KEPT} records wait to be written: the oldest is lost`));
  };
  const writeLater: WriteQueue['writeLater'] = async (batch, owner, report = onError) => {
    try {
      await write(batch, owner);
      return true;
    } catch (error) {
      // What no store takes would be refused again.
      if (!(error instanceof UsageError) || isOfStore(error)) keep(batch, owner);
      report(error);
      return false;
    }
  };
  const drain = async (): Promise<void> => {
    isDirty = false;
    try {
      await store.drain?.();
    } catch (error) {
      isDirty = true;
      throw error;
    }
  };
  return {
    write,
    writeLater: (...of) => {
      const written = writeLater(...of);
      later.add(written);
      void written.then(() => later.delete(written));
      return written;
    },
    flush: async () => {
      await Promise.all(later);
      const retried = await Promise.allSettled([...failed].map(([owner, batch]) => write(batch, owner)));
      for (let under = working; under; under = working) await under;
      for (const result of retried) if (result.status === 'rejected') throw result.reason;
      // What was written since it began comes too late for it.
      if (isDirty) await draining?.catch(() => {});
      if (isDirty) draining ??= drain().finally(() => (draining = undefined));
      await draining;
    },
  };
}
