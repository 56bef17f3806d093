import type { SessionSummary } from './SessionSummary.ts';

/** A value and how many sessions have it; `null` = they have none. */
export interface CountedValue {
  value: number | null;
  sessions: number;
}

/** What sessions can be distributed by: cost in nano-USD, tokens of all kinds, wall time in ms. */
export type DistributionMeasure = 'cost' | 'tokens' | 'duration';

/** How a value spreads over sessions. */
export interface SessionDistribution {
  values: readonly CountedValue[];
  /** Values stand for buckets: each is within 1 % of what it counts. Numbers of sessions are exact. */
  approximate: boolean;
  /** The dearest sessions, when they were asked for and found by the same reading. */
  dearest?: readonly SessionSummary[];
}
