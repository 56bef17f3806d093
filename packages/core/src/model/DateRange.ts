/** A named range of whole local days up to now: `7d` is today and the six days before it. */
export type DateRangePreset = 'today' | '7d' | '14d' | '30d' | '90d' | '365d' | 'all';

/**
 * A preset, or an explicit range. `start` and `end` are local dates `YYYY-MM-DD`, both inclusive, or instants (`Date`, epoch ms or
 * ISO 8601 text with offset), then half-open: `start ≤ t < end`.
 */
export type DateRange = DateRangePreset | { start: string | number | Date; end: string | number | Date };

/** All presets, shortest first. */
export const DATE_RANGE_PRESETS: readonly DateRangePreset[] = ['today', '7d', '14d', '30d', '90d', '365d', 'all'];

/** Width of one point of a time series. Weeks start on Monday. */
export type GroupBy = 'day' | 'week' | 'month';
