import { BYTES_BACK, type FileBytes } from '../FileBytes.ts';
import { lineContent } from '../lineContent.ts';
import { plainRecords, type TranscriptRecords } from '../plainRecords.ts';
import { trimmedLine } from '../trimmedLine.ts';
import type { ReadPlan } from './fieldTable.ts';
import { LineScanner } from './LineScanner.ts';

const CHUNK_BYTES = 256 * 1024;
/** Longer lines are read by `JSON.parse` alone: the scanner's memory does not shrink. */
const MAX_SCANNED_BYTES = BYTES_BACK - 1024 * 1024;
const NEWLINE = 10;
const OPEN = 123;

/** Scanners that nobody uses at the moment. */
const idle = new WeakMap<ReadPlan, LineScanner[]>();

function borrowed(plan: ReadPlan): LineScanner {
  return idle.get(plan)?.pop() ?? new LineScanner(plan, CHUNK_BYTES);
}

function giveBack(plan: ReadPlan, scanner: LineScanner): void {
  if (scanner.capacity > 4 * CHUNK_BYTES) return;
  const free = idle.get(plan) ?? [];
  idle.set(plan, free);
  free.push(scanner);
}

/** What the first line of a file is, which carries what the file is, however it begins; before it there may be a BOM. */
function firstContent(scanner: LineScanner, end: number, plan: ReadPlan): TranscriptRecords['contents'][number] {
  const scanned = scanner.input[0] === OPEN ? scanner.lines(0, end).contents[0] : undefined;
  return scanned ?? lineContent(trimmedLine(scanner.input.subarray(0, end - 1), true), true, plan);
}

/** The first of some records; until then it is waited for. */
function* firstRecord(
  records: Generator<TranscriptRecords | undefined, void, undefined>,
): Generator<undefined, TranscriptRecords | undefined, undefined> {
  for (const record of records) {
    if (record) return record;
    yield undefined;
  }
  return undefined;
}

/**
 * Records of a file's lines from a byte offset on, read with a scanner. Its one buffer grows only for a line that does not fit, so that memory is bounded by the
 * longest line and not by the file.
 *
 * @returns `undefined` where the next bytes have to be waited for
 * @throws the system's error when the file cannot be read
 */
export function* scannedRecords(
  file: FileBytes,
  offset: number,
  plan: ReadPlan,
): Generator<TranscriptRecords | undefined, void, undefined> {
  const scanner = borrowed(plan);
  try {
    // input[start, filled) is read and not yet handed out; input[0] stands at `base` in the file; input[start, searched) holds no line end.
    let [start, filled, searched, base] = [0, 0, 0, offset];
    for (;;) {
      if (start > 0) {
        scanner.input.copyWithin(0, start, filled);
        [filled, searched, base, start] = [filled - start, searched - start, base + start, 0];
      }
      if (filled === scanner.capacity && filled < MAX_SCANNED_BYTES) scanner.reserve(2 * filled);
      const count =
        filled < scanner.capacity ? file.read(scanner.input, filled, scanner.capacity - filled, base + filled) : -1;
      if (count === undefined) {
        yield undefined;
        continue;
      }
      if (count === 0) break;
      if (count < 0) {
        // A line that does not fit.
        const line = yield* firstRecord(plainRecords(file, base, plan));
        if (!line) return;
        yield line;
        [filled, searched, base] = [0, 0, line.ends[0] ?? base];
        if (!line.whole) return;
        continue;
      }
      const last = scanner.input.subarray(searched, filled + count).lastIndexOf(NEWLINE);
      const to = searched + last + 1;
      filled += count;
      if (last < 0) {
        searched = filled;
        continue;
      }
      if (base === 0) {
        const end = scanner.input.indexOf(NEWLINE) + 1;
        yield { contents: [firstContent(scanner, end, plan)], ends: [end], whole: true };
        start = end;
      }
      while (start < to) {
        const { contents, ends } = scanner.lines(start, to);
        start = ends.at(-1) ?? to;
        for (let i = 0; i < ends.length; i += 1) ends[i]! += base;
        yield { contents, ends, whole: true };
      }
      searched = filled;
    }
    if (filled === 0) return;
    const last = trimmedLine(scanner.input.subarray(0, filled), base === 0);
    yield { contents: [lineContent(last, base === 0, plan)], ends: [base + filled], whole: false };
  } finally {
    giveBack(plan, scanner);
  }
}
