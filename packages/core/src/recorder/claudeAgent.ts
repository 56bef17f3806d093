import { UsageError } from '../errors.ts';
import { claudeProject } from '../model/claudeProject.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { objectOf, objectsOf, textOf } from '../model/unknownFields.ts';
import { agentConversation, type AgentConversation } from './agentConversation.ts';
import { type AgentSession, agentSession, type AgentNames } from './agentSession.ts';
import { countsOn } from './agentVersion.ts';
import { assertDescribed } from './assertDescribed.ts';
import { grainValues } from './grainValues.ts';
import { quietly } from './quietly.ts';
import { RECORDED_AS, type RecordedAs, recordedAs } from './recordedAs.ts';
import { recordedKey } from './recordedKey.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { waited } from './waited.ts';
import { waitMsOf } from './waitMsOf.ts';

/** What the messages of an agent are recorded as. */
export interface ClaudeAgentOptions extends Omit<RecordedAs, 'model'> {
  /** The conversation, as the application knows it; the SDK's `session_id` when absent. */
  session?: string | number | null | undefined;
  /**
   * With `forkSession`, and whenever the fork is resumed, the id of the session it was forked from, of a fork of a fork the first: its counters go on in the fork, so that both are counted
   * as one session, by the larger counts. `session` has to be that one's.
   */
  forkOf?: string | null | undefined;
  /** Told of what could not be recorded; the recorder's own when absent. */
  onError?: ((error: unknown) => void) | undefined;
  /** How long the handler waits for a write, ms; 2,000 when absent. The write goes on, too. */
  waitMs?: number | undefined;
  /** Every other field is a dimension, of grain `session` where it was not declared otherwise: `user`, `team`, … Text, or whole numbers. */
  [dimension: string]: unknown;
}

const OWN = [...RECORDED_AS.filter((name) => name !== 'model'), 'session', 'forkOf', 'onError', 'waitMs'];

/** Messages that are told apart from their repetitions. */
const MAX_SEEN = 10_000;

/** Types of messages that say nothing of usage. Sources: `sdk.d.ts` of 0.3.332 (`StdoutMessage`), and of 0.2.50 and 0.3.200 for those that it has not. */
const IDLE_TYPES = new Set(
  (
    'system stream_event tool_progress tool_use_summary auth_status rate_limit_event prompt_suggestion conversation_reset ' +
    'keep_alive control_request control_response control_cancel_request active_goal transcript_mirror streamlined_text ' +
    'streamlined_tool_use_summary'
  ).split(' '),
);

/** What tells a message from all others; `undefined` for one that cannot be told. */
function identityOf(message: Record<string, unknown>): string | undefined {
  const type = textOf(message['type']);
  const uuid = textOf(message['uuid']);
  if (uuid !== '') {
    const blocks = objectsOf(objectOf(message['message'])?.['content']);
    return JSON.stringify([type, uuid, ...blocks.map((block) => block['id'] ?? block['tool_use_id'] ?? block['type'])]);
  }
  if (type !== 'result') return undefined;
  // Running totals are the same in no two results of a process.
  const { session_id: id, duration_ms: ms, duration_api_ms: apiMs, total_cost_usd: cost } = message;
  return JSON.stringify([type, id, ms, apiMs, cost, message['modelUsage'], message['usage']]);
}

/** What is told where the counters of an id are recorded in another session than the one that is named. */
const inAnother = (counted: string, known: string, named: string): UsageError =>
  new UsageError(
    'invalid_argument',
    `'${counted}' is recorded in the session '${known}', and what goes on with its counters, a resume or a fork, with it, not in '${named}'`,
  );

/**
 * A handler for the messages of the Claude Agent SDK, in their order. The rules are in this folder's README.
 *
 * @throws UsageError `invalid_argument` for options that are none
 */
export function claudeAgent(
  context: RecorderContext,
  options: ClaudeAgentOptions = {},
): (message: unknown) => Promise<void> {
  assertDescribed(options);
  const { source, declared, undeclared, now, queue } = context;
  const waitMs = waitMsOf(options);
  const { forkOf } = options;
  const named = options.session ?? undefined;
  const host = named === undefined ? undefined : recordedKey('session', named);
  const fork = forkOf === undefined || forkOf === null ? undefined : recordedKey('forkOf', forkOf);
  const values = grainValues(options, OWN, declared, 'session', undeclared);
  const names: AgentNames = { as: recordedAs(options), values, price: context.price };
  const report = quietly(options.onError ?? context.onError);
  const sessions = new Map<string, AgentSession>();
  const conversations = new Map<string, AgentConversation>();
  const seen = new Set<string>();
  const unknown = new Set<string>();
  let lastId = '';

  const isRepeated = (message: Record<string, unknown>): boolean => {
    const identity = identityOf(message);
    if (identity === undefined) return false;
    if (seen.has(identity)) return true;
    seen.add(identity);
    const [oldest] = seen;
    if (seen.size > MAX_SEEN && oldest !== undefined) seen.delete(oldest);
    return false;
  };
  /** The conversation of an id; its first message, where it states a version, says whether it shares counters. */
  const conversationOf = (id: string, atMs: number, first: Record<string, unknown>): AgentConversation => {
    const known = conversations.get(id);
    if (known) return known;
    // What follows a fork in the same process, after `/clear`, is none.
    const parent = conversations.size === 0 ? fork : undefined;
    const { ids } = context.agents;
    const before = ids.get(parent ?? id);
    const counted = before?.counted ?? parent ?? id;
    const isAnew = first['type'] === 'system' && !countsOn(textOf(first['claude_code_version']));
    const unforked = isAnew ? undefined : before?.counters;
    const bound = parent === undefined ? unforked : (before?.counters ?? before?.session);
    if (host !== undefined && bound !== undefined && bound !== host) report(inAnother(counted, bound, host));
    const sessionId = bound ?? host ?? before?.session ?? counted;
    ids.set(id, { ...before, counted, session: sessionId });
    const session = sessions.get(sessionId) ?? agentSession(sessionId, atMs, names);
    sessions.set(sessionId, session);
    const conversation = agentConversation({
      id,
      counted,
      isKnown: sessionId === before?.session || sessionId === before?.counters,
      session,
      atMs,
      report,
      values: names.values,
      known: context.agents,
    });
    conversations.set(id, conversation);
    return conversation;
  };
  /** Notes the session that has the counters of an id, from the first agent on that counts with them. */
  const noteCounters = (id: string, conversation: AgentConversation): void => {
    const known = context.agents.ids.get(id);
    if (known && known.counters === undefined && conversation.isShared())
      context.agents.ids.set(id, { ...known, counters: conversation.session.id });
  };
  /** The records of one message; nothing for one that says nothing of usage. */
  const batchOf = (message: Record<string, unknown>): UsageBatch | undefined => {
    const type = textOf(message['type']);
    const isInit = type === 'system' && message['subtype'] === 'init';
    if (!isInit && !['assistant', 'user', 'result'].includes(type)) {
      if (type === '')
        throw new UsageError('invalid_argument', 'not a message of the Claude Agent SDK: it has no type');
      if (IDLE_TYPES.has(type) || unknown.has(type)) return undefined;
      unknown.add(type);
      throw new UsageError('invalid_argument', `messages of type '${type.slice(0, 40)}' are not known, and left out`);
    }
    // History that is told again when a session is resumed.
    if (message['isReplay'] === true || isRepeated(message)) return undefined;
    const id = textOf(message['session_id']) || lastId;
    if (id === '') throw new UsageError('invalid_argument', `a message of type '${type}' without a session_id`);
    lastId = id;
    const atMs = now();
    const conversation = conversationOf(id, atMs, message);
    if (isInit) conversation.session.inProject(claudeProject(textOf(message['cwd'])));
    const records = conversation.taken(message, atMs, identityOf(message) ?? '');
    noteCounters(id, conversation);
    return { source, turns: [], toolCalls: [], ...records, sessions: [conversation.session.record(atMs)], cursors: [] };
  };
  return async (message) => {
    try {
      const fields = objectOf(message);
      if (!fields) throw new UsageError('invalid_argument', 'not a message of the Claude Agent SDK');
      const batch = batchOf(fields);
      if (batch) await waited(queue.writeLater(batch, {}, report), waitMs);
    } catch (error) {
      report(
        error instanceof Error ? error : new UsageError('invalid_argument', 'not a message of the Claude Agent SDK'),
      );
    }
  };
}
