import { UsageError } from '../errors.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SkippedLine } from '../model/SkippedLine.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { DistinctKeys } from './DistinctKeys.ts';
import type { SourceFile, UsageSource } from './UsageSource.ts';

/** How far an import is. */
export interface ImportProgress {
  filesDone: number;
  filesTotal: number;
  bytesDone: number;
  bytesTotal: number;
}

/** What one import read. */
export interface ImportSummary {
  /** Files that were opened, and tables that held something new; unchanged ones are not counted. */
  files: number;
  filesUnchanged: number;
  filesTotal: number;
  /** Root sessions with at least one request among what was read. */
  sessions: number;
  /** Distinct requests among what was read. */
  requests: number;
  toolCalls: number;
  /** Copies of requests that were discarded: streamed repeats, forks, resumes. */
  duplicates: number;
  /** Lines and files that could not be used, at most a thousand of them. */
  skipped: SkippedLine[];
  skippedCount: number;
  /** Models without a price, most requests first. */
  unpriced: { model: string; requests: number }[];
  /** Record types that no rule knows, with the number of lines. */
  unknownTypes: { type: string; lines: number }[];
  durationMs: number;
}

export interface ImportOptions {
  store: UsageStore;
  sources: readonly UsageSource[];
  price: (request: RequestRecord) => RequestCost;
  onProgress?: (progress: ImportProgress) => void;
  /** Stops between two batches; what was written stays. */
  signal?: AbortSignal;
}

const MAX_SKIPPED = 1000;
/** Records in one transaction: small files share one, and what an interruption can lose is kept to a moment. */
const TRANSACTION_RECORDS = 12_000;
const TRANSACTION_MS = 1500;

/** Whether a request's cost could be more than a store can hold. */
const isLarge = (r: RequestRecord): boolean =>
  r.inputTokens + r.outputTokens + r.cacheReadTokens + r.cacheWrite5mTokens + r.cacheWrite1hTokens > 2 ** 32 ||
  r.webSearchRequests > 2 ** 24;

const recordsIn = (b: UsageBatch): number =>
  b.requests.length + b.toolCalls.length + b.turns.length + b.sessions.length;

/** What was read of one source. */
interface SourceKeys {
  requests: DistinctKeys;
  toolCalls: DistinctKeys;
  sessions: Set<string>;
}

/**
 * Reads what is new in the sources into a store. Running it again reads nothing; interrupted anywhere, the next run goes on from there. A file that
 * cannot be read never stops the others.
 *
 * @throws UsageError when the store cannot be read or written
 */
export async function importUsage(options: ImportOptions): Promise<ImportSummary> {
  const { store, sources, price, onProgress, signal } = options;
  const startedMs = performance.now();
  const skipped: SkippedLine[] = [];
  const read = new Map<string, SourceKeys>();
  const unknownTypes = new Map<string, number>();
  const unpriced = new Map<string, number>();
  let [skippedCount, copies, opened, unchanged] = [0, 0, 0, 0];
  const onSkipped = (line: SkippedLine): void => {
    skippedCount += 1;
    if (skipped.length < MAX_SKIPPED) skipped.push(line);
  };
  const onUnknownType = (type: string): void => {
    unknownTypes.set(type, (unknownTypes.get(type) ?? 0) + 1);
  };

  const work = sources.map((source) => ({ source, files: source.files(onSkipped) }));
  const all = work.flatMap((w) => w.files);
  const progress: ImportProgress = {
    filesDone: 0,
    filesTotal: all.length,
    bytesDone: 0,
    bytesTotal: all.reduce((bytes, file) => bytes + file.size, 0),
  };

  /** What a request costs; `undefined`, and reported, when no store could hold the amount. */
  const costOf = (request: RequestRecord, file: string): RequestCost | undefined => {
    try {
      return price(request);
    } catch (error) {
      if (!(error instanceof UsageError) || error.code !== 'unsafe_integer') throw error;
      onSkipped({ file, line: 0, reason: `a request was left out: ${error.message}` });
      return undefined;
    }
  };

  const count = (batch: UsageBatch, file: string): void => {
    const of = read.get(batch.source) ?? {
      requests: new DistinctKeys(),
      toolCalls: new DistinctKeys(),
      sessions: new Set(),
    };
    read.set(batch.source, of);
    batch.requests = batch.requests.filter((request) => {
      const large = isLarge(request) ? costOf(request, file) : undefined;
      if (isLarge(request) && !large) return false;
      copies += 1;
      of.sessions.add(request.session);
      if (of.requests.add(request.key) && (large ?? price(request)).nanoUsd === null) {
        unpriced.set(request.model, (unpriced.get(request.model) ?? 0) + 1);
      }
      return true;
    });
    for (const call of batch.toolCalls) of.toolCalls.add(call.key);
  };

  for (const { source, files } of work) {
    const stamps = new Map((await store.fileStamps(source.id)).map((stamp) => [stamp.file, stamp]));
    // The reading states are read with the first file that has changed: as a rule there is none.
    let cursors: Map<string, SourceCursor> | undefined;
    const fresh = (): UsageBatch => ({
      source: source.id,
      requests: [],
      toolCalls: [],
      turns: [],
      sessions: [],
      cursors: [],
    });
    let pending = fresh();
    let flushedMs = performance.now();
    const flush = async (): Promise<void> => {
      if (recordsIn(pending) + pending.cursors.length > 0) await store.write(pending, price, { bulk: true });
      pending = fresh();
      // Reading is synchronous: this lets timers and signals of the process have their turn.
      await new Promise((resolve) => setImmediate(resolve));
      flushedMs = performance.now();
    };
    const add = async (batch: UsageBatch, file: string): Promise<void> => {
      count(batch, file);
      // Not `push(...)`: a batch of hostile lines holds more calls than a function can take arguments.
      for (const request of batch.requests) pending.requests.push(request);
      for (const call of batch.toolCalls) pending.toolCalls.push(call);
      for (const turn of batch.turns) pending.turns.push(turn);
      for (const session of batch.sessions) pending.sessions.push(session);
      for (const cursor of batch.cursors) pending.cursors.push(cursor);
      const full = recordsIn(pending) >= TRANSACTION_RECORDS || performance.now() - flushedMs >= TRANSACTION_MS;
      if (full) await flush();
    };
    const isUnchanged = (file: SourceFile): boolean => {
      const stamp = stamps.get(file.path);
      return stamp !== undefined && stamp.size === file.size && stamp.mtimeMs === file.mtimeMs;
    };
    for (const file of files) {
      if (signal?.aborted) break;
      if (isUnchanged(file)) unchanged += 1;
      else {
        const skippedBefore = skippedCount;
        let isNew = false;
        cursors ??= new Map((await store.cursors(source.id)).map((cursor) => [cursor.file, cursor]));
        for await (const batch of source.read(file, { cursors, onSkipped, onUnknownType })) {
          isNew = true;
          await add(batch, file.path);
          if (signal?.aborted) break;
        }
        if (isNew || skippedCount > skippedBefore) opened += 1;
        else unchanged += 1;
      }
      progress.filesDone += 1;
      progress.bytesDone += file.size;
      onProgress?.({ ...progress });
    }
    await flush();
  }
  await store.drain(signal ? { signal } : {});
  // A session all of whose requests belong to the one it was forked from is none.
  let [sessions, requests, toolCalls] = [0, 0, 0];
  for (const [source, of] of read) {
    sessions += await store.sessionCount(source, [...of.sessions]);
    requests += of.requests.size;
    toolCalls += of.toolCalls.size;
  }
  const byCount = (map: Map<string, number>): [string, number][] =>
    [...map].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    files: opened,
    filesUnchanged: unchanged,
    filesTotal: all.length,
    sessions,
    requests,
    toolCalls,
    duplicates: copies - requests,
    skipped,
    skippedCount,
    unpriced: byCount(unpriced).map(([model, n]) => ({ model, requests: n })),
    unknownTypes: byCount(unknownTypes).map(([type, lines]) => ({ type, lines })),
    durationMs: Math.round(performance.now() - startedMs),
  };
}
