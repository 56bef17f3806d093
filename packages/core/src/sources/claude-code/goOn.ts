import { GAP_CAP_MS } from '../../model/turnLimits.ts';
import type { OpenTurn } from './ParserState.ts';

/**
 * Notes a line of the main chain that belongs to a turn, which came at a time, ms.
 *
 * Times go backwards: a line that is older than the one in front of it may end the turn, where it is younger than all that ended it before. A copy never is, and of all other older lines nothing
 * follows.
 *
 * @param isEnd whether it leaves the word to the person; `undefined` when it does not say
 */
export function goOn(turn: OpenTurn, atMs: number, isEnd: boolean | undefined): void {
  const { lastAtMs, endedAtMs } = turn;
  turn.gapsMs += Math.min(Math.max(0, atMs - lastAtMs), GAP_CAP_MS);
  turn.lastAtMs = Math.max(lastAtMs, atMs);
  if (isEnd === undefined) return;
  if (!isEnd) {
    // What was written at the time of the end goes on with it.
    if (atMs > lastAtMs || atMs === endedAtMs) turn.isOver = false;
    return;
  }
  if (atMs >= lastAtMs || atMs > endedAtMs) turn.isOver = true;
  turn.endedAtMs = Math.max(endedAtMs, atMs);
}
