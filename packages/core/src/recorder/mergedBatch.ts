import type { UsageBatch } from '../model/UsageBatch.ts';

/**
 * Batches of one source as one.
 *
 * @example
 * mergedBatch([{ source: 'a', requests: [], toolCalls: [], turns: [], sessions: [], cursors: [] }]).source // => 'a'
 */
export function mergedBatch(batches: readonly UsageBatch[]): UsageBatch {
  return {
    source: batches[0]?.source ?? '',
    requests: batches.flatMap((batch) => batch.requests),
    toolCalls: batches.flatMap((batch) => batch.toolCalls),
    turns: batches.flatMap((batch) => batch.turns),
    sessions: batches.flatMap((batch) => batch.sessions),
    runs: batches.flatMap((batch) => batch.runs ?? []),
    cursors: [],
  };
}
