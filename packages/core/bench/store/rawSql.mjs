// A rollup query as one GROUP BY over the raw tables, and the two other questions of the dashboard.
const TABLE = { usage: 'raw_request', tools: 'raw_call', sessions: 'raw_session' };
// The bench's year has no sums of several requests.
const COLUMN = { user: 'user_name', table: 'table_name', approvalSource: 'approval_source', sumPrice: "''" };
const column = (name) => COLUMN[name] ?? name;
const TOKENS = {
  input: 'input',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_w5m',
  cacheWrite1h: 'cache_w1h',
  output: 'output',
};
const USAGE = { requests: 'requests', ...TOKENS, reasoning: 'reasoning', costPico: 'coalesce(cost_pico, 0)' };
const isFinished = (value) => `case when status = 'running' then 0 else ${value} end`;
const MEASURES = {
  usage: {
    ...USAGE,
    unpricedRequests: 'case when cost_pico is null then requests else 0 end',
    unpricedTokens: `case when cost_pico is null then ${Object.values(TOKENS).join(' + ')} else 0 end`,
    // The bench's year has none.
    webSearches: '0',
  },
  tools: { calls: 'calls', durationMs: 'duration_ms' },
  sessions: {
    sessions: '1',
    durationMs: isFinished('last_ms - start_ms'),
    durationN: isFinished('1'),
    engagedMs: 'engaged_ms',
    turns: 'turns',
    calls: 'calls',
    ...USAGE,
    unpricedRequests: 'unpriced_requests',
    unpricedTokens: 'unpriced_tokens',
  },
};

const timeOf = (family) => (family === 'sessions' ? 'start_ms' : 'at_ms');

/** Time and filters as a condition. */
function condition(family, { segments, where = {}, hideFailed = false }) {
  const at = timeOf(family);
  const within = `${at} >= ${segments[0].startMs} and ${at} < ${segments.at(-1).endMs}`;
  const filters = Object.entries(where).map(
    ([name, values]) => `${column(name)} in (${values.map((value) => `'${value}'`).join(', ')})`,
  );
  return [within, ...filters, ...(hideFailed ? [`status <> 'failed'`] : [])].join(' and ');
}

/** The bucket, by the same stretches of constant offset that the store is given. */
function bucketSql({ family, bucket, segments }, divided) {
  if (bucket === 'total') return '0';
  const at = timeOf(family);
  const last = segments.at(-1);
  const cases = segments.slice(0, -1).map((s) => `when ${at} < ${s.endMs} then ${s.offsetSlots * 900_000}`);
  const offset =
    cases.length > 0 ? `case ${cases.join(' ')} else ${last.offsetSlots * 900_000} end` : last.offsetSlots * 900_000;
  const local = `(${at} + ${offset})`;
  return bucket === 'day' ? `${local} ${divided} 86400000` : `(${local} ${divided} 3600000 + 72) % 168`;
}

/** The SQL of a rollup, and how to read its rows: `[bucket, …key, …measures]`. `divided` is the engine's integer division. */
export function rollupSql(query, divided) {
  const measures = Object.entries(MEASURES[query.family]).filter(
    ([name]) => !query.measures || query.measures.includes(name),
  );
  const keys = query.by.map(column);
  const selects = [
    bucketSql(query, divided),
    ...keys,
    ...measures.map(([name, expression]) => `sum(${expression}) as "m_${name}"`),
  ];
  const groups = Array.from({ length: 1 + keys.length }, (_, i) => i + 1);
  const text = `select ${selects.join(', ')} from ${TABLE[query.family]} where ${condition(query.family, query)} group by ${groups.join(', ')}`;
  const rowOf = (values) => ({
    bucket: Number(values[0]),
    // DuckDB has NULL for the empty text of an ENUM.
    key: values.slice(1, 1 + keys.length).map((value) => value ?? ''),
    measures: Object.fromEntries(measures.map(([name], i) => [name, BigInt(values[1 + keys.length + i])])),
  });
  return { text, rowOf };
}

export const costsSql = (filter) => `select cost_nano from raw_session where ${condition('sessions', filter)}`;

/** What a cost distribution is made of, where the engine can count it: number, sum and two quantiles. */
export const costStatsSql = (filter) =>
  `select count(*), count(cost_nano), sum(cost_nano), quantile_cont(cost_nano, [0.5, 0.95]) from raw_session where ${condition('sessions', filter)}`;

/** The sum of the dearest sessions. */
export const dearestSql = (filter, count) =>
  `select sum(cost_nano) from (select cost_nano from raw_session where ${condition('sessions', filter)}
    and cost_nano is not null order by cost_nano desc limit ${count})`;

/** When the running sessions were last heard of. */
export const runningSql = (filter) =>
  `select last_ms from raw_session where ${condition('sessions', filter)} and status = 'running' order by start_ms desc`;

/** Sessions by bin of cost, all from bin `last` on in one. */
export const costBinsSql = (filter, stepNano, last) =>
  `select least(cost_nano // ${stepNano}, ${last}), count(*) from raw_session
    where ${condition('sessions', filter)} and cost_nano is not null group by 1`;

const SUMMARY = `id, source, project, model, models, user_name, table_name, phase, status, start_ms, last_ms,
  engaged_ms, requests, turns, calls, input, output, cache_read, cache_w5m, cache_w1h, cost_nano, unpriced_requests`.split(
  /,\s+/,
);

/** The dearest sessions. */
export const topSql = (filter) => `select ${SUMMARY.join(', ')} from raw_session where ${condition('sessions', filter)}
  order by coalesce(cost_pico, -1) desc limit 10`;

/** A row of {@link topSql} as the library shows a session. */
export function summaryOf(values) {
  const row = Object.fromEntries(SUMMARY.map((name, i) => [name, values[i]]));
  const n = (name) => Number(row[name]);
  const iso = (name) => new Date(n(name)).toISOString();
  return {
    id: row.id,
    source: row.source,
    project: row.project,
    model: row.model,
    models: row.models.split(' ').filter((name) => name !== ''),
    dimensions: { user: row.user_name, table: row.table_name, phase: row.phase },
    status: row.status,
    startedAt: iso('start_ms'),
    lastAt: iso('last_ms'),
    durationMinutes: (n('last_ms') - n('start_ms')) / 60_000,
    engagedMinutes: n('engaged_ms') / 60_000,
    apiMinutes: null,
    requests: n('requests'),
    turns: n('turns'),
    toolCalls: n('calls'),
    inputTokens: n('input'),
    outputTokens: n('output'),
    cacheReadTokens: n('cache_read'),
    cacheWriteTokens: n('cache_w5m') + n('cache_w1h'),
    costUsd: row.cost_nano === null ? null : n('cost_nano') / 1e9,
    unpricedRequests: n('unpriced_requests'),
  };
}

export const extentSql =
  'select (select min(at_ms) from raw_request), (select max(at_ms) from raw_request), (select min(start_ms) from raw_session)';
