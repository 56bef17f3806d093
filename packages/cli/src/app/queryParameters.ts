import type { AnalyticsQuery, DateRange, SessionQuery } from '@usagekit/core';

const instantText = (value: string | number | Date): string =>
  typeof value === 'string' ? value : new Date(value).toISOString();

function rangeParameters(range: DateRange | undefined): Record<string, string> {
  if (range === undefined) return {};
  if (typeof range === 'string') return { range };
  return { start: instantText(range.start), end: instantText(range.end) };
}

/**
 * A query as parameters of a URL: those that the JSON API reads, and that the page keeps in its own address.
 *
 * @example
 * queryParameters({ dateRange: '7d', groupBy: 'week' }) // => { range: '7d', group_by: 'week' }
 */
export function queryParameters(query: AnalyticsQuery | SessionQuery): Record<string, string> {
  const { dateRange, timeZone, hideFailed, where } = query;
  return {
    ...rangeParameters(dateRange),
    ...('groupBy' in query && query.groupBy && { group_by: query.groupBy }),
    ...('costs' in query && query.costs && { costs: query.costs }),
    ...(timeZone && { time_zone: timeZone }),
    ...(hideFailed && { hide_failed: '1' }),
    ...(where && { where: JSON.stringify(where) }),
  };
}
