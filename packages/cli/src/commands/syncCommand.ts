import type { CommandRun } from '../args/CommandSpec.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { openUsage } from '../database/openUsage.ts';
import { printed } from '../printed.ts';
import { searchedPlaces } from '../transcripts/searchedPlaces.ts';
import { summaryText } from '../transcripts/summaryText.ts';
import { syncedUsage } from '../transcripts/syncedUsage.ts';
import { transcriptSources } from '../transcripts/transcriptSources.ts';

/** Reads what is new in the transcripts into the database and prints what it read. */
export const syncCommand: CommandRun = async (options) => {
  const file = databaseFile(options['db'] as string | undefined);
  const paths = (options['path'] ?? []) as readonly string[];
  const sources = transcriptSources((options['source'] as string | undefined) ?? 'all', paths);
  const { usage } = await openUsage(file, { timeZone: systemTimeZone(), sources });
  try {
    const summary = await syncedUsage(usage);
    if (summary.filesTotal === 0) {
      process.stderr.write(
        `usagekit: no transcripts found in ${searchedPlaces(paths).join(', ')}; name a folder with --path\n`,
      );
    }
    await printed(options['json'] ? `${JSON.stringify({ ...summary, database: file })}\n` : summaryText(summary, file));
    return 0;
  } finally {
    await usage.close();
  }
};
