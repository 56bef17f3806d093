import type { RollupRow } from '../model/Rollup.ts';
import type { ToolFigures } from '../model/UsageAnalytics.ts';
import { measuresBy } from './measuresBy.ts';
import { rate } from './rate.ts';
import { safeNumber } from './safeNumber.ts';

const callsWhere = (rows: readonly RollupRow[], matches: (row: RollupRow) => boolean): number =>
  safeNumber(rows.reduce((sum, row) => (matches(row) ? sum + (row.measures.calls ?? 0n) : sum), 0n));

const isApproved = (row: RollupRow): boolean => row.key[2] === 'approved';
/** What a rule decides, either way, is nobody's approval. */
const isDenied = (row: RollupRow): boolean => row.key[2] === 'denied' && row.key[1] !== 'denied-by-rule';

/**
 * A denial in a transcript tells nothing of the calls that were approved, which leave no trace. So decisions count as
 * recorded where something other than a transcript recorded them, or where approvals are among them.
 */
function recordedRows(rows: readonly RollupRow[]): RollupRow[] {
  const approvals = measuresBy(rows.filter(isApproved), (row) => row.key[3] ?? '');
  return rows.filter(
    ({ key: [, , , source = ''] }) => (source !== '' && source !== 'transcript') || approvals.has(source),
  );
}

/**
 * How often people let a tool run. Where decisions were recorded it is approved ÷ (approved + denied by a person); else
 * the share of calls that no person rejected, which the true rate cannot exceed. `null` without calls.
 *
 * @param rows the calls of one tool, keyed by tool, outcome, approval, approval source
 * @example
 * toolApproval([{ bucket: 0, key: ['Bash', 'ok', 'unknown', ''], measures: { calls: 4n } }]) // => { value: 1, n: 4, low: rate(4, 4).low, high: 1, basis: 'upper-bound', sources: [] }
 */
export function toolApproval(rows: readonly RollupRow[]): ToolFigures['approval'] {
  const recorded = recordedRows(rows);
  const approved = callsWhere(recorded, isApproved);
  const exact = rate(approved, approved + callsWhere(recorded, isDenied));
  const sourcesOf = (of: readonly RollupRow[]): string[] =>
    [...new Set(of.flatMap((row) => ((row.measures.calls ?? 0n) > 0n ? [row.key[3] ?? ''] : [])))].toSorted();
  if (exact) {
    return { ...exact, basis: 'recorded', sources: sourcesOf(recorded.filter((r) => isApproved(r) || isDenied(r))) };
  }
  const calls = callsWhere(rows, () => true);
  const bound = rate(calls - callsWhere(rows, (row) => row.key[1] === 'denied-by-user'), calls);
  return bound && { ...bound, basis: 'upper-bound', sources: sourcesOf(rows.filter(isDenied)) };
}
