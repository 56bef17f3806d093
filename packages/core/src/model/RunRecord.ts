import type { SessionStatus } from './SessionRecord.ts';

/**
 * Sessions launched together. Copies have the same `id` and are joined: earliest start, latest end, the status of the greatest
 * `statusAtMs`, the largest number of tables.
 */
export interface RunRecord {
  /** Unique within the source. */
  id: string;
  /** What it ran for: the scope of a reset. `''` when unknown. */
  workspace: string;
  status: SessionStatus;
  /** Time that `status` was true at, ms. */
  statusAtMs: number;
  /** Tables that the run set out to do, 2³¹ − 1 at most; 0 when unknown. */
  totalTables: number;
  /** When it began, ms, from 1990 to 2099. */
  startedMs: number;
  /** When it ended, ms; `null` while it goes on. */
  completedMs: number | null;
}
