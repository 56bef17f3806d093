import { basename } from 'node:path';

import { CLAIM_RANK, claimKey } from '../../model/claimKey.ts';
import { claudeProject } from '../../model/claudeProject.ts';
import { claudeCallKey, claudeToolKey } from '../../model/claudeToolKey.ts';
import { claudeToolName } from '../../model/claudeToolName.ts';
import { claudeToolResult } from '../../model/claudeToolResult.ts';
import type { SessionRecord } from '../../model/SessionRecord.ts';
import type { TurnRecord } from '../../model/TurnRecord.ts';
import { instantOf, objectOf, textOf } from '../recordFields.ts';
import type { ParsedRecords, TranscriptParser } from '../TranscriptParser.ts';
import { LineMemory } from '../LineMemory.ts';
import { MAX_TURN_MS } from '../../model/turnLimits.ts';
import { callRecord } from './callRecord.ts';
import { goOn } from './goOn.ts';
import { followsCopies, isApart, isCopy, type LinePlace, linePlace, noteAnswer, turnClaim } from './linePlace.ts';
import { initialState, type OpenCall, type OpenTurn, type ParserState } from './ParserState.ts';
import { type Place, requestRecords } from './requestRecords.ts';
import { contentBlocks, endsWork, isPrompt, statusAfter } from './sessionStatus.ts';

/** Calls without a result yet, and sessions in one file, that are kept in mind: far more than any real file has. */
const MAX_OPEN_CALLS = 500;
const MAX_SESSIONS = 100;

/** Records that say nothing about usage. */
const IDLE_TYPES = new Set(
  (
    'file-history-snapshot file-history-delta queue-operation last-prompt ai-title custom-title agent-name permission-mode mode ' +
    'pr-link bridge-session atis-latch cost-state summary attachment'
  ).split(' '),
);

const empty = (): ParsedRecords => ({ requests: [], toolCalls: [], turns: [], sessions: [] });

/** Parser of one Claude Code transcript. The rules are in this folder's README. */
export class ClaudeCodeParser implements TranscriptParser {
  readonly #fileStem: string;
  readonly #onUnknownType: (type: string) => void;
  readonly #state: ParserState;
  readonly #calls: Map<string, OpenCall>;
  readonly #lines: LineMemory;
  readonly #sessions: Map<string, ParserState['sessions'][number][1]>;
  readonly #touched = new Set<string>();
  #found: ParsedRecords = empty();

  constructor(file: string, state: string | undefined, onUnknownType: (type: string) => void) {
    this.#fileStem = basename(file, '.jsonl');
    this.#onUnknownType = onUnknownType;
    this.#state = state === undefined ? initialState() : (JSON.parse(state) as ParserState);
    this.#calls = new Map(this.#state.calls);
    this.#lines = new LineMemory(this.#state.lines);
    this.#sessions = new Map(this.#state.sessions);
  }

  line(record: Record<string, unknown>, position: number): string | undefined {
    const type = textOf(record['type']);
    const message = objectOf(record['message']);
    if (type === 'assistant' || (type === '' && message?.['usage'] !== undefined)) {
      return this.#assistant(record, message, position);
    }
    if (type === 'user') this.#user(record, message, position);
    else if (type === 'progress') return this.#progress(record, position);
    else if (type === 'system') this.#system(record, position);
    else if (type === 'session_meta') return 'beginning of a transcript of Codex';
    else if (!IDLE_TYPES.has(type)) this.#onUnknownType(type);
    // A file that begins with a snapshot of its own began then, even when copied history follows.
    else if (position === 1) this.#state.firstAtMs = instantOf(objectOf(record['snapshot'])?.['timestamp']) ?? null;
    return undefined;
  }

  taken(): ParsedRecords {
    const sessions: SessionRecord[] = [];
    for (const id of this.#touched) {
      const state = this.#sessions.get(id);
      // A copy that does not know the project must not name it.
      const claim = state?.project === '' ? claimKey(CLAIM_RANK.unnamed, this.#state.firstAtMs ?? 0) : state?.claim;
      if (state) sessions.push({ id, ...state, claim: claim ?? state.claim });
    }
    const { turn } = this.#state;
    if (turn) this.#takeTurn(turn);
    const found = { ...this.#found, sessions };
    this.#touched.clear();
    this.#found = empty();
    return found;
  }

  state(): string {
    const calls = [...this.#calls].slice(-MAX_OPEN_CALLS);
    const sessions = [...this.#sessions].slice(-MAX_SESSIONS);
    const lines = this.#lines.state();
    return JSON.stringify({ ...this.#state, lines, calls, sessions } satisfies ParserState);
  }

  #place(record: Record<string, unknown>, position: number, nested = false): LinePlace | undefined {
    return linePlace(record, this.#fileStem, this.#state, position, nested);
  }

  /** Notes what a conversation record says of its session, and of the turn that goes on unless what came before it was waited for. */
  #seen(record: Record<string, unknown>, place: LinePlace, wasWaitedFor = false): void {
    const isCopied = isCopy(place);
    const forkedFrom = isCopied ? textOf(objectOf(record['forkedFrom'])?.['sessionId']) || place.origin : '';
    let session = this.#sessions.get(place.session);
    const cwd = textOf(record['cwd']);
    // The main chain names the project; a subagent's folder stands in for it until then.
    const names = place.main && !isCopied && cwd !== '';
    if (!session || (names && session.claim > place.claim)) {
      session = {
        lastAtMs: 0,
        status: 'incomplete',
        statusAtMs: -1,
        statusPosition: -1,
        ...session,
        project: claudeProject(cwd),
        parent: session?.parent || forkedFrom,
        claim: place.claim,
      };
      this.#sessions.set(place.session, session);
    }
    if (session.project === '' && cwd !== '') session.project = claudeProject(cwd);
    if (session.parent === '' && forkedFrom !== '') session.parent = forkedFrom;
    this.#touched.add(place.session);
    if (!isCopied) session.lastAtMs = Math.max(session.lastAtMs, place.atMs);
    const status = place.main ? statusAfter(record) : undefined;
    const later =
      place.atMs > session.statusAtMs || (place.atMs === session.statusAtMs && place.position > session.statusPosition);
    if (status !== undefined && later) {
      session.status = status;
      session.statusAtMs = place.atMs;
      session.statusPosition = place.position;
    }
    const { turn } = this.#state;
    if (turn && place.main && !place.isForked && !wasWaitedFor && turn.session === place.session) {
      goOn(turn, place.atMs, status && endsWork(record, status));
    }
  }

  #assistant(
    record: Record<string, unknown>,
    message: Record<string, unknown> | undefined,
    position: number,
  ): string | undefined {
    const place = this.#place(record, position);
    if (!place) return 'no valid timestamp';
    const synthetic = message?.['model'] === '<synthetic>';
    const fault = synthetic ? undefined : this.#requests(record, message, place);
    if (fault !== undefined) return fault;
    this.#seen(record, place, isApart(place, synthetic, this.#state));
    // What is synthetic in a session may have been written when another was read for it.
    if (place.main && (!synthetic || isCopy(place))) noteAnswer(place, this.#state);
    const model = synthetic ? '' : textOf(message?.['model']);
    for (const block of contentBlocks(message)) {
      const id = textOf(block['id']);
      if (block['type'] !== 'tool_use' || id === '') continue;
      const key = claudeCallKey(id, record, place.session, textOf(message?.['id']));
      this.#call(claudeToolKey(id, record, place.session), key, block, model, place);
    }
    return undefined;
  }

  #requests(
    record: Record<string, unknown>,
    message: Record<string, unknown> | undefined,
    place: Place,
  ): string | undefined {
    const requests = requestRecords(record, message, place);
    if (!requests) return 'token count out of range';
    for (const request of requests) this.#found.requests.push(request);
    return undefined;
  }

  #call(pairedBy: string, key: string, block: Record<string, unknown>, model: string, place: LinePlace): void {
    const name = textOf(block['name']);
    const { session, atMs, claim, isForked } = place;
    const call = { key, session, model, atMs, tool: claudeToolName(name), claim, isForked };
    this.#calls.set(pairedBy, call);
    if (this.#calls.size > 2 * MAX_OPEN_CALLS) {
      for (const old of [...this.#calls.keys()].slice(0, MAX_OPEN_CALLS)) this.#calls.delete(old);
    }
    // A copy without a result may be the last line of its fork, whose time is another.
    if (!isForked) this.#found.toolCalls.push(callRecord(call, { outcome: 'pending', approval: 'unknown' }, 0));
  }

  #user(record: Record<string, unknown>, message: Record<string, unknown> | undefined, position: number): void {
    const place = this.#place(record, position);
    if (!place) return;
    const blocks = contentBlocks(message);
    const isResult = blocks.some((block) => block['type'] === 'tool_result');
    const isFirst = place.main && !place.isForked && !isResult && !this.#lines.isCopy(textOf(record['uuid']));
    const isNext = isFirst && isPrompt(record);
    const isAtRest = this.#isAtRest(place.session);
    const setsToWork = isNext || (isFirst && isAtRest);
    this.#seen(record, place, (setsToWork && isAtRest) || (isNext && followsCopies(place.session, this.#state)));
    for (const block of blocks) {
      const id = textOf(block['tool_use_id']);
      if (block['type'] === 'tool_result' && id !== '')
        this.#result(claudeToolKey(id, record, place.session), block, record, place);
    }
    if (setsToWork) this.#begin(record, place, isNext ? 1 : 0);
  }

  /** A result completes its call. One whose call is not in this file joins it where it is, and counts as no call until then. */
  #result(pairedBy: string, block: Record<string, unknown>, record: Record<string, unknown>, place: LinePlace): void {
    const call = this.#calls.get(pairedBy);
    this.#calls.delete(pairedBy);
    const result = claudeToolResult(block, record, call?.tool ?? '');
    if (call) {
      const isTimed = !call.isForked && !place.isForked && result.outcome !== 'pending';
      this.#found.toolCalls.push(callRecord(call, result, isTimed ? Math.max(0, place.atMs - call.atMs) : 0));
      return;
    }
    if (place.isForked || result.outcome === 'pending') return;
    const { session, atMs } = place;
    const claim = claimKey(CLAIM_RANK.unnamed, this.#state.firstAtMs ?? atMs);
    const unnamed = callRecord({ key: pairedBy, session, model: '', atMs, tool: '', claim }, result, 0);
    this.#found.toolCalls.push({ ...unnamed, callCount: 0 });
  }

  /** Whether nothing goes on in a session: no turn, or one that is over, or one that nobody prompted and that has not begun. */
  #isAtRest(session: string): boolean {
    const { turn } = this.#state;
    return turn?.session !== session || turn.isOver || (turn.promptCount === 0 && turn.gapsMs === 0);
  }

  #begin(record: Record<string, unknown>, place: LinePlace, promptCount: 0 | 1): void {
    const { turn } = this.#state;
    if (turn) this.#takeTurn(turn);
    this.#state.turn = this.#turnAt(record, place, promptCount);
  }

  #turnAt(record: Record<string, unknown>, place: LinePlace, promptCount: 0 | 1): OpenTurn {
    const { session, atMs } = place;
    const claim = turnClaim(place, this.#state);
    const key = textOf(record['uuid']) || `${textOf(record['type'])} ${atMs}@${session}`;
    // The agent's own notes are written with the time of what they are about, which may be long ago.
    const lastAtMs = promptCount > 0 ? atMs : Math.max(atMs, this.#sessions.get(session)?.lastAtMs ?? 0);
    const begun = { lastAtMs, gapsMs: 0, isOver: false, endedAtMs: lastAtMs };
    return { key, session, atMs, claim, isCopied: false, promptCount, ...begun };
  }

  /** What nobody prompted is a turn once there was work in it. */
  #takeTurn(turn: OpenTurn): void {
    if (turn.promptCount > 0 || turn.gapsMs > 0) this.#found.turns.push(this.#turnRecord(turn));
  }

  /** @param statedMs how long it took, where the transcript says it */
  #turnRecord({ key, session, atMs, claim, promptCount, gapsMs }: OpenTurn, statedMs?: number): TurnRecord {
    const engagedIsEstimated = statedMs === undefined;
    return { key, session, atMs, engagedMs: statedMs ?? gapsMs, engagedIsEstimated, promptCount, claim };
  }

  /** The time that the work since the prompt, or since the time that was stated before, took. */
  #system(record: Record<string, unknown>, position: number): void {
    const durationMs = record['durationMs'];
    if (record['subtype'] !== 'turn_duration' || typeof durationMs !== 'number' || !(durationMs >= 0)) return;
    const place = this.#place(record, position);
    if (!place?.main || place.isForked || this.#lines.isCopy(textOf(record['uuid']) || `${durationMs}@${place.atMs}`))
      return;
    const after = this.#state.turn;
    // Said before this turn began: a copy of earlier lines, which belongs to what came before them.
    const isEarlier = after !== null && place.atMs < after.atMs;
    if (after === null || isEarlier) this.#state.turn = this.#turnAt(record, place, 0);
    const { turn } = this.#state;
    if (turn?.session === place.session) {
      this.#found.turns.push(this.#turnRecord(turn, Math.round(Math.min(durationMs, MAX_TURN_MS))));
      this.#state.turn = null;
    }
    if (isEarlier) this.#state.turn = after;
  }

  /** Subagents' messages that versions 2.1.12 to 2.1.81 nested in progress lines: copies of what the subagent's own file holds, where there is one. */
  #progress(record: Record<string, unknown>, position: number): string | undefined {
    const nested = objectOf(objectOf(record['data'])?.['message']);
    const message = objectOf(nested?.['message']);
    if (!nested || !message?.['usage'] || message['model'] === '<synthetic>') return undefined;
    const { sessionId, forkedFrom } = record;
    const timestamp = nested['timestamp'] ?? record['timestamp'];
    const requestSessionId = record['requestSessionId'] ?? nested['requestSessionId'];
    // Where it belongs, and was first written, the line around it says.
    const inner = { ...nested, sessionId, timestamp, forkedFrom, requestSessionId };
    const place = this.#place(inner, position, true);
    if (!place) return 'no valid timestamp';
    return this.#requests(inner, message, place);
  }
}
