import { rate, type ToolFigures, type UsageAnalytics } from '@usagekit/core';

/** Calls, failures, denials by people, denials by rules, decisions that were asked for. */
const TOOLS: readonly (readonly [string, number, number, number, number, number])[] = [
  ['Read', 18_512, 93, 0, 4, 12],
  ['Bash', 10_212, 688, 214, 12, 2140],
  ['Edit', 8176, 206, 131, 0, 1310],
  ['Grep', 6161, 37, 0, 0, 0],
  ['Write', 2224, 151, 90, 0, 640],
  ['WebFetch', 1466, 197, 63, 0, 210],
  ['jira.create', 395, 61, 22, 0, 58],
];

/** What tools did, for a team as busy as `factor` times the usual one. */
export function exampleTools(factor: number): UsageAnalytics['tools'] {
  const byTool = Object.create(null) as Record<string, ToolFigures>;
  for (const [name, ...counts] of TOOLS) {
    const [calls = 0, failed = 0, deniedByUser = 0, deniedByRule = 0, asked = 0] = counts.map((count) =>
      Math.round(count * factor),
    );
    if (calls === 0) continue;
    const succeeded = calls - failed - deniedByUser - deniedByRule;
    const approved = Math.max(0, asked - deniedByUser);
    const approval = rate(approved, asked);
    const known = Math.min(asked, approved + deniedByUser);
    byTool[name] = {
      calls,
      succeeded,
      failed,
      timedOut: Math.round(failed / 9),
      deniedByUser,
      deniedByRule,
      cancelled: 0,
      pending: 0,
      failureRate: rate(failed, succeeded + failed),
      approval: approval && { ...approval, basis: 'recorded', sources: ['otel'] },
      approvals: [
        { approval: 'denied' as const, source: 'otel', calls: known - approved },
        { approval: 'approved' as const, source: 'otel', calls: approved },
        { approval: 'unknown' as const, source: '', calls: calls - known },
      ].filter((own) => own.calls > 0),
    };
  }
  const record = (of: (tool: ToolFigures) => number): Record<string, number> =>
    Object.fromEntries(Object.entries(byTool).map(([name, tool]) => [name, of(tool)]));
  return {
    usage: record((tool) => tool.calls),
    approvalRate: record((tool) => tool.approval?.value ?? 0),
    failures: record((tool) => tool.failed),
    byTool,
  };
}
