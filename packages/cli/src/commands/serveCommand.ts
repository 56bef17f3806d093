import type { CommandRun } from '../args/CommandSpec.ts';
import { portOf } from '../args/portOf.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { readUsage } from '../database/openUsage.ts';
import { printed } from '../printed.ts';
import { dashboardServer } from '../serve/dashboardServer.ts';
import { interrupted } from '../serve/interrupted.ts';

/** Serves the dashboard of a database until Ctrl-C. */
export const serveCommand: CommandRun = async (options) => {
  const port = portOf(options['port'] as string | undefined);
  const file = databaseFile(options['db'] as string | undefined);
  const { usage } = await readUsage(file, { timeZone: systemTimeZone() });
  try {
    const server = await dashboardServer(usage.service, port);
    const ended = interrupted();
    await printed(`Dashboard: ${server.url}\nDatabase:  ${file}\nCtrl-C ends it.\n`);
    await ended;
    await server.close();
    return 0;
  } finally {
    await usage.close();
  }
};
