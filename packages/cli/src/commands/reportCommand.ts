import { writeFile } from 'node:fs/promises';

import type { CostMode, UsageAnalytics } from '@usagekit/core';

import { CommandError } from '../args/CommandError.ts';
import type { CommandRun } from '../args/CommandSpec.ts';
import { timeZoneOf } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { readUsage } from '../database/openUsage.ts';
import { printed } from '../printed.ts';
import { writeErrorReason } from '../writeErrorReason.ts';
import { dayOf, reportRange } from '../report/reportRange.ts';

async function reportText(format: string, analytics: UsageAnalytics, generatedAtMs: number): Promise<string> {
  if (format === 'json') {
    const { jsonReport } = await import('../report/jsonReport.ts');
    return `${JSON.stringify(jsonReport(analytics, generatedAtMs), undefined, 2)}\n`;
  }
  const { htmlReport } = await import('../report/htmlReport.tsx');
  return htmlReport(analytics, generatedAtMs);
}

async function written(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new CommandError(1, `cannot write ${file}: ${writeErrorReason(error)}`, { cause: error });
  }
}

/** Writes the figures of a range as JSON or HTML. */
export const reportCommand: CommandRun = async (options) => {
  const format = options['format'] as string | undefined;
  if (format === undefined) throw new CommandError(2, 'report needs --format json or --format html');
  const timeZone = timeZoneOf(options['time-zone'] as string | undefined);
  const since = dayOf('since', options['since'] as string | undefined);
  const until = dayOf('until', options['until'] as string | undefined);
  if (since !== undefined && until !== undefined && since > until) {
    throw new CommandError(2, `--since ${since} comes after --until ${until}`);
  }
  const costs = (options['costs'] ?? 'billed') as CostMode;
  // The page does not say at which prices its amounts are.
  if (costs !== 'billed' && format !== 'json') throw new CommandError(2, `--costs ${costs} needs --format json`);
  const out = options['out'] as string | undefined;
  const { usage, store } = await readUsage(databaseFile(options['db'] as string | undefined), { timeZone });
  try {
    const nowMs = Date.now();
    const dateRange = reportRange(since, until, { timeZone, nowMs, ...(await store.extent()) });
    const groupBy = (options['group-by'] ?? 'day') as 'day' | 'week' | 'month';
    const analytics = await usage.service.getAnalytics({ dateRange, groupBy, timeZone, costs });
    const text = await reportText(format, analytics, nowMs);
    if (out === undefined) {
      await printed(text);
    } else {
      await written(out, text);
      process.stderr.write(`Wrote ${out}\n`);
    }
    return 0;
  } finally {
    await usage.close();
  }
};
