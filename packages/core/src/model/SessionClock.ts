import type { SessionStatus } from './SessionRecord.ts';

/** How a session stands at the moment of an answer: the status that its source stated, or what the silence of a running one means. */
export type SessionState = SessionStatus | 'idle' | 'stalled';

/** The states that a session of status `running` can be in. */
export type LiveState = 'running' | 'idle' | 'stalled';

/** After how long a silence a running session is called what, ms. */
export interface ClockThresholds {
  /** Silent for so long: idle, as when it waits for somebody. 5 minutes when absent, as long as a pause counts as engaged time. */
  idleAfterMs?: number;
  /** Silent for so long: stalled, as when its process was killed. An hour when absent. */
  stalledAfterMs?: number;
}

/** The times of one session, by one definition for lists, cards and counts. */
export interface SessionClock {
  state: SessionState;
  /** From its first to its last record, ms. Never up to the present: silence is no work, and a session that nobody ended must not grow. */
  wallMs: number;
  /** Time the agent worked, ms: pauses between prompts are not in it. */
  engagedMs: number;
  /** Time that model calls took, ms; `null` where nobody stated it. */
  apiMs: number | null;
  /** Since its last sign of life, ms; `null` when it has ended. 0 when that lies in the future, by another machine's clock. */
  silentMs: number | null;
}
