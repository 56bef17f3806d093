import type { SkippedLine } from '../model/SkippedLine.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';

/** What was read since the part before, of one source: records, and what was counted of them. */
export interface ReadPart {
  /** Copies that stood close together are joined. */
  batch: UsageBatch;
  /** Copies of requests that were read, those that are joined in `batch` included. */
  copies: number;
  /** Files that were read to their end, or could not be read, and their sizes. */
  filesDone: number;
  /** Of these, those that could be read. */
  filesRead: number;
  bytesDone: number;
  /** At most {@link MAX_SKIPPED} of `skippedCount`. */
  skipped: SkippedLine[];
  skippedCount: number;
  unknownTypes: [type: string, lines: number][];
}

/** Lines and files that could not be used and are named; further ones are counted only. */
export const MAX_SKIPPED = 1000;
