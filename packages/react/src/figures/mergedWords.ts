import type { GroupBy } from '@usagekit/core';

/** How series that are too long are drawn, for the words on how to read a chart. */
export const MERGED_HELP = 'More than 60 days are drawn by week, and more than 60 weeks by month.';

/**
 * Says that a series is drawn wider than it was asked for; empty when it is not.
 *
 * @param count points that were asked for
 * @param marks what is drawn for each
 * @example
 * mergedWords(90, 'day', 'week', 'bars') // => 'Drawn by week: 90 days are too many bars.'
 * mergedWords(30, 'day', 'day', 'bars') // => ''
 */
export function mergedWords(count: number, asked: GroupBy, drawn: GroupBy, marks: 'bars' | 'points'): string {
  return asked === drawn ? '' : `Drawn by ${drawn}: ${count} ${asked}s are too many ${marks}.`;
}
