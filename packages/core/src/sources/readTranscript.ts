import { closeSync, openSync, readSync } from 'node:fs';

import { hash63 } from '../model/hash63.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { CompressedBytes, isCompressed, uncompressedPath } from './CompressedBytes.ts';
import { type FileBytes, fileBytes } from './FileBytes.ts';
import { plainRecords, type TranscriptRecords } from './plainRecords.ts';
import type { ReadPlan } from './scanner/fieldTable.ts';
import { compiledScanner } from './scanner/compiledScanner.ts';
import { scannedRecords } from './scanner/scannedRecords.ts';
import { systemReason } from './systemReason.ts';
import type { TranscriptParser, TranscriptParserOf } from './TranscriptParser.ts';
import type { ReadOptions, SourceFile } from './UsageSource.ts';

const FINGERPRINT_BYTES = 1024;
const MAX_FINGERPRINT_BYTES = 4096;
const BATCH_RECORDS = 1000;

/** Length and hash of some bytes of a file. */
function hashOf(fd: number, from: number, length: number): string {
  const bytes = Buffer.alloc(length);
  const count = readSync(fd, bytes, 0, length, from);
  return `${count}:${hash63(bytes.toString('latin1', 0, count)).toString(36)}`;
}

/** Length and hash of the bytes before an offset. */
const tailOf = (fd: number, offset: number): string => {
  const length = Math.min(offset, FINGERPRINT_BYTES);
  return hashOf(fd, offset - length, length);
};

/**
 * Whether the file still begins with the bytes it began with when the cursor was written, and has the same ones before the cursor: a session that was copied to another
 * machine begins alike and goes on differently, under the same path too. Cursors of before hold the first part only.
 */
function continues(file: SourceFile, fd: number, cursor: SourceCursor): boolean {
  if (file.size < cursor.offset) return false;
  const [first = '', hash = '', ...tail] = cursor.fingerprint.split(':');
  const length = Number(first);
  if (!(length <= MAX_FINGERPRINT_BYTES) || hashOf(fd, 0, length) !== `${first}:${hash}`) return false;
  return tail.length === 0 || tail.join(':') === tailOf(fd, cursor.offset);
}

/** Reading state of a file: how many lines came before, and the parser's own, which is JSON already. */
const fileState = (line: number, parser: string): string => `{"line":${line},"parser":${parser}}`;

/** The parser as the cursor left it; `undefined` when its state cannot be used, so that the file is read anew. */
function resumedParser(
  cursor: SourceCursor,
  parserOf: (state: string) => TranscriptParser,
): { line: number; parser: TranscriptParser } | undefined {
  try {
    const { line, parser } = JSON.parse(cursor.state) as { line?: unknown; parser?: unknown };
    if (!Number.isSafeInteger(line) || typeof parser !== 'object' || parser === null) return undefined;
    return { line: line as number, parser: parserOf(JSON.stringify(parser)) };
  } catch {
    return undefined;
  }
}

const records = (
  file: FileBytes,
  offset: number,
  plan: ReadPlan | undefined,
): Generator<TranscriptRecords | undefined, void, undefined> =>
  plan && compiledScanner() ? scannedRecords(file, offset, plan) : plainRecords(file, offset, plan);

/**
 * What {@link readTranscript} gives, without waiting.
 *
 * @returns batches; a promise where the next bytes have to be waited for, which is only of compressed files
 */
export function* transcriptBatches(
  source: string,
  file: SourceFile,
  parserOf: TranscriptParserOf,
  plan: ReadPlan | undefined,
  options: ReadOptions,
): Generator<UsageBatch | Promise<void>, void, undefined> {
  const cursor = options.cursors?.get(file.path);
  if (cursor && cursor.size === file.size && cursor.mtimeMs === file.mtimeMs) return;
  const skip = (line: number, reason: string): void => options.onSkipped?.({ file: file.path, line, reason });
  const packed = isCompressed(file.path) ? new CompressedBytes(file.path) : undefined;
  let fd: number | undefined;
  try {
    const descriptor = openSync(file.path, 'r');
    fd = descriptor;
    const parserAt = (at: string | undefined): TranscriptParser =>
      parserOf(uncompressedPath(file.path), at, (type) => options.onUnknownType?.(type));
    const goesOn = cursor !== undefined && !packed && continues(file, fd, cursor);
    const resumed = goesOn ? resumedParser(cursor, parserAt) : undefined;
    const parser = resumed?.parser ?? parserAt(undefined);
    const beginning = hashOf(fd, 0, FINGERPRINT_BYTES);
    let offset = resumed ? (cursor?.offset ?? 0) : 0;
    let number = resumed?.line ?? 0;
    let state = parser.state();
    let pending = 0;
    const batch = (done: boolean): UsageBatch => ({
      source,
      ...parser.taken(),
      cursors: [
        {
          file: file.path,
          offset,
          // A file that is not read to its end is never taken for unchanged.
          size: done ? file.size : -1,
          mtimeMs: file.mtimeMs,
          fingerprint: packed ? beginning : `${beginning}:${tailOf(descriptor, offset)}`,
          state: fileState(number, state),
        },
      ],
    });
    let unfinished = false;
    for (const lines of records(packed ?? fileBytes(fd), offset, plan)) {
      if (!lines) {
        if (packed) yield packed.more();
        continue;
      }
      const { contents, ends, whole } = lines;
      for (let i = 0; i < contents.length; i += 1) {
        const content = contents[i];
        // What an unfinished last line teaches is learnt again when it is whole: the state kept is the one before it.
        unfinished = !whole && i === contents.length - 1;
        if (unfinished) state = parser.state();
        if (typeof content === 'string') {
          skip(number + 1, unfinished && content !== 'line too long' ? 'incomplete last line' : content);
        } else if (content !== undefined) {
          const reason = parser.line(content, number + 1);
          if (reason !== undefined) skip(number + 1, reason);
        }
        if (content !== undefined) pending += 1;
        if (unfinished) break;
        offset = ends[i] ?? offset;
        number += 1;
        if (pending >= BATCH_RECORDS) {
          state = parser.state();
          pending = 0;
          yield batch(false);
        }
      }
    }
    if (!unfinished) state = parser.state();
    yield batch(true);
  } catch (error) {
    skip(0, systemReason(error));
  } finally {
    if (fd !== undefined) closeSync(fd);
    void packed?.close();
  }
}

/**
 * Reads one transcript from where its cursor stands, or from the start when another file took its place. A last line without a line end is used
 * when it is complete JSON; either way the cursor stays before it, because it may still grow, and the join makes
 * reading it again harmless. A compressed file does not grow: when it has changed it is read anew.
 *
 * @param plan what the parser reads of a line, so that the rest need not be made into values; without it each line is parsed whole
 */
export async function* readTranscript(
  ...of: Parameters<typeof transcriptBatches>
): AsyncGenerator<UsageBatch, void, undefined> {
  for (const batch of transcriptBatches(...of)) {
    if (batch instanceof Promise) await batch;
    else yield batch;
  }
}
