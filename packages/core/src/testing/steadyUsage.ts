import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';

/** A request of eleven tokens. */
export const request = (
  key: string,
  session: string,
  atMs: number,
  of: Partial<RequestRecord> = {},
): RequestRecord => ({
  key,
  session,
  atMs,
  provider: '',
  model: 'm1',
  serviceTier: '',
  speed: '',
  residency: '',
  grain: 'request',
  quality: 'final',
  requestCount: 1,
  webSearchRequests: 0,
  kind: 'main',
  inputTokens: 10,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 1,
  reasoningTokens: 0,
  claim: 0,
  ...of,
});

/** A call that ended well. */
export const toolCall = (
  key: string,
  session: string,
  atMs: number,
  of: Partial<ToolCallRecord> = {},
): ToolCallRecord => ({
  key,
  session,
  model: 'm1',
  atMs,
  tool: 'Bash',
  outcome: 'ok',
  approval: 'unknown',
  approvalSource: '',
  durationMs: 0,
  callCount: 1,
  claim: 0,
  ...of,
});

/** A session that ended well. */
export const session = (id: string, atMs: number, of: Partial<SessionRecord> = {}): SessionRecord => ({
  id,
  parent: '',
  project: 'p',
  lastAtMs: atMs,
  status: 'completed',
  statusAtMs: atMs,
  statusPosition: 0,
  claim: 0,
  ...of,
});

/** A turn of a second with one prompt. */
export const turn = (key: string, session: string, atMs: number): UsageBatch['turns'][number] => ({
  key,
  session,
  atMs,
  engagedMs: 1000,
  promptCount: 1,
  claim: 0,
});

/** A batch of one source. */
export const batch = (of: Partial<UsageBatch>): UsageBatch => ({
  source: 'codex',
  requests: [],
  toolCalls: [],
  turns: [],
  sessions: [],
  cursors: [],
  ...of,
});

/** One session a step of `everyMs`, with one request. */
export const steady = (fromMs: number, toMs: number, everyMs: number, of: Partial<SessionRecord> = {}): UsageBatch => {
  const starts = Array.from({ length: Math.ceil((toMs - fromMs) / everyMs) }, (_, i) => fromMs + i * everyMs);
  return batch({
    requests: starts.map((atMs) => request(`r${atMs}`, `s${atMs}`, atMs)),
    sessions: starts.map((atMs) => session(`s${atMs}`, atMs, of)),
  });
};
