import type { SyncSummary, Usagekit } from '@usagekit/core/service';

import { CommandError } from '../args/CommandError.ts';
import { ProgressDisplay } from './ProgressDisplay.ts';
import { tunedForReading } from './tunedForReading.ts';

/**
 * Syncs with progress on standard error. Ctrl-C stops between two files: what was read until then is kept, and the next sync goes on
 * from there; one of everything begins anew.
 *
 * @param full reads every transcript from its first byte
 * @throws CommandError with exit code 1 when it was interrupted
 */
export async function syncedUsage(usage: Usagekit, full = false): Promise<SyncSummary> {
  const display = new ProgressDisplay(process.stderr, () => performance.now());
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const untuned = tunedForReading();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    const summary = await usage.sync({
      full,
      signal: stop.signal,
      onProgress: ({ filesDone, filesTotal, bytesDone, bytesTotal }) =>
        display.show(
          bytesTotal > 0 ? bytesDone / bytesTotal : 1,
          () => `${filesDone.toLocaleString('en-US')} of ${filesTotal.toLocaleString('en-US')} transcripts`,
        ),
    });
    if (stop.signal.aborted) {
      const next = full ? 'run it again to read everything' : 'run it again to go on';
      throw new CommandError(1, `interrupted; what was read is kept, ${next}`);
    }
    return summary;
  } finally {
    untuned();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    display.end();
  }
}
