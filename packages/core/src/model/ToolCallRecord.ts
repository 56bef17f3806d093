import type { DimensionValues } from './Dimension.ts';

/** What became of a tool call. Denials are not failures; failures are `error` and `timeout`. */
export type ToolOutcome = 'pending' | 'ok' | 'error' | 'timeout' | 'cancelled' | 'denied-by-rule' | 'denied-by-user';

/** Whether somebody let the call run. Most transcripts leave no trace of approvals, so that most calls are `unknown`. */
export type ToolApproval = 'unknown' | 'auto-approved' | 'approved' | 'denied';

/** Outcomes in the order of their numbers in stores. */
export const TOOL_OUTCOMES: readonly ToolOutcome[] = [
  'pending',
  'ok',
  'cancelled',
  'error',
  'timeout',
  'denied-by-rule',
  'denied-by-user',
];

/** Outcomes in join order: of several copies of a call the later one here wins, so a result always replaces `pending`; a copy in which the call was cut off knows nothing of a result in another. */
export const OUTCOMES_JOINED: readonly ToolOutcome[] = [
  'pending',
  'cancelled',
  'ok',
  'error',
  'timeout',
  'denied-by-rule',
  'denied-by-user',
];

/** Approvals in join order: the later one here wins. */
export const TOOL_APPROVALS: readonly ToolApproval[] = ['unknown', 'auto-approved', 'approved', 'denied'];

const APPROVAL_SOURCES = ['otel', 'recorder', 'decision'];

/**
 * Sources of an approval in join order: of two copies of one approval the later one here names its source. What a host names otherwise was recorded as well, so that it goes before words.
 *
 * @example
 * laterApprovalSource('transcript', 'decision') // => 'decision'
 */
export function laterApprovalSource(a: string, b: string): string {
  const rank = (source: string): number =>
    source === '' ? -3 : source === 'transcript' ? -2 : APPROVAL_SOURCES.indexOf(source);
  return (rank(a) - rank(b) || (a < b ? -1 : 1)) > 0 ? a : b;
}

/** One tool call. Copies have the same `key` and are joined: earliest time, last outcome and approval in join order, longest duration. */
export interface ToolCallRecord {
  key: string;
  session: string;
  /** Model of the request that made the call, as the source wrote it; `''` when unknown. */
  model: string;
  atMs: number;
  /** Tool name as the source wrote it, with the source's own renamings folded (`Task` → `Agent`). */
  tool: string;
  outcome: ToolOutcome;
  approval: ToolApproval;
  /** Where the approval is known from: `decision`, which an agent records beside the result, `transcript`, the words of the result, `otel`, `recorder`; `''` when unknown. */
  approvalSource: string;
  /** From the call to its result, waiting for permission included, whole ms; 0 when unknown. It is over before 2105, so that its end is a time as well. */
  durationMs: number;
  /** Calls in this row, 2³¹ − 1 at most: 1, or 0 for a result whose call is elsewhere. */
  callCount: number;
  /** Values of the host's dimensions of grain `call`. */
  dimensions?: DimensionValues;
  claim: number;
}
