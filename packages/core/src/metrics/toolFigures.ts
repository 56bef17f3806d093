import type { RollupRow } from '../model/Rollup.ts';
import type { ToolOutcome } from '../model/ToolCallRecord.ts';
import type { ToolFigures, UsageAnalytics } from '../model/UsageAnalytics.ts';
import { byWeight } from './byWeight.ts';
import { dataRecord } from './dataRecord.ts';
import { groupedBy } from './groupedBy.ts';
import { measuresBy } from './measuresBy.ts';
import { rate } from './rate.ts';
import { safeNumber } from './safeNumber.ts';
import { toolApproval } from './toolApproval.ts';
import { toolApprovals } from './toolApprovals.ts';
import { totalMeasures } from './totalMeasures.ts';

const toolOf = (row: RollupRow): string => row.key[0] ?? '';

function oneTool(rows: readonly RollupRow[]): ToolFigures {
  const byOutcome = measuresBy(rows, (row) => row.key[1] as ToolOutcome);
  const count = (outcome: ToolOutcome): number => safeNumber(byOutcome.get(outcome)?.calls ?? 0n);
  const timedOut = count('timeout');
  const [succeeded, failed] = [count('ok'), count('error') + timedOut];
  const [deniedByUser, deniedByRule] = [count('denied-by-user'), count('denied-by-rule')];
  const [cancelled, pending] = [count('cancelled'), count('pending')];
  return {
    calls: safeNumber(totalMeasures(rows).calls ?? 0n),
    succeeded,
    failed,
    timedOut,
    deniedByUser,
    deniedByRule,
    cancelled,
    pending,
    failureRate: rate(failed, succeeded + failed),
    approval: toolApproval(rows),
    approvals: toolApprovals(rows),
  };
}

/**
 * What is said of tools (feature S1.09, S1.10, S1.12), most used first. `usage` and `failures` hold every tool,
 * `approvalRate` every tool whose rate is known or bounded.
 *
 * @param rows tool calls by tool, outcome, approval, approval source
 * @throws `unsafe_integer`
 * @example
 * toolFigures([{ bucket: 0, key: ['Bash', 'timeout', 'unknown', ''], measures: { calls: 2n } }]).failures.Bash // => 2
 */
export function toolFigures(rows: readonly RollupRow[]): UsageAnalytics['tools'] {
  const names = [...measuresBy(rows, toolOf)].toSorted(byWeight).map(([tool]) => tool);
  const byName = groupedBy(rows, toolOf);
  // A result whose call is in no file counts as no call, and its tool has no name.
  const called = names.filter((tool) => (byName.get(tool) ?? []).some((row) => (row.measures.calls ?? 0n) > 0n));
  const tools = called.map((tool) => [tool, oneTool(byName.get(tool) ?? [])] as const);
  return {
    usage: dataRecord(tools.map(([tool, figures]) => [tool, figures.calls])),
    approvalRate: dataRecord(
      tools.flatMap(([tool, { approval }]) => (approval ? [[tool, approval.value] as const] : [])),
    ),
    failures: dataRecord(tools.map(([tool, figures]) => [tool, figures.failed])),
    byTool: dataRecord(tools),
  };
}
