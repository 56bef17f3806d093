import type { SessionRecord } from '../../model/SessionRecord.ts';
import type { ParserState, ThreadState } from './ParserState.ts';

/** What a thread's file tells of its session by now. */
export function sessionRecord(
  { session, subagent, project, forkedFrom }: ThreadState,
  { lastAtMs, status, statusAtMs, statusPosition }: ParserState,
  claim: number,
): SessionRecord {
  // How a subagent ended, and whose history it repeats, says nothing of its session.
  return subagent
    ? { id: session, parent: '', project, lastAtMs, status: 'incomplete', statusAtMs: -1, statusPosition: -1, claim }
    : { id: session, parent: forkedFrom, project, lastAtMs, status, statusAtMs, statusPosition, claim };
}
