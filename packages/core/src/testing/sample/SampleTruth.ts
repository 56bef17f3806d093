/** Tokens of model requests, in the disjoint buckets of the ledger. */
export interface SampleUsage {
  requests: number;
  inputTokens: number;
  cacheReadTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  outputTokens: number;
  reasoningTokens: number;
}

/** What became of a tool's calls. */
export type SampleOutcome = 'ok' | 'error' | 'deniedByUser' | 'deniedByRule' | 'pending';

/** Calls of one tool by outcome. */
export type SampleToolCounts = { calls: number } & Record<SampleOutcome, number>;

/** One session that made at least one request of its own. */
export interface SampleSession {
  id: string;
  agent: 'claude-code' | 'codex';
  /** Working directory. */
  project: string;
  /** Time of its first own prompt, ms. */
  startedAtMs: number;
  /** Prompts of a person. */
  prompts: number;
  /** Its own requests, subagents included. */
  requests: number;
  /** How it ends: `incomplete` = in the middle of its work. */
  status: 'completed' | 'failed' | 'interrupted' | 'incomplete';
}

/** What a reader must find in the sample: every request, tool call and session once, however often the files repeat it. */
export interface SampleTruth {
  total: SampleUsage;
  byModel: Record<string, SampleUsage>;
  byTool: Record<string, SampleToolCounts>;
  sessions: SampleSession[];
  /** Requests whose output count is a placeholder in every copy. */
  partialRequests: number;
}

const noUsage = (): SampleUsage => ({
  requests: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
});

/** The truth of an empty sample. */
export function emptySampleTruth(): SampleTruth {
  return { total: noUsage(), byModel: {}, byTool: {}, sessions: [], partialRequests: 0 };
}

/** Counts one request. */
export function countRequest(truth: SampleTruth, model: string, usage: Omit<SampleUsage, 'requests'>): void {
  for (const sum of [truth.total, (truth.byModel[model] ??= noUsage())]) {
    sum.requests += 1;
    for (const key of Object.keys(usage) as (keyof typeof usage)[]) sum[key] += usage[key];
  }
}

/** Counts one tool call. */
export function countToolCall(truth: SampleTruth, tool: string, outcome: SampleOutcome): void {
  const counts = (truth.byTool[tool] ??= { calls: 0, ok: 0, error: 0, deniedByUser: 0, deniedByRule: 0, pending: 0 });
  counts.calls += 1;
  counts[outcome] += 1;
}
