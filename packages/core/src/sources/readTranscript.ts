import { closeSync, openSync, readSync } from 'node:fs';

import { hash63 } from '../model/hash63.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { systemReason } from './systemReason.ts';
import { transcriptLines } from './transcriptLines.ts';
import type { TranscriptParser, TranscriptParserOf } from './TranscriptParser.ts';
import type { ReadOptions, SourceFile } from './UsageSource.ts';

const FINGERPRINT_BYTES = 4096;
const BATCH_RECORDS = 4000;

/** Length and hash of a file's first bytes. */
function fingerprintOf(file: string, length: number): string {
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    const count = readSync(fd, bytes, 0, length, 0);
    return `${count}:${hash63(bytes.toString('latin1', 0, count)).toString(36)}`;
  } finally {
    closeSync(fd);
  }
}

/** Whether the file still begins with the bytes it began with when the cursor was written. */
function continues(file: SourceFile, cursor: SourceCursor): boolean {
  if (file.size < cursor.offset) return false;
  const length = Number(cursor.fingerprint.split(':')[0]);
  return fingerprintOf(file.path, length) === cursor.fingerprint;
}

/** Reading state of a file: the parser's own, and how many lines came before. */
interface FileState {
  line: number;
  parser: string;
}

/** The parser as the cursor left it; `undefined` when its state cannot be used, so that the file is read anew. */
function resumedParser(
  cursor: SourceCursor,
  parserOf: (state: string) => TranscriptParser,
): { before: FileState; parser: TranscriptParser } | undefined {
  try {
    const before = JSON.parse(cursor.state) as Partial<FileState>;
    if (!Number.isSafeInteger(before.line) || typeof before.parser !== 'string') return undefined;
    return { before: before as FileState, parser: parserOf(before.parser) };
  } catch {
    return undefined;
  }
}

const parsedLine = (bytes: Buffer): Record<string, unknown> | string => {
  if (bytes.includes(0)) return 'binary data';
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'not a JSON object';
  } catch {
    return 'invalid JSON';
  }
};

/**
 * Reads one transcript from where its cursor stands, or from the start when another file took its place. A last line without a line end is used
 * when it is complete JSON; either way the cursor stays before it, because it may still grow, and the join makes
 * reading it again harmless.
 *
 * @param isIdle tells from its bytes that a line carries nothing and need not be parsed
 */
export function* readTranscript(
  source: string,
  file: SourceFile,
  parserOf: TranscriptParserOf,
  isIdle: (bytes: Buffer) => boolean,
  options: ReadOptions,
): Generator<UsageBatch, void, undefined> {
  const cursor = options.cursors?.get(file.path);
  if (cursor && cursor.size === file.size && cursor.mtimeMs === file.mtimeMs) return;
  const skip = (line: number, reason: string): void => options.onSkipped?.({ file: file.path, line, reason });
  try {
    const parserAt = (at: string | undefined): TranscriptParser =>
      parserOf(file.path, at, (type) => options.onUnknownType?.(type));
    const resumed = cursor && continues(file, cursor) ? resumedParser(cursor, parserAt) : undefined;
    const before = resumed?.before;
    const parser = resumed?.parser ?? parserAt(undefined);
    const fingerprint = fingerprintOf(file.path, FINGERPRINT_BYTES);
    let offset = resumed ? (cursor?.offset ?? 0) : 0;
    let number = before?.line ?? 0;
    let state = before?.parser ?? parser.state();
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
          fingerprint,
          state: JSON.stringify({ line: number, parser: state } satisfies FileState),
        },
      ],
    });
    let unfinished = false;
    for (const line of transcriptLines(file.path, offset)) {
      // What an unfinished last line teaches is learnt again when it is whole: the state kept is the one before it.
      unfinished = !line.whole;
      if (unfinished) state = parser.state();
      if (line.tooLong) skip(number + 1, 'line too long');
      else if (line.bytes.length > 0 && (number === 0 || !isIdle(line.bytes))) {
        const record = parsedLine(line.bytes);
        if (typeof record !== 'string') {
          const reason = parser.line(record, number + 1);
          if (reason !== undefined) skip(number + 1, reason);
        } else skip(number + 1, line.whole ? record : 'incomplete last line');
        pending += 1;
      }
      if (unfinished) break;
      offset = line.end;
      number += 1;
      if (pending >= BATCH_RECORDS) {
        state = parser.state();
        pending = 0;
        yield batch(false);
      }
    }
    if (!unfinished) state = parser.state();
    yield batch(true);
  } catch (error) {
    skip(0, systemReason(error));
  }
}
