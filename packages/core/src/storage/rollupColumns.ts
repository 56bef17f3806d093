import type { RollupFamily } from '../model/Rollup.ts';

/** Measures of a family with the expressions that a row of a level adds to them. `costNano` and `costPico` become one measure. */
export type MeasureColumns = Readonly<Record<string, string>>;

const TOKENS = 'r.input + r.cache_read + r.cache_w5m + r.cache_w1h + r.output';

const SUMS = {
  requests: 'requests',
  input: 'input',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_w5m',
  cacheWrite1h: 'cache_w1h',
  output: 'output',
  reasoning: 'reasoning',
  costNano: 'cost_nano',
  costPico: 'cost_pico',
  unpricedRequests: 'unpriced_requests',
  unpricedTokens: 'unpriced_tokens',
} as const;

const of = (alias: string, columns: Readonly<Record<string, string>>): MeasureColumns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, `${alias}.${column}`]));

/** Of one request. */
export const REQUEST_MEASURES: MeasureColumns = {
  requests: 'r.request_count',
  input: 'r.input',
  cacheRead: 'r.cache_read',
  cacheWrite5m: 'r.cache_w5m',
  cacheWrite1h: 'r.cache_w1h',
  output: 'r.output',
  reasoning: 'r.reasoning',
  costNano: 'coalesce(r.cost_nano, 0)',
  costPico: 'r.cost_pico',
  unpricedRequests: 'case when r.cost_nano is null then r.request_count else 0 end',
  unpricedTokens: `case when r.cost_nano is null then ${TOKENS} else 0 end`,
  webSearches: 'r.web_search',
};

/** Of one tool call. */
export const TOOL_MEASURES: MeasureColumns = { calls: 't.call_count', durationMs: 't.duration_ms' };

/** Of one session. A running session has no duration yet (status 0). */
export const SESSION_MEASURES: MeasureColumns = {
  sessions: '1',
  durationMs: 'case when s.status = 0 then 0 else s.last_ms - s.started_ms end',
  durationN: 'case when s.status = 0 then 0 else 1 end',
  engagedMs: 's.engaged_ms',
  turns: 's.turn_count',
  calls: 's.tool_count',
  ...of('s', { ...SUMS, requests: 'request_count', costNano: 'cost_nano' }),
  costNano: 'coalesce(s.cost_nano, 0)',
};

/** Columns of usage cells and marginals, by measure. */
export const USAGE_SUMS = { ...SUMS, webSearches: 'web_search' } as const;

/** Columns of tool cells and marginals, by measure. */
export const TOOL_SUMS = { calls: 'calls', durationMs: 'duration_ms' } as const;

/** Columns of session marginals, by measure. */
export const SESSION_SUMS = {
  sessions: 'sessions',
  durationMs: 'duration_ms',
  durationN: 'duration_n',
  engagedMs: 'engaged_ms',
  turns: 'turns',
  calls: 'calls',
  ...SUMS,
} as const;

/** What a cell or marginal adds to the measures of its family. */
export const SUMMED_MEASURES: Readonly<Record<RollupFamily, MeasureColumns>> = {
  usage: of('c', USAGE_SUMS),
  tools: of('c', TOOL_SUMS),
  sessions: of('c', SESSION_SUMS),
};

/** What a row of the ledger adds to the measures of its family. */
export const LEDGER_MEASURES: Readonly<Record<RollupFamily, MeasureColumns>> = {
  usage: REQUEST_MEASURES,
  tools: TOOL_MEASURES,
  sessions: SESSION_MEASURES,
};
