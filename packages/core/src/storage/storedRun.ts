import type { JoinedRun } from '../metrics/Ledger.ts';
import { STATUS } from './codes.ts';
import type { RunTable } from './Schema.ts';
import { originalText } from './storedText.ts';

/** What a row says of a run itself. */
export type RunRow = Omit<RunTable, 'tenant' | 'run_key' | 'reset_marker'>;

/** A run as its row has it. */
export function storedRun(row: RunRow): JoinedRun {
  return {
    id: originalText(row.external_id),
    source: originalText(row.source),
    workspace: originalText(row.workspace),
    status: STATUS.word(Number(row.status)),
    statusAtMs: Number(row.status_at_ms),
    totalTables: Number(row.total_tables),
    startedMs: Number(row.started_ms),
    completedMs: row.completed_ms === null ? null : Number(row.completed_ms),
  };
}
