import { UsageError } from '../errors.ts';
import type { ImportOptions, ImportProgress } from '../sources/importUsage.ts';
import { isTimerMs, MAX_TIMER_MS } from '../model/isTimerMs.ts';
import { assertNames } from '../model/assertNames.ts';
import type { SyncSummary } from './SyncSummary.ts';

/** One call of {@link UsageSync.sync}. */
export interface SyncOptions {
  /** Reads every file from its first byte, not only what is new: for sessions that were missed. Nothing is counted twice, and nothing is removed. */
  full?: boolean;
  onProgress?: (progress: ImportProgress) => void;
  /** Stops the run between two batches; what was written stays. A run that others wait for as well goes on. */
  signal?: AbortSignal;
}

/** Syncs that nobody asks for. They run in the background of a process that lasts: none is begun on the edge unless it is set here. */
export interface BackgroundSync {
  /** An answer given when the last sync began at least so long ago begins another one, ms. It is not waited for: the next answer has what it finds. */
  staleAfterMs?: number;
  /** Syncs every so often, ms, 2³¹ − 1 at most. The timer does not keep a process alive. */
  everyMs?: number;
  /** Told of each sync that ran in the background. */
  onSync?: (summary: SyncSummary) => void;
  /** Told why one failed. The next one is begun as usual. */
  onError?: (error: unknown) => void;
}

/** Syncs one at a time. */
export interface UsageSync {
  sync(options?: SyncOptions): Promise<SyncSummary>;
  /** Says that an answer was given. */
  answered(): void;
  /** Begins no further sync, stops the one that runs, and waits until it has stopped. */
  close(): Promise<void>;
}

/** A run, before and after it has begun. */
interface Run {
  waiting: SyncOptions[];
  result: Promise<SyncSummary>;
  settle: (work: Promise<SyncSummary>) => void;
}

function newRun(): Run {
  let settle: Run['settle'] = () => {};
  const result = new Promise<SyncSummary>((resolve) => {
    settle = resolve;
  });
  // Whoever waits is told; a run that nobody waits for any more must not end the process.
  result.catch(() => {});
  return { waiting: [], result, settle };
}

const BACKGROUND_NAMES = ['staleAfterMs', 'everyMs', 'onSync', 'onError'];

function assertBackground(background: BackgroundSync): void {
  assertNames('background', background, BACKGROUND_NAMES);
  const { staleAfterMs = 0, everyMs = 1 } = background;
  if (typeof staleAfterMs === 'number' && staleAfterMs >= 0 && isTimerMs(everyMs, 1)) return;
  throw new UsageError('invalid_argument', `staleAfterMs must be 0 or more, and everyMs from 1 to ${MAX_TIMER_MS}`);
}

/**
 * Syncs one at a time, however many are asked for (S2.18). Calls made at once share one run. A call made while one runs gets the next: what it is about may have
 * been written after the files were listed; all such calls share that one. A background sync is not begun while one runs or waits.
 *
 * @param run one import; see `importUsage`
 * @param now the present, ms
 * @throws UsageError `invalid_argument`
 */
export function usageSync(
  run: (options: Pick<ImportOptions, 'full' | 'onProgress' | 'signal'>) => Promise<SyncSummary>,
  background: BackgroundSync,
  now: () => number,
): UsageSync {
  assertBackground(background);
  const { staleAfterMs, everyMs, onSync, onError } = background;
  let [current, next]: [Run | undefined, Run | undefined] = [undefined, undefined];
  let working: Promise<void> = Promise.resolve();
  let begun = false;
  let closed = false;
  let lastMs = -Infinity;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const stop = new AbortController();

  const imported = async ({ waiting }: Run): Promise<SyncSummary> => {
    const abort = new AbortController();
    const onAbort = (): void => {
      if (stop.signal.aborted || waiting.every(({ signal }) => signal?.aborted)) abort.abort();
    };
    const signals = [stop.signal, ...waiting.flatMap(({ signal }) => signal ?? [])];
    for (const signal of signals) signal.addEventListener('abort', onAbort);
    onAbort();
    try {
      return await run({
        full: waiting.some(({ full }) => full),
        signal: abort.signal,
        onProgress: (progress) => {
          for (const options of waiting) options.onProgress?.(progress);
        },
      });
    } finally {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    }
  };
  const work = async (): Promise<void> => {
    for (let of = current; of; of = current) {
      // Calls of this turn may still join.
      await Promise.resolve();
      begun = true;
      lastMs = now();
      const result = closed ? Promise.reject(closedError()) : imported(of);
      of.settle(result);
      await result.catch(() => {});
      begun = false;
      [current, next] = [next, undefined];
    }
  };
  const sync = (options: SyncOptions = {}): Promise<SyncSummary> => {
    if (closed) return Promise.reject(closedError());
    try {
      assertNames('sync', options, ['full', 'onProgress', 'signal']);
    } catch (error) {
      return Promise.reject(error as UsageError);
    }
    if (!current) {
      current = newRun();
      working = work();
    }
    const joined = begun ? (next ??= newRun()) : current;
    joined.waiting.push(options);
    return joined.result;
  };
  const told = <T>(tell: ((value: T) => void) | undefined, value: T): void => {
    try {
      tell?.(value);
    } catch {
      // Whoever is told of a sync must not make it fail.
    }
  };
  const syncQuietly = (): void => {
    if (closed || current) return;
    sync().then(
      (summary) => told(onSync, summary),
      (error: unknown) => told(onError, error),
    );
  };
  const timer = everyMs === undefined ? undefined : setInterval(syncQuietly, everyMs);
  (timer as { unref?: () => void } | undefined)?.unref?.();

  return {
    sync,
    answered: () => {
      const ageMs = now() - lastMs;
      // A clock that was put back says nothing about how old a sync is.
      const isFresh = staleAfterMs === undefined || (ageMs >= 0 && ageMs < staleAfterMs);
      if (isFresh || closed || current || soon) return;
      // After the answer has reached whoever asked: listing files would hold it up.
      soon = setTimeout(() => {
        soon = undefined;
        syncQuietly();
      }, 0);
    },
    close: async () => {
      closed = true;
      clearInterval(timer);
      clearTimeout(soon);
      stop.abort();
      await working;
    },
  };
}

function closedError(): UsageError {
  return new UsageError('store_unavailable', 'the store was closed: nothing can be synced into it any more');
}
