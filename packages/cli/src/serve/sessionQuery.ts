import type { SessionQuery } from '@usagekit/core';

import { QueryReader } from './QueryReader.ts';
import { RANGE_PARAMETERS, rangeParameters } from './rangeParameters.ts';

const MOST_SESSIONS = 1000;

/**
 * What `GET /api/sessions` asks for. Without a range it is every session.
 *
 * @throws ApiError 400
 * @example
 * sessionQuery(new URLSearchParams('sort_by=tokens&limit=5')) // => { sortBy: 'tokens', limit: 5 }
 */
export function sessionQuery(parameters: URLSearchParams): SessionQuery {
  const query = new QueryReader(parameters, [
    ...RANGE_PARAMETERS,
    'hide_failed',
    'where',
    'sort_by',
    'sort_order',
    'limit',
    'offset',
  ]);
  const dateRange = rangeParameters(query);
  const timeZone = query.text('time_zone');
  const hideFailed = query.switch('hide_failed');
  const where = query.filter('where');
  const sortBy = query.oneOf('sort_by', ['cost', 'tokens', 'date', 'duration'] as const);
  const sortOrder = query.oneOf('sort_order', ['asc', 'desc'] as const);
  const limit = query.count('limit', MOST_SESSIONS);
  const offset = query.count('offset', 999_999_999);
  return {
    ...(dateRange && { dateRange }),
    ...(timeZone && { timeZone }),
    ...(hideFailed !== undefined && { hideFailed }),
    ...(where && { where }),
    ...(sortBy && { sortBy }),
    ...(sortOrder && { sortOrder }),
    ...(limit !== undefined && { limit }),
    ...(offset !== undefined && { offset }),
  };
}
