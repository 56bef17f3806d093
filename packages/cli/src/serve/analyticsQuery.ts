import { type AnalyticsQuery, COST_MODES } from '@usagekit/core';

import { QueryReader } from './QueryReader.ts';
import { RANGE_PARAMETERS, rangeParameters } from './rangeParameters.ts';

/**
 * What `GET /api/analytics` asks for. Without a range it is the last 30 days.
 *
 * @throws ApiError 400
 * @example
 * analyticsQuery(new URLSearchParams('range=7d&group_by=week')) // => { dateRange: '7d', groupBy: 'week' }
 */
export function analyticsQuery(parameters: URLSearchParams): AnalyticsQuery {
  const query = new QueryReader(parameters, [...RANGE_PARAMETERS, 'group_by', 'hide_failed', 'where', 'costs']);
  const groupBy = query.oneOf('group_by', ['day', 'week', 'month'] as const);
  const timeZone = query.text('time_zone');
  const hideFailed = query.switch('hide_failed');
  const where = query.filter('where');
  const costs = query.oneOf('costs', COST_MODES);
  return {
    dateRange: rangeParameters(query) ?? '30d',
    ...(groupBy && { groupBy }),
    ...(timeZone && { timeZone }),
    ...(hideFailed !== undefined && { hideFailed }),
    ...(where && { where }),
    ...(costs && { costs }),
  };
}
