import type { CostMode } from './CostMode.ts';
import type { DateRange, GroupBy } from './DateRange.ts';

/** Which facts are asked for: `usage` = requests, `tools` = tool calls, `sessions` = sessions by the moment they started. */
export type RollupFamily = 'usage' | 'tools' | 'sessions';

/**
 * Time axis of the answer: none, local day, hour of the local week (0 = Monday 00:00 … 167 = Sunday 23:00), or quarter of an hour UTC (`timeSlot`).
 */
export type RollupBucket = 'total' | 'day' | 'weekHour' | 'slot';

/** A stretch of time in which the zone's offset is constant. Half-open `[startMs, endMs)`, whole ms. */
export interface ZoneSegment {
  startMs: number;
  endMs: number;
  /** Offset from UTC in 15-minute slots, east positive; at most 96, a day. */
  offsetSlots: number;
}

/** Values to keep, per name. An empty list keeps nothing. */
export type RollupFilter = { readonly [name: string]: readonly string[] };

/** The one analytical question a store answers. Zones have been turned into offsets before: no zone name is in it. */
export interface RollupQuery {
  family: RollupFamily;
  /** Disjoint, ascending. */
  segments: readonly ZoneSegment[];
  bucket: RollupBucket;
  /** Names that facts are grouped by: see `ROLLUP_NAMES`; dimensions that the host declares are further ones. */
  by: readonly string[];
  where?: RollupFilter;
  /** Measures wanted, of those the family has; all when absent. */
  measures?: readonly (keyof RollupMeasures)[];
  /** Leave out sessions that failed, with all their requests and calls. */
  hideFailed?: boolean;
  /** Count sessions that were reset as well. */
  includeReset?: boolean;
}

/** Additive measures of a row; those of other families are absent from it. Integers, exact. */
export interface RollupMeasures {
  requests?: bigint;
  input?: bigint;
  cacheRead?: bigint;
  cacheWrite5m?: bigint;
  cacheWrite1h?: bigint;
  output?: bigint;
  reasoning?: bigint;
  /** Server-side web searches, which are billed by the search; of the usage family only. */
  webSearches?: bigint;
  /** Cost in pico-USD of the priced requests. */
  costPico?: bigint;
  unpricedRequests?: bigint;
  unpricedTokens?: bigint;
  calls?: bigint;
  sessions?: bigint;
  durationMs?: bigint;
  /** Sessions with a duration: all but the running ones. */
  durationN?: bigint;
  engagedMs?: bigint;
  turns?: bigint;
}

/** One row of the answer. */
export interface RollupRow {
  /** Local day number since 1970-01-01, hour of the local week, or slot since 1970; 0 for bucket `total`. */
  bucket: number;
  /** Values in the order of `query.by`; `''` = unknown. */
  key: readonly string[];
  measures: RollupMeasures;
}

/** What the whole dashboard asks. */
export interface AnalyticsQuery {
  dateRange: DateRange;
  groupBy?: GroupBy;
  /** IANA zone of the answer; the service's own zone when absent. */
  timeZone?: string;
  /** At which prices the amounts are; `billed` when absent. */
  costs?: CostMode;
  where?: RollupFilter;
  hideFailed?: boolean;
}
