import { isWorldwideId } from '../../model/isWorldwideId.ts';
import type { ToolCallRecord, ToolOutcome } from '../../model/ToolCallRecord.ts';
import { objectOf, textOf } from '../recordFields.ts';
import type { OpenCall } from './ParserState.ts';

/** Calls that the provider makes itself: no output follows. */
const SETTLED = new Set(['web_search_call', 'tool_search_call', 'image_generation_call']);

/** The name of a function: with its server in front, which newer versions of Codex state beside it. Its own tools had no namespace before, and keep their names. */
function nameOf(item: Record<string, unknown>): string {
  const [name, namespace] = [textOf(item['name']), textOf(item['namespace'])];
  if (!namespace.startsWith('mcp__') || name.startsWith('mcp__')) return name;
  return namespace.endsWith('__') ? `${namespace}${name}` : `${namespace}__${name}`;
}

/** The tool of an item that makes a call, and how the call stands by then. */
export function callOf(item: Record<string, unknown>): { tool: string; outcome: ToolOutcome } {
  const [type, status] = [textOf(item['type']), textOf(item['status'])];
  const named = type === 'function_call' || type === 'custom_tool_call' ? nameOf(item) : '';
  const settled = status === 'failed' ? 'error' : 'ok';
  return { tool: named || type.slice(0, -'_call'.length), outcome: SETTLED.has(type) ? settled : 'pending' };
}

/** Whether an item is a web search that is billed by the call: opening a page, and looking for words in one, is not. */
export const isBilledSearch = ({ type, status, action }: Record<string, unknown>): boolean =>
  type === 'web_search_call' && status !== 'failed' && textOf(objectOf(action)?.['type']) === 'search';

/** What a call is known by: its id, within the thread that its history began in where the id names one call in the world, else within its own: some servers count, and begin anew in each. */
export const callKey = (id: string, thread: string, historyOf: string): string =>
  `${historyOf !== thread && isWorldwideId(id) ? historyOf : thread}#${id}`;

/** The record of a call and what is known of its result by now. */
export function callRecord(
  of: Pick<ToolCallRecord, 'session' | 'claim'>,
  { key, model, atMs, tool }: OpenCall,
  { outcome, approval }: Pick<ToolCallRecord, 'outcome' | 'approval'>,
  durationMs: number,
): ToolCallRecord {
  return {
    ...of,
    key,
    model,
    atMs,
    tool,
    outcome,
    approval,
    approvalSource: approval === 'unknown' ? '' : 'transcript',
    durationMs,
    callCount: 1,
  };
}
