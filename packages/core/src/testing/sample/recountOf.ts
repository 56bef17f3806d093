import type { SampleFile } from './SessionPlan.ts';
import type { SampleUsage } from './SampleTruth.ts';

/** One request as the recount found it. */
export interface RecountedRequest extends SampleUsage {
  session: string;
  model: string;
  atMs: number;
  isPartial: boolean;
}
/** What the recount found, each thing once. */
export interface Recount {
  requests: Map<string, RecountedRequest>;
  /** Tool and outcome of each call by its id. */
  calls: Map<string, { tool: string; outcome: string }>;
  sessions: Map<string, { prompts: number; startedAtMs: number; status: string }>;
}
// oxlint-disable-next-line typescript/no-explicit-any -- a recount reads foreign JSON, whose shape is what is under test
type Json = any;

/**
 * A second reading of sample files, for tests: written from the description of the formats, not from the generator, and as short as it can be.
 */
export function recountOf(files: Iterable<SampleFile>): Recount {
  const recount: Recount = { requests: new Map(), calls: new Map(), sessions: new Map() };
  for (const { path, lines } of files) {
    const records = lines.map((line) => JSON.parse(line) as Json);
    if (path.startsWith('.claude/')) readClaude(records, recount);
    else readCodex(records, recount);
  }
  return recount;
}

const outcomeOf = (text: string, isError: boolean): string => {
  if (/^The user doesn't want to proceed|rejected by user$/.test(text)) return 'deniedByUser';
  if (text.startsWith('Permission to use')) return 'deniedByRule';
  const failed = isError || /exited with code [1-9]|verification failed/.test(text);
  return failed ? 'error' : 'ok';
};

const readClaude = (records: Json[], { requests, calls, sessions }: Recount): void => {
  for (const record of records) {
    if (record.forkedFrom || (record.type !== 'user' && record.type !== 'assistant')) continue;
    const atMs = Date.parse(record.timestamp);
    const { message } = record;
    const blocks: Json[] =
      typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
    const isPrompt =
      record.type === 'user' && !record.isSidechain && !record.isCompactSummary && typeof message.content === 'string';
    const session = sessions.get(record.sessionId) ?? { prompts: 0, startedAtMs: atMs, status: '' };
    if (isPrompt) session.prompts += 1;
    for (const block of blocks) {
      if (block.type === 'tool_use') calls.set(block.id, { tool: block.name, outcome: 'pending' });
      const call = calls.get(block.tool_use_id);
      if (call) call.outcome = outcomeOf(block.content, block.is_error === true);
    }
    if (!record.isSidechain && !record.isCompactSummary) {
      const [block] = blocks;
      if (record.isApiErrorMessage) session.status = 'failed';
      else if (block.type === 'text' && block.text.startsWith('[Request interrupted')) session.status = 'interrupted';
      else session.status = record.type === 'assistant' && block.type === 'text' ? 'completed' : 'incomplete';
      sessions.set(record.sessionId, session);
    }
    if (record.type !== 'assistant' || message.model === '<synthetic>') continue;
    const { usage } = message;
    requests.set(message.id, {
      session: record.sessionId,
      model: message.model,
      atMs: Math.min(atMs, requests.get(message.id)?.atMs ?? atMs),
      isPartial: message.stop_reason === null,
      requests: 1,
      inputTokens: usage.input_tokens,
      cacheReadTokens: usage.cache_read_input_tokens,
      cacheWrite5mTokens: usage.cache_creation.ephemeral_5m_input_tokens,
      cacheWrite1hTokens: usage.cache_creation.ephemeral_1h_input_tokens,
      outputTokens: Math.max(usage.output_tokens, requests.get(message.id)?.outputTokens ?? 0),
      reasoningTokens: 0,
    });
  }
};

const readCodex = (records: Json[], { requests, calls, sessions }: Recount): void => {
  const own = records[0].payload.id as string;
  let turn: Json = { turn_id: '', model: '' };
  let total = 0;
  for (const { timestamp, type, payload } of records) {
    const atMs = Date.parse(timestamp);
    if (type === 'turn_context') turn = payload;
    if (payload.type === 'token_count' && payload.info && payload.info.total_token_usage.total_tokens !== total) {
      total = payload.info.total_token_usage.total_tokens;
      const last = payload.info.last_token_usage;
      if (turn.turn_id < own) continue;
      requests.set(`${own}/${total}`, {
        session: own,
        model: turn.model,
        atMs,
        isPartial: false,
        requests: 1,
        inputTokens: last.input_tokens - last.cached_input_tokens,
        cacheReadTokens: last.cached_input_tokens,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 0,
        outputTokens: last.output_tokens,
        reasoningTokens: last.reasoning_output_tokens,
      });
    }
    if (payload.type?.endsWith('_call')) calls.set(payload.call_id, { tool: payload.name, outcome: 'pending' });
    const call = payload.type?.endsWith('_output') ? calls.get(payload.call_id) : undefined;
    if (call) call.outcome = outcomeOf(payload.output, false);
    if (type !== 'event_msg' || (turn.turn_id < own && payload.type !== 'task_started')) continue;
    if (payload.type === 'task_started' && payload.turn_id < own) continue;
    const session = sessions.get(own) ?? { prompts: 0, startedAtMs: atMs, status: '' };
    if (payload.type === 'user_message') session.prompts += 1;
    if (payload.type === 'task_started') session.status = 'incomplete';
    if (payload.type === 'task_complete') session.status = 'completed';
    if (payload.type === 'turn_aborted') session.status = 'interrupted';
    sessions.set(own, session);
  }
};
