/** A count as a host states it; absent, `null` and `undefined` say nothing. */
export type StatedCount = number | null | undefined;

/** Usage as a host states it, in disjoint buckets. What is not stated is 0, or what the same session stated before. */
export interface RecordedUsage {
  /** Uncached input. */
  inputTokens?: StatedCount;
  /** Reasoning included. */
  outputTokens?: StatedCount;
  /** The part of `outputTokens` that was thinking. */
  reasoningTokens?: StatedCount;
  cacheReadTokens?: StatedCount;
  /** All cache writes. */
  cacheWriteTokens?: StatedCount;
  /** The part of `cacheWriteTokens` that lives an hour; the rest lives five minutes. */
  cacheWrite1hTokens?: StatedCount;
  webSearchRequests?: StatedCount;
  /** What it cost, when the host knows: kept as it is, in every view of prices. Without it the price book decides. */
  totalCostUsd?: number | string | null | undefined;
}

/** Names of what is stated of one call. */
export const CALL_FIELDS = [
  'inputTokens',
  'outputTokens',
  'reasoningTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'webSearchRequests',
  'totalCostUsd',
] as const satisfies readonly (keyof RecordedUsage)[];

/** What a host states of a session: usage of all its model calls together, and of its work. */
export interface SessionUsage extends RecordedUsage {
  /** Model calls. Counts as 1 when absent, and is "known as a whole"; stated as 1 it is one call, priced by its whole prompt. 0 when each call is recorded on its own. */
  requestCount?: StatedCount;
  /** Prompts and what followed them. */
  numTurns?: StatedCount;
  /** Tool calls, whose names are not known. */
  toolUseCount?: StatedCount;
  /** Time it worked, ms. When nobody states it, from its start to the latest statement. */
  engagedMs?: StatedCount;
  /** Time its model calls took, ms; not known when absent. */
  apiMs?: StatedCount;
  /** The model, when it was not known at the start or has changed. */
  model?: string | null | undefined;
  provider?: string | null | undefined;
  /** When this was so, ms or a Date; the present when absent. */
  at?: number | Date | null | undefined;
}

/** Names of what is stated of a session beside that, which no call has. */
export const WORK_FIELDS = [
  'requestCount',
  'numTurns',
  'toolUseCount',
  'engagedMs',
  'apiMs',
] as const satisfies readonly (keyof SessionUsage)[];
