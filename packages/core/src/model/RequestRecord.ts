import type { DimensionValues } from './Dimension.ts';
import type { TokenCounts } from './TokenCounts.ts';

/** How far a request's token counts can be trusted: `partial` = the agent wrote a placeholder instead of the final output count. */
export type UsageQuality = 'final' | 'partial' | 'estimated';

/**
 * What one row stands for: one model call of a session, usage known only per session, usage known only per time bucket, or one model call that belongs to
 * no session. See {@link makesSession} and {@link isOneRequest}.
 */
export type UsageGrain = 'request' | 'session' | 'bucket' | 'sessionless';

/**
 * One model request (one API response): the grain of the ledger. A transcript may hold several copies of it (streamed
 * lines, forks, resumed sessions, subagent files); each copy is one `RequestRecord` with the same `key`, and the ledger keeps
 * their join, so that order and repetition of copies cannot matter.
 */
export interface RequestRecord extends TokenCounts {
  /** Identity within the source; equal for every copy. */
  key: string;
  /**
   * The source's id of the session (root session for a subagent's request). For the grains that make no session it names the record that carries project and
   * dimensions of grain `session`, is counted as no session, and never is one that other grains name.
   */
  session: string;
  /** When the response began, ms since 1970 UTC. The join keeps the earliest. */
  atMs: number;
  /** Who bills it: `anthropic`, `openai`, … ; `''` when unknown. */
  provider: string;
  /** Model id as the source wrote it. */
  model: string;
  /**
   * `''` is the provider's standard tier; else `batch`, `flex`, `priority`, … Use that is not priced as text adds its word: `audio`, `image`, `flex+audio`. No shipped price has it, so that
   * tokens of speech do not cost what text does.
   */
  serviceTier: string;
  /** `''` is standard; else `fast`, … */
  speed: string;
  /** Data residency as the provider named it; `''` when not stated. */
  residency: string;
  grain: UsageGrain;
  quality: UsageQuality;
  /** Model calls in this row, 2³¹ − 1 at most: 1 for the grains `request` and `sessionless`. */
  requestCount: number;
  /** Server-side web searches billed by the call. */
  webSearchRequests: number;
  /** Who made the request inside its session: `'main'`, `'subagent'`, … (dimension `kind`). */
  kind: string;
  /** Values of the host's dimensions of grain `request`. */
  dimensions?: DimensionValues;
  /**
   * For records that are corrected rather than copied: the greatest revision replaces all others whole, copies of one revision are joined. 0 when absent.
   */
  revision?: number;
  /** Cost stated by the source itself, in whole nano-USD, from 0 to 2⁵³ − 1; absent (not `null`) when it states none. */
  recordedNanoUsd?: number;
  /** Which copy names the session and the dimensions: the smallest claim wins. See {@link claimKey}, whose greatest is the greatest there is. */
  claim: number;
}
