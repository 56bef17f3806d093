import type { SessionStatus } from './SessionRecord.ts';

/** A run with what its sessions add up to: those of its own source that have a request, less those that were reset. */
export interface RunSummary {
  /** Unique within the source. */
  id: string;
  source: string;
  /** What it ran for; `''` when unknown. */
  workspace: string;
  /** As it was last told, not as its sessions stand. */
  status: SessionStatus;
  /** Tables that it set out to do; 0 when unknown. */
  totalTables: number;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** `null` while it goes on. */
  completedAt: string | null;
  /** How many of its sessions stand how. */
  sessions: Record<SessionStatus, number>;
  requests: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** Of its sessions' whole life; `null` when no request of theirs has a price. */
  costUsd: number | null;
  unpricedRequests: number;
  /** What its first reset was marked by; `null` when it was not reset. */
  resetMarker: string | null;
}

/** Which runs; the latest begun first. */
export interface RunQuery {
  /** Fifty when absent, 1,000 at most. */
  limit?: number;
  /** Runs before the page; 0 when absent. */
  offset?: number;
  /** Runs that were reset, and reset sessions, as well. */
  includeReset?: boolean;
}

/** One page of runs; empty beyond the last. */
export interface RunPage {
  runs: RunSummary[];
  /** Runs on all pages. */
  total: number;
}
