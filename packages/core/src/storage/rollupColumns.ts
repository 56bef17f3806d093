import type { RollupFamily } from '../model/Rollup.ts';

/** Measures of a family with the expressions that a row of a level adds to them. `costNano` and `costPico` become one measure. */
export type MeasureColumns = Readonly<Record<string, string>>;

const TOKENS = 'r.input + r.cache_read + r.cache_w5m + r.cache_w1h + r.output';

/** Of one request. */
const REQUEST_MEASURES: MeasureColumns = {
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
const TOOL_MEASURES: MeasureColumns = { calls: 't.call_count', durationMs: 't.duration_ms' };

/** Of one session. A running session has no duration yet (status 0). */
const SESSION_MEASURES: MeasureColumns = {
  sessions: '1',
  durationMs: 'case when s.status = 0 then 0 else s.last_ms - s.started_ms end',
  durationN: 'case when s.status = 0 then 0 else 1 end',
  engagedMs: 's.engaged_ms',
  turns: 's.turn_count',
  calls: 's.tool_count',
  requests: 's.request_count',
  input: 's.input',
  cacheRead: 's.cache_read',
  cacheWrite5m: 's.cache_w5m',
  cacheWrite1h: 's.cache_w1h',
  output: 's.output',
  reasoning: 's.reasoning',
  costNano: 'coalesce(s.cost_nano, 0)',
  costPico: 's.cost_pico',
  unpricedRequests: 's.unpriced_requests',
  unpricedTokens: 's.unpriced_tokens',
};

/** What a row of the ledger adds to the measures of its family. Their order is that of the columns of packed rows. */
export const LEDGER_MEASURES: Readonly<Record<RollupFamily, MeasureColumns>> = {
  usage: REQUEST_MEASURES,
  tools: TOOL_MEASURES,
  sessions: SESSION_MEASURES,
};
