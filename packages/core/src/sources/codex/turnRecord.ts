import type { TurnRecord } from '../../model/TurnRecord.ts';
import { MAX_TURN_MS } from '../../model/turnLimits.ts';
import type { ThreadState, TurnState } from './ParserState.ts';

/**
 * The record of a turn.
 *
 * @param lastedMs how long it took, ms, once it has ended; until then the gaps between its records stand in
 */
export function turnRecord(
  { id, startedMs, gapsMs }: TurnState,
  { session, subagent }: ThreadState,
  claim: number,
  lastedMs?: number,
): TurnRecord {
  const engagedIsEstimated = lastedMs === undefined;
  const engagedMs = engagedIsEstimated ? gapsMs : Math.round(Math.min(Math.max(0, lastedMs), MAX_TURN_MS));
  // A subagent works while its parent's turn lasts: its time is in that turn already.
  const own = subagent ? { promptCount: 0, engagedMs: 0 } : { promptCount: 1, engagedMs, engagedIsEstimated };
  return { key: id, session, atMs: startedMs, ...own, claim };
}
