import { objectOf, textOf } from './unknownFields.ts';

/**
 * The session of Claude Code that a line was first written in: a copy says so that is marked, a copy of a copy where it states the session of its request.
 *
 * @param session the one that the line names
 * @example
 * claudeOrigin({}, 's-1') // => 's-1'
 * claudeOrigin({ forkedFrom: { sessionId: 's-0' } }, 's-1') // => 's-0'
 * claudeOrigin({ forkedFrom: { sessionId: 's-1' }, requestSessionId: 's-0' }, 's-2') // => 's-0'
 */
export function claudeOrigin(record: Record<string, unknown>, session: string): string {
  return textOf(record['requestSessionId']) || textOf(objectOf(record['forkedFrom'])?.['sessionId']) || session;
}
