import { SESSION_STATUSES, type SessionStatus } from '../model/SessionRecord.ts';
import type { RunSummary } from '../model/RunSummary.ts';
import type { JoinedRun } from './Ledger.ts';
import { roundHalfEven } from './roundHalfEven.ts';
import { safeNumber } from './safeNumber.ts';
import { usdOfNano } from './usdOfNano.ts';

/** What sessions of a run that stand alike add up to. */
export interface RunSums {
  status: SessionStatus;
  sessions: number;
  requests: number;
  input: bigint;
  output: bigint;
  cacheRead: bigint;
  cacheWrite: bigint;
  /** `null` when nothing has a price. */
  costPico: bigint | null;
  unpricedRequests: number;
}

/**
 * A run with the sums of its sessions; a status may come more than once.
 *
 * @param resetMarker `null` when it was not reset
 * @throws `unsafe_integer`
 */
export function runSummary(run: JoinedRun, resetMarker: string | null, sums: readonly RunSums[]): RunSummary {
  const total = (of: (s: RunSums) => number): number => sums.reduce((sum, s) => sum + of(s), 0);
  const tokens = (of: (s: RunSums) => bigint): number => safeNumber(sums.reduce((sum, s) => sum + of(s), 0n));
  const byStatus = SESSION_STATUSES.map((status): [SessionStatus, number] => [
    status,
    total((s) => (s.status === status ? s.sessions : 0)),
  ]);
  const priced = sums.map((s) => s.costPico).filter((pico) => pico !== null);
  const costPico = priced.reduce((sum, pico) => sum + pico, 0n);
  return {
    id: run.id,
    source: run.source,
    workspace: run.workspace,
    status: run.status,
    totalTables: run.totalTables,
    startedAt: new Date(run.startedMs).toISOString(),
    completedAt: run.completedMs === null ? null : new Date(run.completedMs).toISOString(),
    sessions: Object.fromEntries(byStatus) as Record<SessionStatus, number>,
    requests: total((s) => s.requests),
    inputTokens: tokens((s) => s.input),
    outputTokens: tokens((s) => s.output),
    cacheReadTokens: tokens((s) => s.cacheRead),
    cacheWriteTokens: tokens((s) => s.cacheWrite),
    costUsd: priced.length === 0 ? null : usdOfNano(roundHalfEven(costPico, 1000n)),
    unpricedRequests: total((s) => s.unpricedRequests),
    resetMarker,
  };
}
