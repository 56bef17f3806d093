import { CLAIM_RANK, claimKey } from '../../model/claimKey.ts';
import { folderPath } from '../../model/folderPath.ts';
import type { SessionStatus } from '../../model/SessionRecord.ts';
import { instantOf, objectOf, textOf } from '../recordFields.ts';
import { LineMemory } from '../LineMemory.ts';
import { GAP_CAP_MS } from '../../model/turnLimits.ts';
import type { ParsedRecords, TranscriptParser } from '../TranscriptParser.ts';
import { initialState, type OpenCall, type ParserState, REMEMBERED_LINES } from './ParserState.ts';
import type { ThreadState, TurnState } from './ParserState.ts';
import { CallMemory } from './CallMemory.ts';
import { callKey, callOf, callRecord, isBilledSearch } from './callRecord.ts';
import { eventResult } from './eventResult.ts';
import type { CallResult } from './refusalOf.ts';
import { requestRecord, responseKey } from './requestRecord.ts';
import type { RolloutEvent } from './RolloutEvent.ts';
import { sessionRecord } from './sessionRecord.ts';
import { endTurn, eventUsage, repeatsEvent } from './statedTotals.ts';
import { stateOf, stateText } from './stateText.ts';
import { isBeforeOwn, isReplayedTurn, isUnnamed, noteHistory, repeatsHistory, threadOf } from './threadOf.ts';
import { type CodexUsage, NO_USAGE, usageText } from './tokenUsage.ts';
import { outputResult } from './toolOutcome.ts';
import { noteModel, noteTier, settingsOf, tierOf } from './threadSettings.ts';
import { turnRecord } from './turnRecord.ts';
import { tokenCountOf, usageLineOf } from './usageLines.ts';

/** Types that say nothing about usage: `compacted` repeats a usage record that was counted. */
const IDLE_TYPES = new Set(['compacted', 'world_state', 'inter_agent_communication_metadata']);

const empty = (): ParsedRecords => ({ requests: [], toolCalls: [], turns: [], sessions: [] });

/** Parser of one Codex rollout. The rules are in this folder's README. */
export class CodexParser implements TranscriptParser {
  readonly #file: string;
  readonly #onUnknownType: (type: string) => void;
  readonly #state: ParserState;
  readonly #calls: CallMemory;
  readonly #lines: LineMemory;
  #found: ParsedRecords = empty();
  #touched = false;

  constructor(file: string, state: string | undefined, onUnknownType: (type: string) => void) {
    this.#file = file;
    this.#onUnknownType = onUnknownType;
    this.#state = state === undefined ? initialState() : stateOf(state);
    this.#calls = new CallMemory(this.#state.calls);
    this.#lines = new LineMemory(this.#state.lines, REMEMBERED_LINES);
  }

  line(record: Record<string, unknown>, position: number): string | undefined {
    const type = textOf(record['type']);
    const payload = objectOf(record['payload']);
    const atMs = instantOf(record['timestamp']);
    if (!payload || IDLE_TYPES.has(type)) {
      if (type !== '' && !IDLE_TYPES.has(type)) this.#onUnknownType(type);
      return type === '' ? 'not a rollout line' : undefined;
    }
    if (atMs === undefined) return type === 'event_msg' ? 'no valid timestamp' : undefined;
    const ordinal = typeof record['ordinal'] === 'number' ? record['ordinal'] : undefined;
    const event = { payload, atMs, position, ordinal };
    this.#state.firstAtMs ??= atMs;
    if (type === 'session_meta') this.#sessionMeta(event);
    else if (type === 'turn_context') this.#turnContext(event);
    else if (type === 'response_item') this.#item(event);
    else if (type === 'event_msg') return this.#message(event);
    else if (type === 'token_usage_record') return this.#usageRecord(event);
    else this.#onUnknownType(type);
    return undefined;
  }

  taken(): ParsedRecords {
    const found = this.#found;
    const { turn } = this.#state;
    if (this.#touched && turn && !turn.replayed && !turn.hasEnded) this.#turnRecord(turn);
    if (this.#touched) found.sessions = [sessionRecord(this.#thread(0), this.#state, this.#sessionClaim())];
    this.#found = empty();
    this.#touched = false;
    return found;
  }

  state(): string {
    const [calls, lines] = [this.#calls.state(), this.#lines.state()];
    return stateText({ ...this.#state, calls, lines });
  }

  #thread(atMs: number): ThreadState {
    return (this.#state.thread ??= threadOf(this.#file, undefined, atMs));
  }

  #claim(): number {
    const { firstAtMs } = this.#state;
    return claimKey(this.#thread(0).subagent ? CLAIM_RANK.sidechain : CLAIM_RANK.own, firstAtMs ?? 0);
  }

  /** A copy that does not know the project must not name it. */
  #sessionClaim(): number {
    return this.#thread(0).project === '' ? claimKey(CLAIM_RANK.unnamed, this.#state.firstAtMs ?? 0) : this.#claim();
  }

  /** Whether the line repeats the history of the thread that this one was made from. */
  #replayed(event: RolloutEvent): boolean {
    const thread = this.#thread(event.atMs);
    const { turn } = this.#state;
    const isBefore = isBeforeOwn(thread, turn, event.ordinal);
    if (isBefore !== undefined) return isBefore;
    // What comes before the first turn of a fork was said in the thread it was made from.
    return turn?.replayed ?? (thread.forkedFrom !== '' && repeatsHistory(thread, event.atMs));
  }

  /** Id of the thread that an own response or call is known by. */
  #keyThread({ id, historyOf }: ThreadState): string {
    return this.#state.turn ? id : historyOf || id;
  }

  /** Notes an own record of the conversation. */
  #seen(event: RolloutEvent, status?: SessionStatus): void {
    const state = this.#state;
    state.lastAtMs = Math.max(state.lastAtMs, event.atMs);
    this.#touched = true;
    const { turn } = state;
    if (turn) {
      turn.gapsMs += Math.min(Math.max(0, event.atMs - turn.lastMs), GAP_CAP_MS);
      turn.lastMs = Math.max(turn.lastMs, event.atMs);
    }
    if (status === undefined || event.atMs < state.statusAtMs) return;
    state.status = status;
    state.statusAtMs = event.atMs;
    state.statusPosition = event.position;
  }

  #beginTurn(id: string, event: RolloutEvent): void {
    if (id === '' || this.#state.turn?.id === id) return;
    const startedAt = event.payload['started_at'];
    const replayed = isReplayedTurn(
      this.#thread(event.atMs),
      id,
      typeof startedAt === 'number' ? startedAt : undefined,
    );
    endTurn(this.#state);
    const before = this.#state.turn;
    if (before && !before.replayed && !before.hasEnded) this.#turnRecord(before);
    const { atMs } = event;
    this.#state.searches = 0;
    this.#state.turn = { id, startedMs: atMs, replayed, lastMs: atMs, gapsMs: 0, hasEnded: false };
    if (!this.#replayed(event)) this.#seen(event, 'incomplete');
  }

  #turnRecord(turn: TurnState, lastedMs?: number): void {
    this.#found.turns.push(turnRecord(turn, this.#thread(turn.startedMs), this.#claim(), lastedMs));
  }

  #endTurn(event: RolloutEvent, status: SessionStatus): void {
    const { turn } = this.#state;
    if (this.#replayed(event)) return;
    this.#seen(event, status);
    const stated = event.payload['duration_ms'];
    if (!turn || (event.payload['turn_id'] !== undefined && event.payload['turn_id'] !== turn.id)) return;
    const durationMs = typeof stated === 'number' && stated >= 0 ? stated : event.atMs - turn.startedMs;
    this.#turnRecord(turn, durationMs);
    turn.hasEnded = true;
  }

  #sessionMeta({ payload, atMs }: RolloutEvent): void {
    const { thread, turn, lastAtMs } = this.#state;
    if (!thread) this.#state.thread = threadOf(this.#file, payload, atMs);
    else if (!turn && lastAtMs === 0) noteHistory(thread, payload);
  }

  /** What the context of a turn says, or its start, which comes before it. */
  #turnContext(event: RolloutEvent): void {
    const [id, type, model] = ['turn_id', 'type', 'model'].map((name) => textOf(event.payload[name]));
    if (this.#lines.isCopy(`turn ${type} ${id} ${model}`, event.atMs)) return;
    this.#beginTurn(id ?? '', event);
    noteModel(this.#state, id ?? '', model ?? '');
    const thread = this.#thread(event.atMs);
    if (id === '' && thread.historyAtMs === undefined) thread.historyAtMs = event.atMs;
    if (thread.project === '' && !this.#replayed(event)) thread.project = folderPath(textOf(event.payload['cwd']));
  }

  #message(event: RolloutEvent): string | undefined {
    const type = textOf(event.payload['type']);
    if (type === 'token_count') return this.#tokenCount(event);
    if (type === 'task_started') this.#turnContext(event);
    else if (type === 'task_complete') this.#endTurn(event, objectOf(event.payload['error']) ? 'failed' : 'completed');
    else if (type === 'turn_aborted') this.#endTurn(event, 'interrupted');
    else if (type === 'thread_settings_applied') this.#settings(event);
    else this.#told(event);
    return undefined;
  }

  /** What is chosen for the thread, or was for the one that it was made from. */
  #settings(event: RolloutEvent): void {
    const [settings, of] = [settingsOf(event.payload), textOf(event.payload['thread_id'])];
    if (!settings || this.#lines.isCopy(`settings ${of} ${settings.model} ${settings.tier}`, event.atMs)) return;
    const thread = this.#thread(event.atMs);
    if (['', thread.id].includes(of) || isUnnamed(thread) || this.#replayed(event)) this.#state.settings = settings;
  }

  #tokenCount(event: RolloutEvent): string | undefined {
    const count = tokenCountOf(event.payload);
    if (typeof count !== 'object') return count;
    const { total, last, model } = count;
    const text = usageText(total);
    if (this.#lines.isCopy(`count ${text} ${usageText(last)}`, event.atMs)) return undefined;
    const state = this.#state;
    state.model = model || state.model;
    const usage = eventUsage(state, total, last, () => this.#replayed(event));
    if (!usage) return undefined;
    const thread = this.#thread(event.atMs);
    // The counter after the response names it: the same in every copy and every reading of the thread.
    const key = total ? `${this.#keyThread(thread)}#${text}#${state.restarts}` : `${thread.id}#line ${event.position}`;
    this.#request(key, usage, event);
    return undefined;
  }

  #usageRecord(event: RolloutEvent): string | undefined {
    const line = usageLineOf(event.payload);
    if (typeof line === 'string') return line;
    const { usage, total } = line;
    if (usageText(usage) === NO_USAGE) return undefined;
    if (this.#lines.isCopy(`record ${line.id} ${usageText(total)} ${usageText(usage)}`, event.atMs)) return undefined;
    const thread = this.#thread(event.atMs);
    // A record that names the thread is its own wherever it stands.
    if (line.thread !== thread.id && this.#replayed(event)) return undefined;
    if (![thread.id, ''].includes(line.thread) && !isUnnamed(thread)) return undefined;
    if (!repeatsEvent(this.#state, usage, total))
      this.#request(responseKey(line.id || `line ${event.position}`, line.thread || thread.id), usage, event);
    return undefined;
  }

  #request(key: string, usage: CodexUsage, event: RolloutEvent): void {
    noteTier(this.#state);
    const { model, searches: webSearchRequests } = this.#state;
    const served = { model, serviceTier: tierOf(this.#state, event.atMs), webSearchRequests };
    const of = { key, atMs: event.atMs, claim: this.#claim(), ...served };
    this.#state.searches = 0;
    this.#found.requests.push(requestRecord(of, this.#thread(event.atMs), usage));
    this.#seen(event);
  }

  #item(event: RolloutEvent): void {
    if (this.#replayed(event)) return;
    const { payload, position } = event;
    const type = textOf(payload['type']);
    const isOfModel = payload['role'] === 'assistant' || type === 'reasoning' || type.endsWith('_call');
    if (isOfModel) noteTier(this.#state);
    if (type === 'message' || type === 'reasoning') {
      // Before turns were announced (early 2025 and older) the messages themselves are all there is.
      const announced = this.#state.turn !== null;
      const answered = payload['role'] === 'assistant' ? 'completed' : 'incomplete';
      this.#seen(event, announced || type === 'reasoning' ? undefined : answered);
    } else if (type.endsWith('_call')) {
      this.#call(textOf(payload['call_id']) || textOf(payload['id']) || `line ${position}`, event);
    } else if (type.endsWith('_call_output')) this.#output(textOf(payload['call_id']), event);
  }

  #callRecord(call: OpenCall, result: CallResult, durationMs: number): void {
    const of = { session: this.#thread(call.atMs).session, claim: this.#claim() };
    this.#found.toolCalls.push(callRecord(of, call, result, durationMs));
  }

  #call(id: string, event: RolloutEvent): void {
    this.#seen(event);
    const { payload, atMs } = event;
    const { tool, outcome } = callOf(payload);
    const thread = this.#thread(atMs);
    const key = callKey(id, thread.id, this.#keyThread(thread));
    const call = { key, atMs, tool, model: this.#state.model };
    if (isBilledSearch(payload) && !this.#lines.isCopy(`search ${id}`, atMs)) this.#state.searches += 1;
    if (outcome === 'pending') this.#calls.add(id, call);
    this.#callRecord(call, { outcome, approval: 'unknown' }, 0);
  }

  #output(id: string, event: RolloutEvent): void {
    this.#seen(event);
    const call = this.#calls.get(id);
    if (!call || call.hasEnded) return;
    this.#calls.end(id);
    this.#callRecord(call, outputResult(event.payload['output'], call.tool), Math.max(0, event.atMs - call.atMs));
  }

  /** How a call ended, as an event tells it before its output or after it. */
  #told(event: RolloutEvent): void {
    const result = eventResult(event.payload);
    if (!result || this.#replayed(event)) return;
    const call = this.#calls.get(result.callId);
    if (call) this.#callRecord(call, result, 0);
  }
}
