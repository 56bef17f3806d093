import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SkippedLine } from '../model/SkippedLine.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { withSessions } from '../model/withSessions.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { assertImportOptions } from './assertImportOptions.ts';
import { ImportCount } from './ImportCount.ts';
import { PartBuilder } from './PartBuilder.ts';
import type { ReadPart } from './ReadPart.ts';
import { threadedReads } from './threadedReads.ts';
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
  /** Files and tables that were read; unchanged ones, and those that could not be read to their end, are not counted. */
  files: number;
  filesUnchanged: number;
  filesTotal: number;
  /** Root sessions with at least one request among what was read. */
  sessions: number;
  /** Distinct requests among what was read. */
  requests: number;
  toolCalls: number;
  /** Of these, what the store did not have yet: less than what was read where files are read again. */
  added: { requests: number; toolCalls: number };
  /** Copies of requests that were discarded: streamed repeats, forks, resumes. */
  duplicates: number;
  /** Lines, files and records that could not be used, at most a thousand of them. */
  skipped: SkippedLine[];
  skippedCount: number;
  /** Models without a price, most requests first. */
  unpriced: { model: string; requests: number }[];
  /** Record types that no rule knows, with the number of lines. */
  unknownTypes: { type: string; lines: number }[];
  durationMs: number;
}

/** What is imported, and into what. */
export interface ImportOptions {
  store: UsageStore;
  /** Read one after the other; none imports nothing. */
  sources: readonly UsageSource[];
  /** Prices a request. Its dimensions have those of its session under them where the source gives both at once, as `tableSource` does; of a session that comes later they are not known. */
  price: (request: RequestRecord) => RequestCost;
  /** Called as files are done. */
  onProgress?: (progress: ImportProgress) => void;
  /**
   * Reads every file from its first byte. Records join those that are there, so nothing is counted twice; those of sealed time, whose keys are gone, are left out. Nothing
   * is removed: what was read of files that are gone stays.
   */
  full?: boolean;
  /** Stops between two batches; what was written stays. */
  signal?: AbortSignal;
}

/** Records in one transaction: small files share one, and what an interruption can lose is kept to a moment. */
const TRANSACTION_RECORDS = 24_000;
/** As many as that are written already while there is nothing else to do. */
const IDLE_RECORDS = 12_000;
const TRANSACTION_MS = 1500;
/** How long reading may keep signals and other work of the process waiting, ms. */
const PAUSE_AFTER_MS = 50;

const recordsIn = (b: UsageBatch): number =>
  b.requests.length + b.toolCalls.length + b.turns.length + b.sessions.length;

/** Lets timers and signals of the process have their turn. */
const turnOfOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What the files hold, read on this thread. */
async function* partsRead(
  source: UsageSource,
  files: readonly SourceFile[],
  cursors: ReadonlyMap<string, SourceCursor>,
  nothingNew: (file: SourceFile) => void,
): AsyncGenerator<ReadPart, void, undefined> {
  const builder = new PartBuilder(source.id);
  let pausedMs = performance.now();
  for (const file of files) {
    let [isRead, isSkipped] = [false, false];
    const onSkipped = (line: SkippedLine): void => {
      isSkipped = true;
      builder.skip(line);
    };
    for await (const batch of source.read(file, { cursors, onSkipped, onUnknownType: builder.unknownType })) {
      isRead = true;
      builder.add(batch);
      yield builder.take();
      if (performance.now() - pausedMs < PAUSE_AFTER_MS) continue;
      await turnOfOthers();
      pausedMs = performance.now();
    }
    if (isRead || isSkipped) builder.fileDone(file.size, isRead);
    else nothingNew(file);
    yield builder.take();
  }
}

/**
 * Reads what is new in the sources into a store. Running it again reads nothing; interrupted anywhere, the next run goes on from there. A file that
 * cannot be read never stops the others. Much that is new in transcripts of Claude Code and Codex is read on a thread of its own, where there can be one.
 *
 * @throws UsageError `invalid_argument` for options that are none; when the store cannot be read or written
 */
export async function importUsage(options: ImportOptions): Promise<ImportSummary> {
  assertImportOptions('importUsage', options);
  const { store, sources, price, full = false, onProgress, signal } = options;
  const startedMs = performance.now();
  const counted = new ImportCount(price);
  let [opened, unchanged, sessions] = [0, 0, 0];
  const added = { requests: 0, toolCalls: 0 };
  const seen = new Map<string, Set<string>>();

  const sealedBeforeMs = full ? (await store.extent()).sealedBeforeMs : 0;
  const isOpen = ({ atMs }: { atMs: number }): boolean => atMs >= sealedBeforeMs;
  const work = sources.map((source) => ({ source, files: source.files(counted.skip) }));
  const all = work.flatMap((w) => w.files);
  const progress: ImportProgress = {
    filesDone: 0,
    filesTotal: all.length,
    bytesDone: 0,
    bytesTotal: all.reduce((bytes, file) => bytes + file.size, 0),
  };
  const advance = (files: number, bytes: number): void => {
    progress.filesDone += files;
    progress.bytesDone += bytes;
    if (files > 0) onProgress?.({ ...progress });
  };

  for (const { source, files } of work) {
    const stamps = new Map((full ? [] : await store.fileStamps(source.id)).map((stamp) => [stamp.file, stamp]));
    const changed = files.filter((file) => {
      const stamp = stamps.get(file.path);
      return stamp === undefined || stamp.size !== file.size || stamp.mtimeMs !== file.mtimeMs;
    });
    unchanged += files.length - changed.length;
    const bytesOf = (list: readonly SourceFile[]): number => list.reduce((bytes, file) => bytes + file.size, 0);
    advance(files.length - changed.length, bytesOf(files) - bytesOf(changed));
    // The reading states are read when a file has changed: as a rule there is none.
    if (changed.length === 0 || signal?.aborted) continue;
    const begun = changed.filter((file) => stamps.has(file.path)).map((file) => file.path);
    const cursors = new Map(
      (begun.length > 0 ? await store.cursors(source.id, begun) : []).map((cursor) => [cursor.file, cursor]),
    );
    const read = seen.get(source.id) ?? new Set<string>();
    seen.set(source.id, read);
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
      if (recordsIn(pending) + pending.cursors.length > 0) {
        const { newRequests, newToolCalls } = await store.write(pending, withSessions(pending.sessions, price), {
          bulk: true,
        });
        added.requests += newRequests;
        added.toolCalls += newToolCalls;
      }
      pending = fresh();
      await turnOfOthers();
      flushedMs = performance.now();
    };
    const nothingNew = ({ size }: SourceFile): void => {
      unchanged += 1;
      advance(1, size);
    };
    const onThread = await threadedReads.get(source.read)?.(changed, cursors);
    const parts = onThread ?? partsRead(source, changed, cursors, nothingNew);
    for await (const part of parts) {
      if (!part) {
        if (recordsIn(pending) >= IDLE_RECORDS) await flush();
        continue;
      }
      counted.add(part, changed.length === 1 ? (changed[0]?.path ?? source.id) : source.id);
      const { batch } = part;
      // Not `push(...)`: a batch of hostile lines holds more calls than a function can take arguments.
      let session: string | undefined;
      for (let i = 0; i < batch.requests.length; i += 1) {
        const request = batch.requests[i] as RequestRecord;
        if (request.session !== session) read.add((session = request.session));
        if (isOpen(request)) pending.requests.push(request);
      }
      for (let i = 0; i < batch.toolCalls.length; i += 1) {
        const call = batch.toolCalls[i] as ToolCallRecord;
        if (isOpen(call)) pending.toolCalls.push(call);
      }
      for (const turn of batch.turns) if (isOpen(turn)) pending.turns.push(turn);
      for (const session of batch.sessions) pending.sessions.push(session);
      for (const run of batch.runs ?? []) (pending.runs ??= []).push(run);
      for (const cursor of batch.cursors) pending.cursors.push(cursor);
      if (recordsIn(pending) >= TRANSACTION_RECORDS || performance.now() - flushedMs >= TRANSACTION_MS) await flush();
      opened += part.filesRead;
      advance(part.filesDone, part.bytesDone);
      if (signal?.aborted) break;
    }
    await flush();
  }
  await store.drain(signal ? { signal } : {});
  // A session all of whose requests belong to the one it was forked from is none.
  for (const [source, read] of seen) sessions += await store.sessionCount(source, [...read]);
  return {
    files: opened,
    filesUnchanged: unchanged,
    filesTotal: all.length,
    sessions,
    requests: counted.requests,
    toolCalls: counted.toolCalls,
    added,
    duplicates: counted.duplicates,
    skipped: counted.skipped,
    skippedCount: counted.skippedCount,
    unpriced: counted.unpriced,
    unknownTypes: counted.unknownTypes,
    durationMs: Math.round(performance.now() - startedMs),
  };
}
