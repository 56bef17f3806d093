import type { FileBytes } from './FileBytes.ts';
import { trimmedLine } from './trimmedLine.ts';

/** One line of a file. `bytes` is a view into a buffer that is used again: read it before the next line is asked for. */
export interface TranscriptLine {
  /** Without the line end and without a BOM. */
  bytes: Buffer;
  /** Byte offset just after the line end. */
  end: number;
  /** It had a line end; only the last line of a file can lack one. */
  whole: boolean;
  /** It was longer than the limit: `bytes` is empty and the content was passed over. */
  tooLong: boolean;
}

const CHUNK_BYTES = 256 * 1024;
/** Longer lines are passed over: no agent writes one, and a string of more than 512 MB cannot be made. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;
const NEWLINE = 10;

/**
 * Lines of a file from a byte offset on. One buffer is used again and grows only for a line that does not fit, so that memory is bounded
 * by the longest line and not by the file.
 *
 * @param maxLineBytes lines longer than this come as `tooLong`
 * @returns `undefined` where the next bytes have to be waited for
 * @throws the system's error when the file cannot be read
 */
export function* transcriptLines(
  file: FileBytes,
  offset: number,
  maxLineBytes: number = MAX_LINE_BYTES,
): Generator<TranscriptLine | undefined, void, undefined> {
  let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  // buffer[start, filled) is read and not yet handed out; its first byte stands at `position` in the file.
  let start = 0;
  let filled = 0;
  let position = offset;
  let passingOver = false;
  // buffer[start, searched) is known to hold no line end: a long line is searched once, not once per chunk.
  let searched = 0;
  const nextNewline = (from: number): number => {
    const at = buffer.subarray(from, filled).indexOf(NEWLINE);
    return at < 0 ? -1 : from + at;
  };
  for (;;) {
    for (let newline = nextNewline(searched); newline >= 0; newline = nextNewline(start)) {
      const bytes = passingOver ? buffer.subarray(0, 0) : trimmedLine(buffer.subarray(start, newline), position === 0);
      position += newline + 1 - start;
      start = newline + 1;
      yield { bytes, end: position, whole: true, tooLong: passingOver };
      passingOver = false;
    }
    if (filled - start > maxLineBytes) passingOver = true;
    if (passingOver) {
      position += filled - start;
      start = filled;
    }
    if (start > 0) {
      buffer.copyWithin(0, start, filled);
      filled -= start;
      start = 0;
    }
    searched = filled;
    if (filled === buffer.length) {
      const larger = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(larger, 0, 0, filled);
      buffer = larger;
    }
    let count = file.read(buffer, filled, Math.min(buffer.length - filled, CHUNK_BYTES), position + filled);
    while (count === undefined) {
      yield undefined;
      count = file.read(buffer, filled, Math.min(buffer.length - filled, CHUNK_BYTES), position + filled);
    }
    if (count === 0) break;
    filled += count;
  }
  if (filled > 0 || passingOver) {
    const bytes = passingOver ? buffer.subarray(0, 0) : trimmedLine(buffer.subarray(0, filled), position === 0);
    yield { bytes, end: position + filled, whole: false, tooLong: passingOver };
  }
}
