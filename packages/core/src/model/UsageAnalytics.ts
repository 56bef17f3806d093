import type { CostPrices } from './CostMode.ts';
import type { DateRange, GroupBy } from './DateRange.ts';
import type { RollupFamily } from './Rollup.ts';
import type { LiveState } from './SessionClock.ts';
import type { LiveSession } from './SessionSummary.ts';
import type { ToolApproval } from './ToolCallRecord.ts';

/** Token sums in disjoint buckets; `input` is uncached input, `cacheWrite` = `cacheWrite5m` + `cacheWrite1h`, `reasoning` is part of `output`. */
export interface TokenTotals {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  reasoning: number;
}

/** Where the amounts of a total come from. */
export const COST_BASES = ['recorded', 'list-price', 'subscription', 'unpriced'] as const;

/** One of {@link COST_BASES}: every amount has exactly one. */
export type CostBasis = (typeof COST_BASES)[number];

/**
 * An amount of money with what it does not know. `usd` is `null` when nothing in it has a price (unknown is not zero);
 * `nanoUsd` is the exact amount in 10⁻⁹ USD as decimal text. Parts of a total add up to it to the nano-dollar.
 */
export interface CostFigure {
  usd: number | null;
  nanoUsd: string | null;
  unpricedRequests: number;
  unpricedTokens: number;
}

/** A share with the number of observations behind it and its Wilson 95 % interval. */
export interface Rate {
  value: number;
  n: number;
  low: number;
  high: number;
}

/** Usage of one group (a model, a project, a day). */
export interface UsageFigures {
  requests: number;
  tokens: TokenTotals;
  cost: CostFigure;
}

/** One point of the time series: a local day, week (from Monday) or month, cut to the range. */
export interface SeriesPoint extends UsageFigures {
  /** First local day, `YYYY-MM-DD`. */
  start: string;
  /** Last local day, inclusive. */
  end: string;
  /** Not all of it lies in the range, or it is not over yet. */
  partial: boolean;
  /** Sessions that started in it. */
  sessions: number;
  toolCalls: number;
  toolFailures: number;
  byModel: Record<string, UsageFigures>;
}

/** One cell of the week: sessions that started in it. */
export interface HeatmapCell {
  /** 1 = Monday … 7 = Sunday. */
  weekday: number;
  /** 0 … 23, local. */
  hour: number;
  sessions: number;
  /** How often this hour of the week occurred in the range: daylight saving skips and repeats hours. */
  occurrences: number;
}

/** What became of a tool's calls. Denials are neither successes nor failures. */
export interface ToolFigures {
  calls: number;
  succeeded: number;
  failed: number;
  /** Those of the failed that took too long. */
  timedOut: number;
  deniedByUser: number;
  deniedByRule: number;
  cancelled: number;
  pending: number;
  /** Failed ÷ (succeeded + failed); `null` when neither occurred. */
  failureRate: Rate | null;
  /**
   * `recorded`: approved ÷ (approved + denied) as the host or the agent recorded it. `upper-bound`: the source keeps no approvals, so this is
   * the share of calls that no person rejected. `sources` are those of the decisions it rests on.
   */
  approval: (Rate & { basis: 'recorded' | 'upper-bound'; sources: string[] }) | null;
  /** Calls by what is known of their approval and where that is known from (`recorder`, `otel`, `decision`, `transcript`; `''` = nowhere): together all calls. */
  approvals: { approval: ToolApproval; source: string; calls: number }[];
}

/** Cost per session (over the session's whole life) of the sessions that started in the range. */
export interface CostDistribution {
  /** Sessions with at least one priced request. */
  n: number;
  /** Sessions of which nothing has a price: not in the bins. */
  unpriced: number;
  meanUsd: number | null;
  p50Usd: number | null;
  p95Usd: number | null;
  /** Share of all their cost that the dearest 5 % of them made, 0 … 1; `null` below 20 of them, or when they cost nothing. */
  top5Share: number | null;
  /** Quantiles and bins are of values within 1 % of the real ones (more than 100,000 sessions); the mean and all numbers of sessions are exact. */
  approximate: boolean;
  /** Half-open bins `[fromUsd, toUsd)`; the last one has `toUsd: null` and holds the rest. */
  bins: { fromUsd: number; toUsd: number | null; sessions: number }[];
}

/** What the figures do not hold or do not know. Every answer carries it. */
export interface Coverage {
  /** Requests in the figures. */
  requests: number;
  unpricedRequests: number;
  unpricedTokens: number;
  /** Each model without a price, most tokens first. */
  unpriced: { model: string; requests: number; tokens: number }[];
  /** Requests whose output count is a placeholder of the agent, and their share of all. */
  partialRequests: number;
  partialShare: number;
  /** Amount and requests per basis; amounts sum to the total. */
  basis: Record<CostBasis, { requests: number; usd: number }>;
  /**
   * What of the amounts of the bases `list-price` and `subscription` is computed from totals of several requests (sessions, days) whose price depends on the size of each
   * prompt or on the time of day: at the price of short prompts outside of peak hours, so that it may be too little. Where prices are not those billed, at most so much.
   */
  assumed: { requests: number; usd: number };
  /** What a filter such as "hide failed" left out. */
  excluded: { sessions: number; requests: number; costUsd: number; reason: 'failed' | null };
  /** Time of the first and last request in the whole store, ISO 8601; `null` when it is empty. */
  dataFrom: string | null;
  dataTo: string | null;
  /** Everything before is sealed, ISO 8601: its figures are frozen. `null` when nothing is. */
  sealedBefore: string | null;
  /** Requests that arrived for sealed time, of all times: in no figure. */
  lateSealed: number;
  /**
   * Families of facts that the filter cannot narrow, each with the names in the filter that it does not have: such figures are not known, and what is a number in them
   * is 0. Empty = everything is there.
   */
  unavailable: Partial<Record<RollupFamily, string[]>>;
  /**
   * Prices of the amounts, where they are not those billed. Life-time amounts of sessions (`cost.distribution`, `sessions.top`) are as billed in every mode.
   */
  prices?: CostPrices;
}

/**
 * Everything the dashboard, the report and the export show of one range. Names and nesting of the first comment-marked
 * fields are those of the interface this library implements; the others are additions.
 */
export interface UsageAnalytics {
  dateRange: DateRange;
  sessions: {
    total: number;
    completed: number;
    failed: number;
    /** Mean wall time of the sessions that are not running; 0 when there is none (see `durationN`). */
    avgDurationMinutes: number;
    /** Sessions by local day of their start; every day of the range is present. */
    byDay: Record<string, number>;
    running: number;
    /** The running ones by their silence at the moment of the answer, see `sessionClock`: together `running`. */
    live: Record<LiveState, number>;
    blocked: number;
    interrupted: number;
    incomplete: number;
    /** completed ÷ (completed + failed); `null` when no session ended in either, or failed ones are hidden. */
    completionRate: Rate | null;
    durationN: number;
    avgEngagedMinutes: number;
    byProject: Record<string, UsageFigures & { sessions: number }>;
    heatmap: HeatmapCell[];
    /** Dearest sessions that started in the range, at most ten. */
    top: LiveSession[];
  };
  tokens: {
    total: TokenTotals;
    /** Tokens over the whole life of the sessions that started in the range ÷ their number. */
    avgPerSession: { input: number; output: number };
    byModel: Record<string, TokenTotals>;
    /** cacheRead ÷ (input + cacheRead + cacheWrite); 0 when there was no input. */
    cacheHitRate: number;
  };
  tools: {
    /** Calls by tool, most used first; `{}` when there was none. */
    usage: Record<string, number>;
    /** Share of a tool's calls that were let run, 0 … 1, the value of `byTool[…].approval`; a tool of which it is neither known nor bounded is not in it. */
    approvalRate: Record<string, number>;
    /** Calls that ended in an error or a timeout, by tool: every tool of `usage`, 0 when none failed. Denials are no failures. */
    failures: Record<string, number>;
    byTool: Record<string, ToolFigures>;
  };
  /** Local hour (0 … 23) → sessions that started in it; all 24 are present. */
  peakHours: Record<number, number>;
  period: {
    /** Instants, ISO 8601 UTC, half-open. */
    start: string;
    end: string;
    /** Local days, inclusive. */
    firstDay: string;
    lastDay: string;
    days: number;
    timeZone: string;
    groupBy: GroupBy;
  };
  requests: { total: number };
  cost: CostFigure & {
    /** Alias of `usd` that is 0, not `null`, when nothing has a price: read it with `coverage`. */
    totalUsd: number;
    byModel: Record<string, UsageFigures>;
    distribution: CostDistribution;
  };
  series: SeriesPoint[];
  coverage: Coverage;
}
