import type { SyncSummary } from '@usagekit/core/service';

import { counted, number } from '../counted.ts';
import { printable } from '../printable.ts';

/** Skipped lines that are listed one by one; the rest is a number. */
const LISTED = 5;

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * What a sync read, for people: a line of files, a line of records, then what could not be used and what has no price. Ends in a line break.
 *
 * @param database `null` when none was made, because there was nothing to keep
 */
export function summaryText(summary: SyncSummary, database: string | null): string {
  const {
    files,
    filesUnchanged,
    filesTotal,
    sessions,
    requests,
    toolCalls,
    added,
    duplicates,
    skipped,
    skippedCount,
    unpriced,
    filled,
  } = summary;
  const isAllNew = added.requests === requests && added.toolCalls === toolCalls;
  const read = [
    counted(requests, 'request'),
    counted(sessions, 'session'),
    counted(toolCalls, 'tool call'),
    ...(duplicates > 0 ? [`${counted(duplicates, 'duplicate')} joined`] : []),
  ];
  const unread = filesTotal - files - filesUnchanged;
  const others = [
    ...(filesUnchanged > 0 ? [`${number(filesUnchanged)} had not changed`] : []),
    ...(unread > 0 ? [`${number(unread)} could not be read`] : []),
  ];
  const lines = [
    `${[`Read ${number(files)} of ${counted(filesTotal, 'transcript')} in ${duration(summary.durationMs)}`, ...others].join('; ')}.`,
    ...(files > 0 ? [`  ${read.join(', ')}`] : []),
    ...(files > 0 && !isAllNew
      ? [`  new: ${counted(added.requests, 'request')}, ${counted(added.toolCalls, 'tool call')}; the rest was known`]
      : []),
    ...unpriced.map(
      ({ model, requests: n }) =>
        `  no price for ${printable(model) || 'an unnamed model'}: ${counted(n, 'request')} not in the cost`,
    ),
    ...(filled?.models ?? []).map(
      ({ model, requests: n, usd }) =>
        `  priced ${counted(n, 'earlier request')} of ${printable(model) || 'an unnamed model'} that had no price: $${usd}`,
    ),
    ...(filled ? [`  (run ${filled.run}; 'usagekit reprice --undo' takes it back)`] : []),
    ...skipped
      .slice(0, LISTED)
      .map(({ file, line, reason }) => `  skipped ${printable(`${file}${line > 0 ? `:${line}` : ''}: ${reason}`)}`),
    ...(skippedCount > LISTED ? [`  … and ${counted(skippedCount - LISTED, 'more skipped line')} (see --json)`] : []),
    `Database: ${database === null ? 'none was made' : printable(database)}`,
  ];
  return `${lines.join('\n')}\n`;
}
