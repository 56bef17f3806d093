import fc from 'fast-check';

import type { UsageBatch } from '../../model/UsageBatch.ts';
import { usageBatch } from '../ledgerArbitraries.ts';

const DAY_MS = 86_400_000;
/** Generated batches that are joined into one. */
const PARTS = 8;
/** Days, counted from the first, that the records are spread over. */
export const FAULT_DAYS = 12;

/** The same records under other keys and on another day, so that the batches hold more than a few records. */
function moved(batch: UsageBatch, n: number, day: number): UsageBatch {
  const [group, shiftMs] = [`.${n % 7}`, (day % FAULT_DAYS) * DAY_MS];
  const of = <T extends { key: string; session: string; atMs: number }>(record: T): T => ({
    ...record,
    key: record.key + group,
    session: record.session + group,
    atMs: record.atMs + shiftMs,
  });
  return {
    ...batch,
    requests: batch.requests.map(of),
    toolCalls: batch.toolCalls.map(of),
    turns: batch.turns.map(of),
    sessions: batch.sessions.map((s) => ({ ...s, id: s.id + group, lastAtMs: s.lastAtMs + shiftMs })),
  };
}

/**
 * Batches of a generated ledger: the same for the same seed, full of copies of each other's records, each with one cursor that is named after its number, so
 * that a store says which of them it holds.
 *
 * @example
 * faultBatches(1, 3).map((b) => b.cursors[0]?.file) // => ['batch 0', 'batch 1', 'batch 2']
 */
export function faultBatches(seed: number, count: number): UsageBatch[] {
  const parts = fc.sample(usageBatch, { seed, numRuns: count * PARTS });
  return Array.from({ length: count }, (_, i) => {
    const own = parts.slice(i * PARTS, (i + 1) * PARTS).map((part, j) => moved(part, i * 3 + j, i));
    return {
      source: i % 3 === 0 ? 'codex' : 'claude-code',
      requests: own.flatMap((b) => b.requests),
      toolCalls: own.flatMap((b) => b.toolCalls),
      turns: own.flatMap((b) => b.turns),
      sessions: own.flatMap((b) => b.sessions),
      runs: own.flatMap((b) => b.runs ?? []),
      cursors: [{ file: `batch ${i}`, offset: i, size: i, mtimeMs: i + 0.5, fingerprint: String(seed), state: '{}' }],
    };
  });
}
