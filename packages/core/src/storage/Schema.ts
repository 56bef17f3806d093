import type { CellTable, MarginalTable } from './RollupTables.ts';

/** Rows as the tables hold them. 64-bit integers are read as decimal text (`decode.ts`): no driver agrees with another on them. */
type Int64 = bigint | number;

/** One joined model request. */
export interface RequestTable {
  tenant: number;
  request_key: Int64;
  session: number;
  at_ms: number;
  dimset: number;
  rate_class: number;
  request_count: number;
  input: number;
  cache_read: number;
  cache_w5m: number;
  cache_w1h: number;
  output: number;
  reasoning: number;
  web_search: number;
  recorded_nano: number | null;
  cost_nano: number | null;
  cost_pico: number;
  book: number;
  /** NULL = the first claim of its session. */
  claim: Int64 | null;
  revision: number;
}

/** A session that has requests, or calls, in an hour; it may have had them and no longer have them. */
export interface SessionHourTable {
  tenant: number;
  hour: number;
  session: number;
}

/** One joined tool call. */
export interface ToolCallTable {
  tenant: number;
  call_key: Int64;
  session: number;
  at_ms: number;
  dimset: number;
  model: number;
  tool: number;
  outcome: number;
  approval: number;
  approval_source: number;
  call_count: number;
  duration_ms: number;
  claim: Int64;
}

/** One joined turn. */
export interface TurnTable {
  tenant: number;
  turn_key: Int64;
  session: number;
  at_ms: number;
  engaged_ms: number;
  /** 1 = the source did not state it. */
  engaged_is_estimated: number;
  prompt_count: number;
  claim: Int64;
}

/** One session: what its source says of it, and the sums of its own rows, recomputed with every write that touches it. */
export interface SessionTable {
  tenant: number;
  id: number;
  session_key: Int64;
  /** What it claimed when its row was made, which most of its requests claim. */
  first_claim: Int64;
  external_id: string;
  parent: string;
  run: Int64 | null;
  run_id: string;
  dimset: number;
  status: number;
  status_at_ms: number;
  status_position: number;
  flag: number;
  /** 1 = it was reset itself, so it stays so whatever run it names later; 0 = it is reset as long as its run is. */
  own_reset: number;
  record_last_ms: number;
  claim: Int64;
  started_ms: number | null;
  last_ms: number;
  engaged_ms: number;
  api_ms: number | null;
  model_set: number;
  model: number;
  request_count: number;
  turn_count: number;
  tool_count: number;
  input: number;
  cache_read: number;
  cache_w5m: number;
  cache_w1h: number;
  output: number;
  reasoning: number;
  cost_nano: number | null;
  cost_pico: number;
  unpriced_requests: number;
  unpriced_tokens: number;
  cost_bucket: number;
  tokens_bucket: number;
  duration_bucket: number;
  sealed: string | null;
}

/** Sessions launched together. */
export interface RunTable {
  tenant: number;
  run_key: Int64;
  source: string;
  external_id: string;
  workspace: string;
  status: number;
  status_at_ms: number;
  total_tables: number;
  started_ms: number;
  completed_ms: number | null;
  reset_marker: string | null;
}

/** How far a file of a source has been read. */
export interface CursorTable {
  tenant: number;
  source: string;
  file: string;
  read_offset: number;
  size: number;
  mtime_ms: number;
  fingerprint: string;
  state: string;
}

/** A tenant; its row is what writers lock. */
export interface TenantTable {
  id: number;
  hash: Int64;
  name: string;
  /** By chance, when the row was made: another one is of other data, whatever the revision. */
  lineage: number;
  revision: number;
  next_id: number;
  next_session: number;
  sealed_before_ms: number;
  late_sealed: number;
}

/** Values that rows refer to by a small integer. `kind` tells names, combinations, model sets and rate classes apart. */
export interface DictionaryTable {
  tenant: number;
  kind: number;
  id: number;
  hash: Int64;
  value: string;
}

/** One value of a combination of dimension values; unknown values have no row. */
export interface DimsetValueTable {
  tenant: number;
  dimension: number;
  dimset: number;
  value: number;
}

/** What rollups keep of a combination, where that is not the whole. */
export interface DimsetRollupTable {
  tenant: number;
  dimset: number;
  rollup: number;
}

/** One model of a set of models. */
export interface ModelSetTable {
  tenant: number;
  model_set: number;
  model: number;
}

/** A dimension that has values. */
export interface DimensionTable {
  tenant: number;
  dimension: number;
  rolled: number;
  value_count: number;
  max_values: number;
  grain: number;
  since_ms: number;
}

/** An hour that has rows: 0 = its cells are right, 1 = they are to be recomputed, 2 = they cannot be computed. */
export interface HourTable {
  tenant: number;
  hour: number;
  state: number;
  generation: number;
}

/** A local day at an offset, with states as for hours. */
export interface DayTable {
  tenant: number;
  offset_slots: number;
  day: number;
  state: number;
}

/** A repricing: `model` −1 = of all models. */
export interface RepricingTable {
  tenant: number;
  run: number;
  started_ms: number;
  book: number;
  model: number;
  since_ms: number;
  unpriced_only: number;
  stage: number;
  done_ms: number;
  changed: number;
}

/** A request that a repricing has changed: what it cost before and after, and a hash of what was priced. */
export interface RepricedRequestTable {
  tenant: number;
  run: number;
  request_key: Int64;
  content: Int64;
  old_class: number;
  old_nano: number | null;
  old_pico: number;
  old_book: number;
  new_class: number;
  new_nano: number | null;
  new_pico: number;
  new_book: number;
}

export interface MetaTable {
  name: string;
  value: string;
}

/** All tables, by their names with the default prefix. */
export interface Schema {
  uk_meta: MetaTable;
  uk_tenant: TenantTable;
  uk_dictionary: DictionaryTable;
  uk_dimset_value: DimsetValueTable;
  uk_dimset_rollup: DimsetRollupTable;
  uk_model_set: ModelSetTable;
  uk_dimension: DimensionTable;
  uk_request: RequestTable;
  uk_request_hour: SessionHourTable;
  uk_tool_call: ToolCallTable;
  uk_tool_call_hour: SessionHourTable;
  uk_turn: TurnTable;
  uk_session: SessionTable;
  uk_run: RunTable;
  uk_cursor: CursorTable;
  uk_repricing: RepricingTable;
  uk_repriced_request: RepricedRequestTable;
  uk_hour: HourTable;
  uk_day: DayTable;
  uk_cell: CellTable;
  uk_marginal: MarginalTable;
}
