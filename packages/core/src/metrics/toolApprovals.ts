import type { RollupRow } from '../model/Rollup.ts';
import { TOOL_APPROVALS, type ToolApproval } from '../model/ToolCallRecord.ts';
import type { ToolFigures } from '../model/UsageAnalytics.ts';
import { safeNumber } from './safeNumber.ts';

/**
 * The calls of a tool by what is known of their approval, and where that is known from (feature B13). What is known best comes first, then by source; together they are
 * all calls.
 *
 * @param rows the calls of one tool, keyed by tool, outcome, approval, approval source
 * @throws `unsafe_integer`
 * @example
 * toolApprovals([{ bucket: 0, key: ['Bash', 'ok', 'approved', 'otel'], measures: { calls: 4n } }]) // => [{ approval: 'approved', source: 'otel', calls: 4 }]
 */
export function toolApprovals(rows: readonly RollupRow[]): ToolFigures['approvals'] {
  const sums = new Map<string, { approval: ToolApproval; source: string; calls: bigint }>();
  for (const { key, measures } of rows) {
    const [, , approval = 'unknown', source = ''] = key;
    const id = JSON.stringify([approval, source]);
    const sum = sums.get(id) ?? { approval: approval as ToolApproval, source, calls: 0n };
    sum.calls += measures.calls ?? 0n;
    sums.set(id, sum);
  }
  const rank = ({ approval }: { approval: ToolApproval }): number => -TOOL_APPROVALS.indexOf(approval);
  return [...sums.values()]
    .filter(({ calls }) => calls > 0n)
    .toSorted((a, b) => rank(a) - rank(b) || (a.source < b.source ? -1 : 1))
    .map((sum) => ({ ...sum, calls: safeNumber(sum.calls) }));
}
