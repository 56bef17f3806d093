import { setTimeout as sleep } from 'node:timers/promises';

import { UsageError } from '../errors.ts';
import { assertPart } from '../model/assertParts.ts';
import { isTimerMs, MAX_TIMER_MS } from '../model/isTimerMs.ts';
import { timerFault } from '../model/timerFault.ts';
import { assertImportOptions } from './assertImportOptions.ts';
import { type ImportOptions, type ImportSummary, importUsage } from './importUsage.ts';
import { FolderWatch } from './FolderWatch.ts';

/** What is watched: an import that goes on until its signal. */
export interface WatchOptions extends Omit<ImportOptions, 'signal'> {
  /** Ends the watch. */
  signal: AbortSignal;
  /** How often to look where the system reports no changes, ms, 2³¹ − 1 at most; 2,000 when absent. Where it does, a look every fifteen times as long finds what it failed to report. */
  intervalMs?: number;
  /** Called after each look that found something new, and after the first one. */
  onImport?: (summary: ImportSummary) => void;
}

/** Changes come in bursts: a look waits until none came for so long, but not for ever. */
const QUIET_MS = 100;
const MAX_QUIET_MS = 1000;
const SWEEP_FACTOR = 15;

/** Waits that long, or until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // The one way in which it fails is that the signal came.
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/**
 * Keeps a store up to date with files that grow: imports, then waits for changes and imports what is new, until the signal comes. One import runs at a time. Files that are deleted, rotated or
 * replaced, and folders that do not exist yet, are taken as they come: what was read stays, what is new is read.
 *
 * @returns when the signal came, after the import that was running
 * @throws UsageError `invalid_argument` for options, or an interval, that are none; when the store cannot be read or written
 */
export async function watchUsage(options: WatchOptions): Promise<void> {
  assertImportOptions('watchUsage', options, ['intervalMs', 'onImport']);
  const { intervalMs = 2000, onImport, ...imported } = options;
  const { sources, signal } = imported;
  const what = 'the signal of an AbortController, which ends the watch';
  // Other targets of events have the methods, too.
  const ending = typeof (signal as AbortSignal | undefined)?.aborted === 'boolean' ? signal : undefined;
  assertPart('watchUsage({ signal })', ending, ['addEventListener', 'removeEventListener'], what);
  if (!isTimerMs(intervalMs, 1)) {
    throw new UsageError('invalid_argument', timerFault('intervalMs', intervalMs, 1));
  }
  const sweepMs = Math.min(SWEEP_FACTOR * intervalMs, MAX_TIMER_MS);
  const folders = new FolderWatch();
  let first = true;
  try {
    while (!signal.aborted) {
      // Before reading: what changes while files are read is reported, and read in the next round.
      const roots = sources.flatMap((source) => source.roots());
      const reported = folders.follow(roots) && sources.every((source) => source.roots().length > 0);
      const summary = await importUsage(imported);
      // Of a file that is damaged some may be new, though it is not counted as read.
      const isNew = summary.files + summary.added.requests + summary.added.toolCalls > 0;
      if (first || isNew) onImport?.(summary);
      first = false;
      await folders.changed(reported ? sweepMs : intervalMs, signal);
      for (let waited = 0; !signal.aborted && waited < MAX_QUIET_MS; waited += QUIET_MS) {
        const before = folders.changes;
        await pause(QUIET_MS, signal);
        if (folders.changes === before) break;
      }
    }
  } finally {
    folders.close();
  }
}
