import type { Generated } from 'kysely';

/** 64-bit integers are written as bigint and read as decimal text (`decode.ts`): no driver agrees with another on them. */
type Key = bigint;

/** One joined model request. */
export interface RequestTable {
  tenant: number;
  request_key: Key;
  session: Key;
  run: Key | null;
  at_ms: number;
  slot: number;
  dimset: number;
  price_key: number;
  grain: number;
  quality: number;
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
  basis: number;
  book: number;
  claim: Key;
  revision: number;
}

/** One joined tool call. */
export interface ToolCallTable {
  tenant: number;
  call_key: Key;
  request: Key | null;
  session: Key;
  at_ms: number;
  slot: number;
  tool: number;
  outcome: number;
  approval: number;
  approval_source: number;
  call_count: number;
  duration_ms: number;
  claim: Key;
}

/** One joined turn. */
export interface TurnTable {
  tenant: number;
  turn_key: Key;
  session: Key;
  at_ms: number;
  engaged_ms: number;
  prompt_count: number;
  claim: Key;
}

/** One session: what its source says of it, and the sums of its own rows, recomputed with every write that touches it. */
export interface SessionTable {
  tenant: number;
  session_key: Key;
  external_id: string;
  parent: string;
  run: Key | null;
  dimset: number;
  status: number;
  status_at_ms: number;
  status_position: number;
  flag: number;
  record_last_ms: number;
  started_ms: number | null;
  start_slot: number | null;
  last_ms: number;
  engaged_ms: number;
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
  claim: Key;
}

/** Sessions launched together. */
export interface RunTable {
  tenant: number;
  run_key: Key;
  external_id: string;
  workspace: string;
  status: number;
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

/** Interned text; also tenants, tools and price-book hashes. */
export interface NameTable {
  id: Generated<number>;
  hash: Key;
  value: string;
}

/** Interned combination of dimension values, as a JSON object with sorted names; or a set of models, as a JSON array. */
export interface DimsetTable {
  id: Generated<number>;
  hash: Key;
  value: string;
}

export interface PriceKeyTable {
  id: Generated<number>;
  hash: Key;
  provider: string;
  model: string;
  service_tier: string;
  speed: string;
  residency: string;
  prompt_band: number;
}

export interface MetaTable {
  name: string;
  value: string;
}

/** All tables, by their names without prefix. */
export interface Schema {
  uk_request: RequestTable;
  uk_tool_call: ToolCallTable;
  uk_turn: TurnTable;
  uk_session: SessionTable;
  uk_run: RunTable;
  uk_cursor: CursorTable;
  uk_name: NameTable;
  uk_dimset: DimsetTable;
  uk_price_key: PriceKeyTable;
  uk_meta: MetaTable;
}
