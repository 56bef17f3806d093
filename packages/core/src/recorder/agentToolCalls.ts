import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import { claudeCallKey, claudeToolKey } from '../model/claudeToolKey.ts';
import { claudeToolName } from '../model/claudeToolName.ts';
import { type ClaudeToolResult, claudeToolResult } from '../model/claudeToolResult.ts';
import type { DimensionValues } from '../model/Dimension.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import { objectOf, objectsOf, textOf } from '../model/unknownFields.ts';

type Fields = Record<string, unknown>;

/** What the calls of one session have in common. */
export interface CallsOf {
  session: string;
  /** When its first message came. */
  startedMs: number;
  dimensions: DimensionValues;
}

/** The tool calls of one id of the SDK's, as its messages tell of them. */
export interface AgentToolCalls {
  /** Calls and results in an assistant's or user's message. */
  ofMessage(message: Fields, atMs: number): ToolCallRecord[];
  /** Calls that a result says were denied. */
  denied(result: Fields, atMs: number): ToolCallRecord[];
}

type Call = Pick<ToolCallRecord, 'key' | 'atMs' | 'model' | 'tool'>;

/** Calls that are kept in mind: far more than one turn makes. */
const MAX_CALLS = 10_000;

const DENIED: ClaudeToolResult = { outcome: 'denied-by-rule', approval: 'unknown' };
const PENDING: ClaudeToolResult = { outcome: 'pending', approval: 'unknown' };

/**
 * Follows tool calls through messages, by the rules of transcripts. A result whose call was made before the handler began counts no call of its own. Names, ids and outcomes only: no input,
 * no output.
 *
 * @param id the SDK's id of the session; ids of calls that are not the provider's own count within it
 */
export function agentToolCalls(id: string, { session, startedMs, dimensions }: CallsOf): AgentToolCalls {
  const calls = new Map<string, Call>();
  const ended = new Set<string>();
  const claim = claimKey(CLAIM_RANK.own, startedMs);
  const unnamed = claimKey(CLAIM_RANK.unnamed, startedMs);

  const record = (
    call: Call,
    { outcome, approval }: ClaudeToolResult,
    more: Partial<ToolCallRecord> = {},
  ): ToolCallRecord => ({
    session,
    ...call,
    key: `agent/${call.key}`,
    outcome,
    approval,
    approvalSource: approval === 'unknown' ? '' : 'recorder',
    durationMs: 0,
    callCount: 1,
    dimensions,
    claim,
    ...more,
  });
  const forget = (): void => {
    for (const key of ended) calls.delete(key);
    ended.clear();
    for (const key of [...calls.keys()].slice(0, Math.max(0, calls.size - MAX_CALLS))) calls.delete(key);
  };
  const made = (pairedBy: string, call: Call): ToolCallRecord => {
    const known = calls.get(pairedBy);
    const of = known?.key === call.key ? known : call;
    if (of !== known) ended.delete(pairedBy);
    calls.set(pairedBy, of);
    if (calls.size > 2 * MAX_CALLS) forget();
    return record(of, PENDING);
  };
  /** What a result says of its call; `undefined` where the call went on in the background and its result comes later. */
  const returned = (key: string, block: Fields, message: Fields, atMs: number): ToolCallRecord | undefined => {
    if (objectOf(message['tool_use_result'])?.['detachedToolCall'] === true) return undefined;
    const result = claudeToolResult(block, { toolUseResult: message['tool_use_result'] });
    const call = calls.get(key);
    ended.add(key);
    if (call) return record(call, result, { durationMs: Math.max(0, atMs - call.atMs) });
    return record({ key, atMs, model: '', tool: '' }, result, { callCount: 0, claim: unnamed });
  };
  return {
    ofMessage: (message, atMs) => {
      const of = objectOf(message['message']);
      const model = textOf(of?.['model']).replace('<synthetic>', '');
      return objectsOf(of?.['content']).flatMap((block) => {
        if (message['type'] === 'assistant') {
          const callId = textOf(block['id']);
          if (block['type'] !== 'tool_use' || callId === '') return [];
          const pairedBy = claudeToolKey(callId, message, id);
          const key = claudeCallKey(callId, pairedBy, textOf(of?.['id']));
          return [made(pairedBy, { key, atMs, model, tool: claudeToolName(textOf(block['name'])) })];
        }
        const callId = textOf(block['tool_use_id']);
        if (block['type'] !== 'tool_result' || callId === '') return [];
        return returned(claudeToolKey(callId, message, id), block, message, atMs) ?? [];
      });
    },
    denied: (result, atMs) => {
      const records = objectsOf(result['permission_denials']).flatMap((denial) => {
        const callId = textOf(denial['tool_use_id']);
        if (callId === '') return [];
        const key = claudeToolKey(callId, {}, id);
        const call = calls.get(key);
        if (call) return [record(call, DENIED)];
        const tool = claudeToolName(textOf(denial['tool_name']));
        return [record({ key, atMs, model: '', tool }, DENIED, { claim: unnamed })];
      });
      forget();
      return records;
    },
  };
}
