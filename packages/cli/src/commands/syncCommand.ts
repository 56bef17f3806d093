import { existsSync } from 'node:fs';

import type { CommandRun } from '../args/CommandSpec.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { openUsage } from '../database/openUsage.ts';
import { printable } from '../printable.ts';
import { printed } from '../printed.ts';
import { nothingFoundText } from '../transcripts/nothingFoundText.ts';
import { summaryText } from '../transcripts/summaryText.ts';
import { syncedUsage } from '../transcripts/syncedUsage.ts';
import { transcriptSources } from '../transcripts/transcriptSources.ts';

/** Reads what is new in the transcripts into the database, or with `--full` all of them from the first byte, and prints what it read. */
export const syncCommand: CommandRun = async (options) => {
  const file = databaseFile(options['db'] as string | undefined);
  const paths = (options['path'] ?? []) as readonly string[];
  const sources = transcriptSources((options['source'] as string | undefined) ?? 'all', paths);
  // Where there is nothing to keep, no database is made.
  const isKept = existsSync(file) || sources.some((source) => source.files().length > 0);
  const { usage } = await openUsage(isKept ? file : ':memory:', { timeZone: systemTimeZone(), sources });
  try {
    const summary = await syncedUsage(usage, options['full'] === true);
    if (summary.filesTotal === 0) {
      process.stderr.write(`usagekit: ${printable(nothingFoundText(paths))}; name a folder with --path\n`);
    }
    const database = isKept ? file : null;
    await printed(options['json'] ? `${JSON.stringify({ ...summary, database })}\n` : summaryText(summary, database));
    return 0;
  } finally {
    await usage.close();
  }
};
