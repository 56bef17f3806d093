import type { DateRange } from './DateRange.ts';
import type { DimensionValues } from './Dimension.ts';
import type { RollupFilter } from './Rollup.ts';
import type { SessionState } from './SessionClock.ts';
import type { SessionStatus } from './SessionRecord.ts';

/** One session as lists show it. Sums are over its whole life, whatever range the list was asked for. */
export interface SessionSummary {
  id: string;
  source: string;
  project: string;
  /** Model with the highest cost, ties by name; `''` when it used none. */
  model: string;
  models: string[];
  /** Values of the host's dimensions, when it has any. */
  dimensions?: DimensionValues;
  status: SessionStatus;
  /** ISO 8601, UTC. */
  startedAt: string;
  lastAt: string;
  durationMinutes: number;
  engagedMinutes: number;
  /** Time that its model calls took; `null` where the source does not say. */
  apiMinutes: number | null;
  requests: number;
  turns: number;
  toolCalls: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** `null` when none of its requests has a price. */
  costUsd: number | null;
  /** Requests left out of `costUsd`. */
  unpricedRequests: number;
}

/** A session as lists show it at the moment of an answer. */
export interface LiveSession extends SessionSummary {
  state: SessionState;
  /** Since the last sign of life of a running session; `null` when it has ended. */
  silentMinutes: number | null;
  /** Its counts and cost are those of now, and will be replaced: it has not ended, even if it stalled. */
  provisional: boolean;
}

/** What a session list can be sorted by. */
export type SessionSort = 'cost' | 'tokens' | 'date' | 'duration';

/** Which sessions, in which order: without anything the fifty dearest of all times. */
export interface SessionQuery {
  /** When they started; at any time when absent. */
  dateRange?: DateRange;
  /** IANA zone of the range's days; the service's own zone when absent. */
  timeZone?: string;
  /** Values to keep, by name of a session's dimension: `project`, `source`, `status`, `model` (one of those it used), or the host's own. */
  where?: RollupFilter;
  /** Leaves out those of status `failed`. */
  hideFailed?: boolean;
  /** `cost` when absent. Sessions of equal rank are in a fixed order, so that pages do not overlap. */
  sortBy?: SessionSort;
  /** `desc`, the largest or latest first, when absent. */
  sortOrder?: 'asc' | 'desc';
  /** Fifty when absent, 1,000 at most. */
  limit?: number;
  /** Sessions before the page; 0 when absent. */
  offset?: number;
}

/** One page of sessions; empty beyond the last. */
export interface SessionPage {
  sessions: LiveSession[];
  /** Sessions that match, on all pages. */
  total: number;
}
