import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { ClockThresholds } from '../model/SessionClock.ts';
import type { SessionStatus } from '../model/SessionRecord.ts';
import type { TokenCounts } from '../model/TokenCounts.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';

/** A request of a plain session; every `PricedRequest` is one. */
export type SessionRequest = TokenCounts &
  Pick<RequestRecord, 'atMs' | 'model' | 'requestCount' | 'quality'> & {
    cost: Pick<RequestCost, 'nanoUsd' | 'picoRest' | 'basis'>;
  };

/** A tool call of a plain session; every `ToolCallRecord` is one. */
export type SessionToolCall = Pick<
  ToolCallRecord,
  'atMs' | 'tool' | 'outcome' | 'approval' | 'approvalSource' | 'callCount'
>;

/** A session with everything in it, as a plain object: what the aggregations over sessions take. */
export interface UsageSession {
  id: string;
  /** `''` when unknown. */
  project: string;
  status: SessionStatus;
  startedAtMs: number;
  lastAtMs: number;
  /** Time the agent worked, ms; 0 when absent. */
  engagedMs?: number;
  /** Time that model calls took, ms; not known when absent. */
  apiMs?: number;
  /** Where it was read from, e.g. `claude-code`; `''` when absent. */
  source?: string;
  /** Prompts of a person; 0 when absent. */
  turns?: number;
  requests: readonly SessionRequest[];
  toolCalls: readonly SessionToolCall[];
}

/** Options of the aggregations over sessions. */
export interface SessionOptions {
  /** IANA zone of days and hours; `'UTC'` when absent. */
  timeZone?: string;
  /**
   * Counts the sessions that started in it, and the requests and calls made in it. Absent: the local days that hold
   * everything there is.
   */
  range?: { startMs: number; endMs: number };
  /** The present, ms, by which running sessions are idle or stalled. Absent: when the last of the sessions was heard of. */
  nowMs?: number;
  /** After how long a silence they are. */
  clock?: ClockThresholds;
}
