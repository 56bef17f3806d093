import { UsageError } from '../errors.ts';
import { DATE_RANGE_PRESETS, type GroupBy } from '../model/DateRange.ts';
import type { AnalyticsQuery, RollupMeasures } from '../model/Rollup.ts';
import type { RunQuery } from '../model/RunSummary.ts';
import type { SessionQuery } from '../model/SessionSummary.ts';
import { assertOneOf } from '../metrics/assertOneOf.ts';
import { assertNames } from '../model/assertNames.ts';
import { assertSegments } from '../metrics/assertSegments.ts';
import type { PricedRollupQuery } from './rollupInMode.ts';

const GROUPS: readonly GroupBy[] = ['day', 'week', 'month'];
const ANALYTICS_OPTIONS = ['dateRange', 'groupBy', 'timeZone', 'costs', 'where', 'hideFailed'];
const ROLLUP_OPTIONS = 'family segments bucket by where measures hideFailed includeReset costs'.split(' ');
const SESSION_OPTIONS = ['dateRange', 'timeZone', 'where', 'hideFailed', 'sortBy', 'sortOrder', 'limit', 'offset'];

/** All measures that there are; the compiler says when one is missing. */
const ROLLUP_MEASURES = Object.keys({
  requests: 0,
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
  webSearches: 0,
  costPico: 0,
  unpricedRequests: 0,
  unpricedTokens: 0,
  calls: 0,
  sessions: 0,
  durationMs: 0,
  durationN: 0,
  engagedMs: 0,
  turns: 0,
} satisfies Record<keyof RollupMeasures, 0>);

function assertWhere(where: unknown): void {
  if (where === undefined || (typeof where === 'object' && where !== null && !Array.isArray(where))) return;
  throw new UsageError('invalid_argument', 'where is an object of lists of texts, by name');
}

/** @throws UsageError `invalid_argument`, `invalid_date_range` */
export function assertAnalyticsQuery(query: AnalyticsQuery): void {
  assertNames('a query', query, ANALYTICS_OPTIONS);
  assertWhere(query.where);
  if (query.groupBy !== undefined) assertOneOf('groupBy', query.groupBy, GROUPS);
  if (query.dateRange !== undefined) return;
  const ranges = `${DATE_RANGE_PRESETS.join(', ')} or { start, end }`;
  throw new UsageError('invalid_date_range', `a query needs a dateRange: ${ranges}`);
}

/** @throws UsageError `invalid_argument` */
export function assertSessionQuery(query: SessionQuery): void {
  assertNames('a query of sessions', query, SESSION_OPTIONS);
  assertWhere(query.where);
}

/** @throws UsageError `invalid_argument` */
export function assertRunQuery(query: RunQuery): void {
  assertNames('a query of runs', query, ['limit', 'offset', 'includeReset']);
}

/** @throws UsageError `invalid_argument` */
export function assertRollupQuery(query: PricedRollupQuery): void {
  assertNames('a rollup query', query, ROLLUP_OPTIONS);
  assertWhere(query.where);
  const { segments, by, measures = [] }: Partial<PricedRollupQuery> = query;
  if (!Array.isArray(by)) throw new UsageError('invalid_argument', "by is a list of names, as ['model']");
  assertSegments(segments);
  const known = ROLLUP_MEASURES;
  const unknown: unknown = Array.isArray(measures) ? measures.find((name) => !known.includes(name)) : measures;
  if (unknown === undefined) return;
  throw new UsageError('invalid_argument', `there is no measure '${String(unknown)}': ${known.join(', ')}`);
}
