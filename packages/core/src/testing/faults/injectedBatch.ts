import type { UsageBatch } from '../../model/UsageBatch.ts';
import { FROM_MS } from '../ledgerArbitraries.ts';

/** A batch with one session of one request, one call, one turn and one run, all of whose texts are this one; its cursor is batch 0. */
export function injectedBatch(text: string, dimensions: readonly string[]): UsageBatch {
  const of = Object.fromEntries(dimensions.map((name) => [name, text]));
  const at = { key: text, session: text, atMs: FROM_MS, claim: 0, dimensions: of };
  return {
    source: 'codex',
    requests: [
      {
        ...at,
        provider: text,
        model: text,
        serviceTier: text,
        speed: text,
        residency: text,
        grain: 'request',
        quality: 'final',
        requestCount: 1,
        webSearchRequests: 0,
        kind: text,
        inputTokens: 7,
        cacheReadTokens: 0,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 0,
        outputTokens: 3,
        reasoningTokens: 0,
      },
    ],
    toolCalls: [
      {
        ...at,
        model: text,
        tool: text,
        outcome: 'ok',
        approval: 'unknown',
        approvalSource: text,
        durationMs: 1,
        callCount: 1,
      },
    ],
    turns: [{ key: text, session: text, atMs: FROM_MS, engagedMs: 5, promptCount: 1, claim: 0 }],
    sessions: [
      {
        id: text,
        parent: text,
        project: text,
        dimensions: of,
        run: text,
        lastAtMs: FROM_MS + 1,
        status: 'completed',
        statusAtMs: FROM_MS,
        statusPosition: 0,
        claim: 0,
      },
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
