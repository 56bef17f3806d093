import type { DimensionValues } from './Dimension.ts';

/** How a session stands. `completed` means that it ended in an answer, not that the answer was good. */
export type SessionStatus = 'running' | 'completed' | 'failed' | 'blocked' | 'interrupted' | 'incomplete';

/** All session states, in the order in which reports list them. */
export const SESSION_STATUSES: readonly SessionStatus[] = [
  'completed',
  'failed',
  'blocked',
  'interrupted',
  'incomplete',
  'running',
];

/**
 * What a source says of a session itself; tokens, cost, turns and tools are sums over its own requests, turns and calls.
 * Copies are joined: the smallest claim names the project, the greatest `(statusAtMs, statusPosition)` the status, `lastAtMs` is the latest, `apiMs` the largest.
 */
export interface SessionRecord {
  /** The source's id; unique within (tenant, source). */
  id: string;
  /** Id of the session it was forked from; `''` when it was not. */
  parent: string;
  /** Working directory or project name; `''` when unknown. */
  project: string;
  /** Values of the host's dimensions of grain `session`. */
  dimensions?: DimensionValues;
  /** Id of the run the session was launched with; `''`, `null` and absent when with none. */
  run?: string;
  /** Latest conversation record of the session's own, ms; 0 when it has none. */
  lastAtMs: number;
  /** Time that its model calls took, as the source says, whole ms, of 115 years at most; absent (not `null`) when it says nothing. */
  apiMs?: number;
  status: SessionStatus;
  /** Time of the record that `status` was read from, ms; 0 when there is none. */
  statusAtMs: number;
  /** Position of that record in its file, to order records of the same ms. */
  statusPosition: number;
  claim: number;
}
