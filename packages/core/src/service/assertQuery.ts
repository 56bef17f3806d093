import { UsageError } from '../errors.ts';
import type { GroupBy } from '../model/DateRange.ts';
import type { AnalyticsQuery } from '../model/Rollup.ts';
import type { RunQuery } from '../model/RunSummary.ts';
import type { SessionQuery, SessionSort } from '../model/SessionSummary.ts';
import { assertNames } from './assertNames.ts';

const GROUPS: readonly GroupBy[] = ['day', 'week', 'month'];
const SORTS: readonly SessionSort[] = ['cost', 'tokens', 'date', 'duration'];
const ORDERS: readonly string[] = ['asc', 'desc'];
const ANALYTICS_NAMES = ['dateRange', 'groupBy', 'timeZone', 'costs', 'where', 'hideFailed'];
const SESSION_NAMES = ['dateRange', 'timeZone', 'where', 'hideFailed', 'sortBy', 'sortOrder', 'limit', 'offset'];

function assertOneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw new UsageError('invalid_argument', `${name} is one of ${allowed.join(', ')}`);
}

/** @throws UsageError `invalid_argument`, `invalid_date_range` */
export function assertAnalyticsQuery(query: AnalyticsQuery): void {
  assertNames('a query', query, ANALYTICS_NAMES);
  assertOneOf('groupBy', query.groupBy, GROUPS);
  if (query.dateRange === undefined) throw new UsageError('invalid_date_range', "a query says 'dateRange'");
}

/** @throws UsageError `invalid_argument` */
export function assertSessionQuery(query: SessionQuery): void {
  assertNames('a query of sessions', query, SESSION_NAMES);
  assertOneOf('sortBy', query.sortBy, SORTS);
  assertOneOf('sortOrder', query.sortOrder, ORDERS);
}

/** @throws UsageError `invalid_argument` */
export function assertRunQuery(query: RunQuery): void {
  assertNames('a query of runs', query, ['limit', 'offset', 'includeReset']);
}
