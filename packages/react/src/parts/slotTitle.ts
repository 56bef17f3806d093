import type { GroupBy, SeriesPoint } from '@usagekit/core';

import type { Formats } from '../format/useFormats.ts';

/**
 * The name of a point of a series: `Tue, Nov 3`, `Week of Nov 2`, `Nov 2026`. A week or month that the range cuts names the days it holds.
 */
export function slotTitle(point: Pick<SeriesPoint, 'start' | 'end'>, groupBy: GroupBy, formats: Formats): string {
  if (groupBy === 'day') return formats.weekdayDay(point.start);
  if (groupBy === 'week') return `Week of ${formats.day(point.start)}`;
  return formats.monthYear(point.start);
}

/** The same within a sentence: `Tue, Nov 3`, `the week of Nov 2`, `Nov 2026`. */
export function slotName(point: Pick<SeriesPoint, 'start' | 'end'>, groupBy: GroupBy, formats: Formats): string {
  return slotTitle(point, groupBy, formats).replace(/^Week of /, 'the week of ');
}
