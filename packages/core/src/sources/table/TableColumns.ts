/**
 * Which columns of the host's table hold what. Absent = the table does not have it. Counts are whole numbers; `null` in a row is unknown, never 0. Every name that
 * is not one of these has to be a declared dimension.
 */
export interface TableColumns {
  /** When it happened: ISO 8601 text, a day `YYYY-MM-DD`, a date or time column, or epoch seconds or ms (see `epoch`). */
  at: string;
  /** Model calls of the row; only for rows of several. Absent or `null`: the row counts as one, of quality `estimated`. */
  requestCount?: string;
  /** Uncached input; with `inputIncludesCache` all input. */
  inputTokens?: string;
  /** Reasoning included. */
  outputTokens?: string;
  cacheReadTokens?: string;
  /** All cache writes; those that `cacheWrite1hTokens` does not state live five minutes. Not together with `cacheWrite5mTokens`. */
  cacheWriteTokens?: string;
  cacheWrite5mTokens?: string;
  cacheWrite1hTokens?: string;
  /** The part of `outputTokens` that was thinking. */
  reasoningTokens?: string;
  webSearchRequests?: string;
  model?: string;
  provider?: string;
  serviceTier?: string;
  speed?: string;
  residency?: string;
  /** `main` where it is absent or `null`. */
  kind?: string;
  /** What it cost, when the host knows: decimal text or a number. Kept exactly, to the nano-dollar, and wins over any price list. */
  costUsd?: string;
  /** The same in whole nano-USD. */
  costNanoUsd?: string;
  /** Of single requests: the session they belong to. Rows without one are in every sum and in no session. */
  session?: string;
  project?: string;
  /** Whose rows they are; only those of the option `tenant` are read. */
  tenant?: string;
  [dimension: string]: string | undefined;
}

/** Columns that hold token counts. */
export const TOKEN_FIELDS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'reasoningTokens',
] as const;

/** Columns that hold names of the request. */
export const TEXT_FIELDS = ['model', 'provider', 'serviceTier', 'speed', 'residency', 'kind'] as const;

/** All names of the model; others are dimensions. */
export const TABLE_FIELDS: readonly string[] = [
  ...TOKEN_FIELDS,
  ...TEXT_FIELDS,
  'at',
  'requestCount',
  'webSearchRequests',
  'costUsd',
  'costNanoUsd',
  'session',
  'project',
  'tenant',
];
