import { CLAIM_RANK, claimKey } from '../../model/claimKey.ts';
import { claudeOrigin } from '../../model/claudeOrigin.ts';
import { instantOf, objectOf, textOf } from '../recordFields.ts';
import type { ParserState } from './ParserState.ts';
import type { Place } from './requestRecords.ts';

/** Place of a line. */
export interface LinePlace extends Place {
  /** The session it was first written in, as far as it says so; of a copy another one. */
  origin: string;
  /** Marked `forkedFrom`: no witness of time. Where the Agent SDK forks a session, the last line has the time of the fork, and all have ids of their own. */
  isForked: boolean;
}

/** Whether a line says that it was copied from another session. */
export const isCopy = ({ isForked, origin, session }: LinePlace): boolean => isForked || origin !== session;

/**
 * Place of a conversation record; `undefined` when it has no usable time. The first one says when its file began.
 *
 * @param fileStem the session of a line that names none
 * @param nested whether the record stands in another one
 */
export function linePlace(
  record: Record<string, unknown>,
  fileStem: string,
  state: ParserState,
  position: number,
  nested: boolean,
): LinePlace | undefined {
  const atMs = instantOf(record['timestamp']);
  if (atMs === undefined) return undefined;
  state.firstAtMs ??= atMs;
  const session = textOf(record['sessionId']) || fileStem;
  const isForked = objectOf(record['forkedFrom']) !== undefined;
  const side = record['isSidechain'] === true || typeof record['agentId'] === 'string';
  const origin = claudeOrigin(record, session);
  const isCopied = isForked || origin !== session || (nested && followsCopies(session, state));
  const rank = isCopied ? CLAIM_RANK.forked : nested ? CLAIM_RANK.nested : side ? CLAIM_RANK.sidechain : CLAIM_RANK.own;
  const claim = claimKey(rank, state.firstAtMs);
  return { session, atMs, claim, main: !side && !nested, position, origin, isForked };
}

/** What the last answer of a session's main chain was; `undefined` before there is one. */
function answerOf({ answered }: ParserState, session: string): 'own' | 'copied' | undefined {
  if (answered?.session !== session) return undefined;
  return answered.isCopied ? 'copied' : 'own';
}

/**
 * Claim to a turn that begins. Of what `--fork-session` copies only answers are marked, so that what stands in front of a session's first own answer may be copied: it
 * has the claim of a copy until such an answer is in it, see {@link noteAnswer}.
 */
export function turnClaim(place: LinePlace, state: ParserState): number {
  if (answerOf(state, place.session) === 'own') return place.claim;
  return claimKey(CLAIM_RANK.forked, state.firstAtMs ?? place.atMs);
}

/** Whether a prompt stands behind copied answers, so that the turn before it may be a copy whose end it was not made for. */
export const followsCopies = (session: string, state: ParserState): boolean => answerOf(state, session) === 'copied';

/** Whether an answer that stands behind copied ones is no part of the turn before it: a session goes on with a turn of another, or says of one that there was no answer. */
export function isApart(place: LinePlace, isSynthetic: boolean, state: ParserState): boolean {
  if (isCopy(place) || !followsCopies(place.session, state)) return false;
  return isSynthetic || state.turn?.isCopied === true;
}

/** Notes an answer of the main chain, which says whose the turn is that goes on. Of what is marked `forkedFrom` every line is marked, and no turn begins. */
export function noteAnswer(place: LinePlace, state: ParserState): void {
  if (place.isForked) return;
  const { session, claim } = place;
  const isCopied = isCopy(place);
  // Nothing is copied behind a session's own answers, unless a file holds its lines again.
  if (answerOf(state, session) !== 'own') state.answered = { session, isCopied };
  const { turn } = state;
  if (turn?.session !== session) return;
  turn.isCopied ||= isCopied;
  if (!turn.isCopied) turn.claim = Math.min(turn.claim, claim);
}
