import type { SkippedLine } from '../model/SkippedLine.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';

/** What a source found under its roots before reading: enough to show progress and to see what is unchanged. */
export interface SourceFile {
  path: string;
  size: number;
  mtimeMs: number;
}

/** What a source is told when it reads a file. */
export interface ReadOptions {
  /** Cursors of earlier reads by file path; a file whose size and mtime equal its cursor's is not opened. */
  cursors?: ReadonlyMap<string, SourceCursor>;
  /** Called for every line or file that could not be used. */
  onSkipped?: (skipped: SkippedLine) => void;
  /** Called for every record type that the source does not know, once per line. */
  onUnknownType?: (type: string) => void;
}

/**
 * A place usage is read from: transcripts in folders, or a table, which stands as one file of size 0. `files` lists, `read` turns one file into batches of records; a batch's cursors belong to its records and are
 * stored in the same transaction. Reading is a pure function of the file's bytes: any order, repetition or interruption of
 * reads joins to the same ledger.
 */
export interface UsageSource {
  /** Stable id; part of every key. */
  id: string;
  /** Shown to people, e.g. `Claude Code`. */
  label: string;
  /** Directories that exist and are searched, absolute. */
  roots(): string[];
  /** Every transcript under the roots. A root that is missing or unreadable is reported, not thrown. */
  files(onSkipped?: (skipped: SkippedLine) => void): SourceFile[];
  /** Batches of at most a few thousand records; memory is bounded by the longest line, not by the file. */
  read(file: SourceFile, options?: ReadOptions): AsyncIterable<UsageBatch>;
}
