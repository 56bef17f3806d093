import { objectOf, textOf } from './unknownFields.ts';

/**
 * Identity of a tool call of Claude Code. The provider's own ids are unique everywhere; those of a gateway, such as `call_0`, within a session only,
 * and a marked copy names the session it was copied from.
 *
 * @param record the line or message that holds the call or its result
 * @example
 * claudeToolKey('toolu_01', {}, 's-1') // => 'toolu_01'
 * claudeToolKey('call_0', {}, 's-1') // => 'call_0@s-1'
 * claudeToolKey('call_0', { forkedFrom: { sessionId: 's-0' } }, 's-1') // => 'call_0@s-0'
 */
export function claudeToolKey(id: string, record: Record<string, unknown>, session: string): string {
  if (id.startsWith('toolu_')) return id;
  return `${id}@${textOf(objectOf(record['forkedFrom'])?.['sessionId']) || session}`;
}
