import type { JsonReport } from '../report/jsonReport.ts';

const count = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const nano = (all: readonly { cost: { nanoUsd: string | null } }[]): bigint =>
  all.reduce((total, { cost }) => total + BigInt(cost.nanoUsd ?? 0), 0n);

/**
 * The breakdowns of a report that do not add up to its headline exactly; none when all is well.
 */
export function unequalSums(report: JsonReport): string[] {
  const { cost, sessions, series, tokens, tools } = report;
  const models = Object.values(cost.byModel);
  const wrong: string[] = [];
  const compare = (name: string, parts: number | bigint, total: number | bigint): void => {
    if (parts !== total) wrong.push(`${name}: ${parts} instead of ${total}`);
  };
  const total = BigInt(cost.nanoUsd ?? 0);
  compare('cost by model', nano(models), total);
  compare('cost over time', nano(series), total);
  compare('cost by project', nano(Object.values(sessions.byProject)), total);
  compare('requests by model', count(models.map((m) => m.requests)), report.requests.total);
  compare('requests over time', count(series.map((p) => p.requests)), report.requests.total);
  for (const bucket of ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite5m', 'cacheWrite1h'] as const) {
    const all = tokens.total[bucket];
    compare(`${bucket} by model`, count(models.map((m) => m.tokens[bucket])), all);
    compare(`${bucket} over time`, count(series.map((p) => p.tokens[bucket])), all);
    compare(`${bucket} in tokens.byModel`, count(Object.values(tokens.byModel).map((t) => t[bucket])), all);
  }
  compare('sessions by day', count(Object.values(sessions.byDay)), sessions.total);
  compare('sessions by hour', count(Object.values(report.peakHours)), sessions.total);
  compare('sessions by hour of the week', count(sessions.heatmap.map((c) => c.sessions)), sessions.total);
  compare('sessions over time', count(series.map((p) => p.sessions)), sessions.total);
  compare('sessions by project', count(Object.values(sessions.byProject).map((p) => p.sessions)), sessions.total);
  const { completed, failed, running, blocked, interrupted, incomplete } = sessions;
  compare('sessions by status', completed + failed + running + blocked + interrupted + incomplete, sessions.total);
  for (const [tool, f] of Object.entries(tools.byTool)) {
    const parts = f.succeeded + f.failed + f.deniedByUser + f.deniedByRule + f.cancelled + f.pending;
    compare(`outcomes of ${tool}`, parts, f.calls);
    compare(`calls of ${tool}`, tools.usage[tool] ?? 0, f.calls);
  }
  return wrong;
}
