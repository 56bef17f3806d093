import type { RollupFilter, RollupQuery, RollupRow, ZoneSegment } from '../model/Rollup.ts';

/** The questions behind one `UsageAnalytics`. */
export type AnalyticsQueryName =
  | 'usage'
  | 'usageByDay'
  | 'usageByProject'
  | 'tools'
  | 'toolsByDay'
  | 'sessions'
  | 'sessionsByProject'
  | 'sessionsByHour';

/** Asked only when failed sessions are hidden: what is hidden. */
export type ExcludedQueryName = 'excludedUsage' | 'excludedSessions';

/** The rows that answer them. */
export type AnalyticsRows = Record<AnalyticsQueryName, readonly RollupRow[]> &
  Partial<Record<ExcludedQueryName, readonly RollupRow[]>>;

type AskedRollup = Pick<RollupQuery, 'family' | 'bucket' | 'by' | 'measures'>;
const asks = (
  family: RollupQuery['family'],
  bucket: RollupQuery['bucket'],
  by: readonly string[],
  measures: RollupQuery['measures'] = FIGURES[family],
): AskedRollup => ({ family, bucket, by, ...(measures && { measures }) });

/** What is shown of each family. */
const FIGURES: Readonly<Record<RollupQuery['family'], RollupQuery['measures']>> = {
  usage: [
    'requests',
    'input',
    'cacheRead',
    'cacheWrite5m',
    'cacheWrite1h',
    'output',
    'reasoning',
    'costPico',
    'unpricedRequests',
    'unpricedTokens',
  ],
  tools: ['calls'],
  sessions: ['sessions', 'durationMs', 'durationN', 'engagedMs', 'input', 'output', 'costPico'],
};

const QUERIES: Record<AnalyticsQueryName, AskedRollup> = {
  usage: asks('usage', 'total', ['model', 'basis', 'quality', 'sumPrice']),
  usageByDay: asks('usage', 'day', ['model']),
  usageByProject: asks('usage', 'total', ['project']),
  tools: asks('tools', 'total', ['tool', 'outcome', 'approval', 'approvalSource']),
  toolsByDay: asks('tools', 'day', ['outcome']),
  sessions: asks('sessions', 'day', ['status']),
  sessionsByProject: asks('sessions', 'total', ['project'], ['sessions']),
  sessionsByHour: asks('sessions', 'weekHour', [], ['sessions']),
};

const EXCLUDED: Record<ExcludedQueryName, AskedRollup> = {
  excludedUsage: asks('usage', 'total', []),
  excludedSessions: asks('sessions', 'total', [], ['sessions']),
};

/**
 * The rollups that `usageAnalytics` needs, by name: run each against a store and pass the rows under the same names.
 * Eight, and two more when failed sessions are hidden.
 *
 * @param segments the range, see `zoneSegments`
 * @example
 * Object.keys(analyticsQueries([], {})).length // => 8
 * analyticsQueries([], { hideFailed: true }).excludedSessions?.where // => { status: ['failed'] }
 */
export function analyticsQueries(
  segments: readonly ZoneSegment[],
  { where = {}, hideFailed = false }: { where?: RollupFilter; hideFailed?: boolean },
): Record<AnalyticsQueryName, RollupQuery> & Partial<Record<ExcludedQueryName, RollupQuery>> {
  const named = <N extends string>(asked: Record<N, AskedRollup>, with_: Pick<RollupQuery, 'where' | 'hideFailed'>) =>
    Object.fromEntries(
      Object.entries<AskedRollup>(asked).map(([name, query]) => [name, { ...query, segments, ...with_ }]),
    ) as Record<N, RollupQuery>;
  const queries = named(QUERIES, { where, hideFailed });
  if (!hideFailed) return queries;
  const statuses = where['status'];
  const failed = statuses === undefined || statuses.includes('failed') ? ['failed'] : [];
  return { ...queries, ...named(EXCLUDED, { where: { ...where, status: failed } }) };
}
