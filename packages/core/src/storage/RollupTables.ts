type Int64 = bigint | number;

interface UsageSums {
  requests: number;
  input: Int64;
  cache_read: Int64;
  cache_w5m: Int64;
  cache_w1h: Int64;
  output: Int64;
  reasoning: Int64;
  cost_nano: Int64;
  cost_pico: Int64;
  unpriced_requests: number;
  unpriced_tokens: Int64;
}

interface SearchedSums extends UsageSums {
  web_search: Int64;
}

export interface UsageCellTable extends SearchedSums {
  tenant: number;
  slot: number;
  dimset: number;
  request_dimset: number;
  rate_class: number;
  flag: number;
}

export interface UsageDayTable extends SearchedSums {
  tenant: number;
  offset_slots: number;
  dimension: number;
  day: number;
  value: number;
  rate_class: number;
  flag: number;
}

interface ToolKey {
  tool: number;
  outcome: number;
  approval: number;
  approval_source: number;
  flag: number;
  calls: number;
  duration_ms: Int64;
}

export interface ToolCellTable extends ToolKey {
  tenant: number;
  slot: number;
  dimset: number;
  call_dimset: number;
  model: number;
}

export interface ToolDayTable extends ToolKey {
  tenant: number;
  offset_slots: number;
  dimension: number;
  day: number;
  value: number;
}

export interface SessionDayTable extends UsageSums {
  tenant: number;
  offset_slots: number;
  dimension: number;
  day: number;
  value: number;
  status: number;
  flag: number;
  sessions: number;
  duration_ms: Int64;
  duration_n: number;
  engaged_ms: Int64;
  turns: number;
  calls: number;
}

/** Sessions by the bucket that one of their values falls into. */
export interface SessionBucketTable {
  tenant: number;
  offset_slots: number;
  dimension: number;
  day: number;
  measure: number;
  bucket: number;
  flag: number;
  sessions: number;
}

/** The dearest sessions of a day, from 1 on. */
export interface SessionTopTable {
  tenant: number;
  offset_slots: number;
  dimension: number;
  day: number;
  place: number;
  session: number;
}

export interface SessionHourTable {
  tenant: number;
  offset_slots: number;
  dimension: number;
  day: number;
  hour: number;
  value: number;
  status: number;
  flag: number;
  sessions: number;
}
