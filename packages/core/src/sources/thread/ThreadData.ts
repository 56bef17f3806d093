import type { SourceCursor } from '../../model/SourceCursor.ts';
import type { SourceFile } from '../UsageSource.ts';

/** What a reading thread begins with. */
export interface ThreadData {
  source: string;
  files: readonly SourceFile[];
  cursors: readonly SourceCursor[];
  /** Shared: how many parts may still be sent before one must be taken, and whether reading is over. */
  control: Int32Array<SharedArrayBuffer>;
}

/** Places in {@link ThreadData.control}. */
export const THREAD_CONTROL = { credit: 0, stopped: 1 } as const;

/** Parts that may wait to be written: as many as are read while a transaction is. Memory stays bounded while a store is slow. */
export const PARTS_AHEAD = 48;
