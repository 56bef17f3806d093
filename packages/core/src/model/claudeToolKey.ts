import { objectOf, textOf } from './unknownFields.ts';

/** Whether an id is a number, alone or behind a word: each conversation of a gateway counts from the beginning, some do so for each response. */
const isNumbered = (id: string): boolean => /(^|[:_.-])\d{1,6}$/.test(id);

/** Who made a call, where more than one agent works in a session. */
function agentOf(record: Record<string, unknown>): string {
  const agent = textOf(record['agentId']) || textOf(record['parent_tool_use_id']);
  return agent || (record['isSidechain'] === true ? 'sidechain' : '');
}

/**
 * What a call of Claude Code and its result are paired by. The provider's own ids are unique everywhere; those of a gateway within a session only, numbers such as
 * `call_0` within one agent's part of it, and a marked copy names the session it was copied from.
 *
 * @param record the line or message that holds the call or its result
 * @example
 * claudeToolKey('toolu_01', {}, 's-1') // => 'toolu_01'
 * claudeToolKey('call_0', {}, 's-1') // => 'call_0@s-1'
 * claudeToolKey('call_0', { agentId: 'a' }, 's-1') // => 'call_0@s-1/a'
 * claudeToolKey('call_0', { forkedFrom: { sessionId: 's-0' } }, 's-1') // => 'call_0@s-0'
 */
export function claudeToolKey(id: string, record: Record<string, unknown>, session: string): string {
  if (id.startsWith('toolu_')) return id;
  const agent = isNumbered(id) ? agentOf(record) : '';
  const origin = textOf(objectOf(record['forkedFrom'])?.['sessionId']) || session;
  return `${id}@${origin}${agent && `/${agent}`}`;
}

/**
 * Identity of a call: a number may be used again in a later response, which then names the call.
 *
 * @param pairedBy {@link claudeToolKey} of the call
 * @param message id of the response that makes the call
 * @example
 * claudeCallKey('toolu_01', 'toolu_01', 'msg_1') // => 'toolu_01'
 * claudeCallKey('call_0', 'call_0@s-1', 'msg_1') // => 'call_0@s-1#msg_1'
 */
export function claudeCallKey(id: string, pairedBy: string, message: string): string {
  return message === '' || !isNumbered(id) || id === pairedBy ? pairedBy : `${pairedBy}#${message}`;
}
