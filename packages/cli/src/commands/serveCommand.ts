import type { ImportSummary } from '@usagekit/core/sources';

import type { CommandRun } from '../args/CommandSpec.ts';
import { portOf } from '../args/portOf.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { openUsage, type OpenUsage, readUsage } from '../database/openUsage.ts';
import { printed } from '../printed.ts';
import { dashboardServer } from '../serve/dashboardServer.ts';
import { interrupted } from '../serve/interrupted.ts';
import { transcriptSources } from '../transcripts/transcriptSources.ts';

/** Serves the dashboard of a database until Ctrl-C. */
export const serveCommand: CommandRun = async (options) => {
  const port = portOf(options['port'] as string | undefined);
  const file = databaseFile(options['db'] as string | undefined);
  const timeZone = systemTimeZone();
  const sources = transcriptSources('all', (options['path'] ?? []) as readonly string[]);
  const { usage } = await readUsage(file, { timeZone });
  // What shows figures cannot write: the database may be anybody's. Only a resync that was asked for opens it for writing.
  let writer: Promise<OpenUsage> | undefined;
  const resync = async (): Promise<ImportSummary> => {
    writer ??= openUsage(file, { timeZone, sources });
    try {
      return await (await writer).usage.sync({ full: true });
    } catch (error) {
      const failed = writer;
      writer = undefined;
      await failed?.then((opened) => opened.usage.close()).catch(() => {});
      throw error;
    }
  };
  try {
    const server = await dashboardServer(usage.service, port, resync);
    try {
      const ended = interrupted();
      await printed(`Dashboard: ${server.url}\nDatabase:  ${file}\nCtrl-C ends it.\n`);
      await ended;
    } finally {
      await server.close();
    }
    return 0;
  } finally {
    await writer?.then((opened) => opened.usage.close()).catch(() => {});
    await usage.close();
  }
};
