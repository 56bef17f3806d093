import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { BackgroundSync, SyncSummary } from '@usagekit/core/service';

import { CommandError } from '../args/CommandError.ts';
import type { CommandRun, OptionValues } from '../args/CommandSpec.ts';
import { portOf } from '../args/portOf.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { openUsage } from '../database/openUsage.ts';
import { printed } from '../printed.ts';
import { failureOf } from '../failureOf.ts';
import { dashboardServer } from '../serve/dashboardServer.ts';
import { interrupted } from '../serve/interrupted.ts';
import { canOpenBrowser, openInBrowser } from '../serve/openInBrowser.ts';
import { nothingFoundText } from '../transcripts/nothingFoundText.ts';
import { summaryText } from '../transcripts/summaryText.ts';
import { syncedUsage } from '../transcripts/syncedUsage.ts';
import { transcriptSources } from '../transcripts/transcriptSources.ts';

/** The page shows at its next load what the agents wrote until its last one. */
const BACKGROUND: BackgroundSync = {
  staleAfterMs: 10_000,
  onError: (error) => {
    process.stderr.write(`${failureOf(error).line} (the last sync failed)\n`);
  },
};

type Skipped = SyncSummary['skipped'][number];

/** Places that are named where nothing could be read. */
const NAMED = 3;

const nothingFound = (paths: readonly string[], skipped: readonly Skipped[]): CommandError => {
  const named = skipped
    .slice(0, NAMED)
    .map(({ file, line, reason }) => `${file}${line > 0 ? `:${line}` : ''}: ${reason}`);
  const why = named.length > 0 ? ` (${named.join('; ')}${skipped.length > NAMED ? '; …' : ''})` : '';
  return new CommandError(
    1,
    `${nothingFoundText(paths, why)}; name a folder with --path DIR, or look at made-up usage: npm start -- --sample (usagekit start --sample)`,
  );
};

/** Syncs the transcripts under some paths and serves their dashboard until Ctrl-C. */
async function shown(options: OptionValues, paths: readonly string[], file: string): Promise<number> {
  const port = portOf(options['port'] as string | undefined);
  const sources = transcriptSources('all', paths);
  const skipped: Skipped[] = [];
  const onSkipped = (line: Skipped): void => void skipped.push(line);
  const found = sources.some((source) => source.files(onSkipped).length > 0);
  // Usage outlives its transcripts, so without any the database may still have something to show.
  if (!found && (paths.length > 0 || !existsSync(file))) throw nothingFound(paths, skipped);
  const { usage, store } = await openUsage(file, { timeZone: systemTimeZone(), sources, background: BACKGROUND });
  try {
    const summary = await syncedUsage(usage);
    if ((await store.extent()).earliestMs === null) throw nothingFound(paths, summary.skipped);
    process.stderr.write(summaryText(summary, file));
    const server = await dashboardServer(usage.service, port, () => usage.sync({ full: true }));
    try {
      const ended = interrupted();
      await printed(`Dashboard: ${server.url}\nCtrl-C ends it.\n`);
      if (!options['no-open'] && canOpenBrowser()) openInBrowser(server.url);
      await ended;
    } finally {
      await server.close();
    }
    return 0;
  } finally {
    await usage.close();
  }
}

/** Finds transcripts, syncs them and serves the dashboard: what `npm start` runs. */
export const startCommand: CommandRun = async (options) => {
  const paths = (options['path'] ?? []) as readonly string[];
  const given = options['db'] as string | undefined;
  if (!options['sample']) return shown(options, paths, databaseFile(given));
  if (paths.length > 0) throw new CommandError(2, '--sample and --path exclude each other');
  portOf(options['port'] as string | undefined);
  process.stderr.write('Writing sample transcripts …\n');
  const { sampleFolder } = await import('../transcripts/sampleFolder.ts');
  const sample = sampleFolder(Date.now());
  try {
    return await shown(options, [sample.folder], given ? databaseFile(given) : join(sample.folder, 'usage.db'));
  } finally {
    sample.remove();
  }
};
