import type { FileBytes } from './FileBytes.ts';
import { lineContent } from './lineContent.ts';
import type { ReadPlan } from './scanner/fieldTable.ts';
import { transcriptLines } from './transcriptLines.ts';

/** Consecutive lines of a file. */
export interface TranscriptRecords {
  /** The line's record; the reason why there is none; `undefined` when it carries nothing. */
  contents: (Record<string, unknown> | string | undefined)[];
  /** Byte offset in the file just after each line. */
  ends: number[];
  /** The last of them had a line end; only a file's last line can lack one. */
  whole: boolean;
}

/**
 * Records of a file's lines from a byte offset on, one at a time, each line parsed whole: the meaning of reading, which the scanner must equal.
 *
 * @returns `undefined` where the next bytes have to be waited for
 */
export function* plainRecords(
  file: FileBytes,
  offset: number,
  plan: ReadPlan | undefined,
): Generator<TranscriptRecords | undefined, void, undefined> {
  let begin = offset;
  for (const line of transcriptLines(file, offset)) {
    if (!line) {
      yield undefined;
      continue;
    }
    const { bytes, end, whole, tooLong } = line;
    const content = tooLong ? 'line too long' : lineContent(bytes, begin === 0, plan);
    yield { contents: [content], ends: [end], whole };
    begin = end;
  }
}
