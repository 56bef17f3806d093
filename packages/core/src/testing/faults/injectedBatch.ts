import type { UsageBatch } from '../../model/UsageBatch.ts';
import { FROM_MS } from '../ledgerArbitraries.ts';
import { request, session, toolCall, turn } from '../steadyUsage.ts';

/** A batch with one session of one request, one call, one turn and one run, all of whose texts are this one; its cursor is batch 0. */
export function injectedBatch(text: string, dimensions: readonly string[]): UsageBatch {
  const of = Object.fromEntries(dimensions.map((name) => [name, text]));
  const words = { provider: text, model: text, serviceTier: text, speed: text, residency: text, kind: text };
  return {
    source: 'codex',
    requests: [request(text, text, FROM_MS, { ...words, dimensions: of, inputTokens: 7, outputTokens: 3 })],
    toolCalls: [
      toolCall(text, text, FROM_MS, { model: text, tool: text, dimensions: of, approvalSource: text, durationMs: 1 }),
    ],
    turns: [{ ...turn(text, text, FROM_MS), engagedMs: 5 }],
    sessions: [
      session(text, FROM_MS, { parent: text, project: text, dimensions: of, run: text, lastAtMs: FROM_MS + 1 }),
    ],
    runs: [
      {
        id: text,
        workspace: text,
        status: 'completed',
        statusAtMs: FROM_MS,
        totalTables: 1,
        startedMs: FROM_MS,
        completedMs: null,
      },
    ],
    cursors: [{ file: text, offset: 0, size: 1, mtimeMs: 1, fingerprint: '', state: '{}' }],
  };
}
