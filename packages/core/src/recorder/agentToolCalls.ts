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

interface MadeCall {
  /** What is recorded of it. */
  call: Call;
  /** Its own key: what is recorded may have that of a call whose place it takes. */
  key: string;
  /** `uuid` of the message that made it. */
  message: string;
  /** It ran on in the background: what replaces its message does not undo it. */
  isDetached: boolean;
}

/** Calls that are kept in mind: far more than one turn makes. */
const MAX_CALLS = 10_000;

const DENIED: ClaudeToolResult = { outcome: 'denied-by-rule', approval: 'unknown' };
const CANCELLED: ClaudeToolResult = { outcome: 'cancelled', approval: 'unknown' };
const PENDING: ClaudeToolResult = { outcome: 'pending', approval: 'unknown' };

/** What a message says of one of its results beside it, as a transcript's line has it. */
function statedOf(message: Fields, block: Fields): Fields {
  const meta = objectsOf(message['tool_result_meta']).find(({ id }) => id === block['tool_use_id']);
  return {
    toolUseResult: message['tool_use_result'],
    toolDenialKind: meta?.['non_execution_kind'],
    permissionDecision: meta?.['permission_decision'],
  };
}

/**
 * Follows tool calls through messages, by the rules of transcripts. A result whose call was made before the handler began counts no call of its own. Names, ids and outcomes only: no input,
 * no output. A message that replaces others takes back their calls that have no result and do not run in the background: no record can be taken out of a ledger, so that the next call of the same tool and model is
 * recorded as theirs, and what is left when the turn ends was cancelled.
 *
 * @param id the SDK's id of the session; ids of calls that are not the provider's own count within it
 */
export function agentToolCalls(id: string, { session, startedMs, dimensions }: CallsOf): AgentToolCalls {
  const calls = new Map<string, MadeCall>();
  const ended = new Set<string>();
  let replaced: Call[] = [];
  /** What replaced calls are paired by: what comes for them later says nothing of the calls that took their place. */
  const replacedKeys = new Set<string>();
  const claim = claimKey(CLAIM_RANK.own, startedMs);
  const unnamed = claimKey(CLAIM_RANK.unnamed, startedMs);

  const record = (
    call: Call,
    { outcome, approval, isDecided = false }: ClaudeToolResult,
    more: Partial<ToolCallRecord> = {},
  ): ToolCallRecord => ({
    session,
    ...call,
    key: `agent/${call.key}`,
    outcome,
    approval,
    approvalSource: approval === 'unknown' ? '' : isDecided ? 'recorder' : 'transcript',
    durationMs: 0,
    callCount: 1,
    dimensions,
    claim,
    ...more,
  });
  const forget = (): void => {
    for (const key of ended) calls.delete(key);
    ended.clear();
    for (const kept of [calls, replacedKeys]) {
      for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - MAX_CALLS))) kept.delete(key);
    }
  };
  const replace = (messages: ReadonlySet<string>): void => {
    for (const [pairedBy, { call, message, isDetached }] of calls) {
      if (message === '' || !messages.has(message) || isDetached || ended.has(pairedBy)) continue;
      calls.delete(pairedBy);
      replacedKeys.add(pairedBy);
      replaced.push(call);
    }
  };
  const made = (pairedBy: string, call: Call, message: string): ToolCallRecord => {
    const known = calls.get(pairedBy);
    if (known?.key === call.key) return record(known.call, PENDING);
    const place = replaced.find(({ tool, model }) => tool === call.tool && model === call.model);
    replaced = replaced.filter((each) => each !== place);
    replacedKeys.delete(pairedBy);
    ended.delete(pairedBy);
    calls.set(pairedBy, { call: place ?? call, key: call.key, message, isDetached: false });
    if (calls.size > 2 * MAX_CALLS) forget();
    return record(place ?? call, PENDING);
  };
  /** What a result says of its call; `undefined` where the call went on in the background and its result comes later, where there is none in this copy of the session, and for one that was replaced. */
  const returned = (key: string, block: Fields, message: Fields, atMs: number): ToolCallRecord | undefined => {
    if (replacedKeys.has(key)) return undefined;
    const known = calls.get(key);
    if (objectOf(message['tool_use_result'])?.['detachedToolCall'] === true) {
      if (known) known.isDetached = true;
      return undefined;
    }
    const result = claudeToolResult(block, statedOf(message, block), known?.call.tool ?? '');
    if (result.outcome === 'pending') return undefined;
    ended.add(key);
    if (known) return record(known.call, result, { durationMs: Math.max(0, atMs - known.call.atMs) });
    return record({ key, atMs, model: '', tool: '' }, result, { callCount: 0, claim: unnamed });
  };
  return {
    ofMessage: (message, atMs) => {
      const of = objectOf(message['message']);
      const model = textOf(of?.['model']).replace('<synthetic>', '');
      const uuid = textOf(message['uuid']);
      if (Array.isArray(message['supersedes'])) replace(new Set(message['supersedes'].map(textOf)));
      return objectsOf(of?.['content']).flatMap((block) => {
        if (message['type'] === 'assistant') {
          const callId = textOf(block['id']);
          if (block['type'] !== 'tool_use' || callId === '') return [];
          const pairedBy = claudeToolKey(callId, message, id);
          const key = claudeCallKey(callId, message, id, textOf(of?.['id']));
          return [made(pairedBy, { key, atMs, model, tool: claudeToolName(textOf(block['name'])) }, uuid)];
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
        if (replacedKeys.has(key)) return [];
        const call = calls.get(key)?.call;
        if (call) return [record(call, DENIED)];
        const tool = claudeToolName(textOf(denial['tool_name']));
        return [record({ key, atMs, model: '', tool }, DENIED, { claim: unnamed })];
      });
      const cancelled = replaced.map((call) => record(call, CANCELLED));
      replaced = [];
      forget();
      return [...records, ...cancelled];
    },
  };
}
