import type { SyncSummary, Usagekit } from '@usagekit/core/service';

import { CommandError } from '../args/CommandError.ts';
import { number } from '../counted.ts';
import { interruptible } from '../interruptible.ts';
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
  const untuned = tunedForReading();
  try {
    return await interruptible(async (signal) => {
      const summary = await usage.sync({
        full,
        signal,
        onProgress: ({ filesDone, filesTotal, bytesDone, bytesTotal }) =>
          display.show(
            bytesTotal > 0 ? bytesDone / bytesTotal : 1,
            () => `${number(filesDone)} of ${number(filesTotal)} transcripts`,
          ),
      });
      if (signal.aborted) {
        const next = full ? 'run it again to read everything' : 'run it again to go on';
        throw new CommandError(1, `interrupted; what was read is kept, ${next}`);
      }
      return summary;
    });
  } finally {
    untuned();
    display.end();
  }
}
