import { DATE_RANGE_PRESETS, type DateRange } from '@usagekit/core';

import { ApiError } from './ApiError.ts';
import type { QueryReader } from './QueryReader.ts';

/** Names of the parameters that say which time is meant. */
export const RANGE_PARAMETERS = ['range', 'start', 'end', 'time_zone'] as const;

/**
 * The range of a request: a preset in `range`, or `start` and `end`; `undefined` when neither is there.
 *
 * @throws ApiError 400 when both are there or one end is missing
 */
export function rangeParameters(query: QueryReader): DateRange | undefined {
  const preset = query.oneOf('range', DATE_RANGE_PRESETS);
  const start = query.text('start');
  const end = query.text('end');
  if (preset !== undefined && (start !== undefined || end !== undefined)) {
    throw new ApiError(400, 'invalid_date_range', "use either 'range' or 'start' and 'end'");
  }
  if ((start === undefined) !== (end === undefined)) {
    throw new ApiError(400, 'invalid_date_range', `'${start === undefined ? 'start' : 'end'}' is missing`);
  }
  return start !== undefined && end !== undefined ? { start, end } : preset;
}
