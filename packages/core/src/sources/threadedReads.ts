import type { SourceCursor } from '../model/SourceCursor.ts';
import type { ReadPart } from './ReadPart.ts';
import type { SourceFile, UsageSource } from './UsageSource.ts';

/**
 * Reads files on another thread; `undefined` where that cannot be or would not pay. A part that is `undefined` says that the next one is not there yet.
 */
export type ThreadedRead = (
  files: readonly SourceFile[],
  cursors: ReadonlyMap<string, SourceCursor>,
) => Promise<AsyncGenerator<ReadPart | undefined, void, undefined> | undefined>;

/**
 * How what a `read` does is done on another thread. Known by the function and not by the source: a source that reads in its own way, through another's, is read by it.
 */
export const threadedReads = new WeakMap<UsageSource['read'], ThreadedRead>();
