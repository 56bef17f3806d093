import { claudeOrigin } from './claudeOrigin.ts';
import { objectOf, textOf } from './unknownFields.ts';

/** Whether an id is a number, alone or behind a word: each conversation of a gateway counts from the beginning, some do so for each response. */
const isNumbered = (id: string): boolean => /(^|[:_.-])\d{1,6}$/.test(id);

/** Who made a call, where more than one agent works in a session. */
function agentOf(record: Record<string, unknown>): string {
  const agent = textOf(record['agentId']) || textOf(record['parent_tool_use_id']);
  return agent || (record['isSidechain'] === true ? 'sidechain' : '');
}

/** An id as far as it is unique: the provider's own everywhere, those of a gateway within a session only, numbers such as `call_0` within one agent's part of it. */
function keyWithin(session: string, id: string, record: Record<string, unknown>): string {
  if (id.startsWith('toolu_')) return id;
  const agent = isNumbered(id) ? agentOf(record) : '';
  return `${id}@${session}${agent && `/${agent}`}`;
}

/**
 * What a call of Claude Code and its result are paired by: its id, within the session where it is not unique, which for a marked copy is the one it was copied from.
 *
 * @param record the line or message that holds the call or its result
 * @example
 * claudeToolKey('toolu_01', {}, 's-1') // => 'toolu_01'
 * claudeToolKey('call_0', {}, 's-1') // => 'call_0@s-1'
 * claudeToolKey('call_0', { agentId: 'a' }, 's-1') // => 'call_0@s-1/a'
 * claudeToolKey('call_0', { forkedFrom: { sessionId: 's-0' } }, 's-1') // => 'call_0@s-0'
 */
export function claudeToolKey(id: string, record: Record<string, unknown>, session: string): string {
  return keyWithin(textOf(objectOf(record['forkedFrom'])?.['sessionId']) || session, id, record);
}

/**
 * Identity of a call, within the session it was made in ({@link claudeOrigin}, which results do not state): a number may be used again in a later response, which then
 * names the call.
 *
 * @param record the line or message that holds the call
 * @param message id of the response that makes the call
 * @example
 * claudeCallKey('toolu_01', {}, 's-1', 'msg_1') // => 'toolu_01'
 * claudeCallKey('call_0', {}, 's-1', 'msg_1') // => 'call_0@s-1#msg_1'
 */
export function claudeCallKey(id: string, record: Record<string, unknown>, session: string, message: string): string {
  const key = keyWithin(claudeOrigin(record, session), id, record);
  return id === key || message === '' || !isNumbered(id) ? key : `${key}#${message}`;
}
