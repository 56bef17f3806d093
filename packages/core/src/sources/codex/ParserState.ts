import type { SessionStatus } from '../../model/SessionRecord.ts';
import type { ThreadSettings } from './threadSettings.ts';

/** Who a rollout file is, from its first `session_meta`. */
export interface ThreadState {
  id: string;
  /** Root session that its usage belongs to. */
  session: string;
  subagent: boolean;
  /** Thread whose history it was forked with; `''` when it is no fork. */
  forkedFrom: string;
  /** The oldest of the threads whose history it says it repeats, `''` for none: what was done in turns without ids has the same keys in all their files. */
  historyOf?: string;
  /** The threads of that history whose lines came, its parent first; absent before the first. */
  historyIds?: string[];
  /** Time of the last line of a repeated history of turns without ids, ms since 1970; `null` once it is over, absent before the first such turn. */
  historyAtMs?: number | null;
  /** The file may begin with its parent's history. */
  child: boolean;
  /** The file does not say who it is: its name does. */
  nameless?: boolean;
  /** First line number of its own, where the file states it. */
  ownFromOrdinal: number | null;
  project: string;
  provider: string;
  startedMs: number;
}

export interface OpenCall {
  /** Identity of its record; in the file its output has its id only. */
  key: string;
  atMs: number;
  tool: string;
  model: string;
  /** Its output has come. */
  hasEnded?: boolean;
}

/** The turn that goes on, or went on last. */
export interface TurnState {
  id: string;
  startedMs: number;
  replayed: boolean;
  lastMs: number;
  /** Gaps between its records, each capped. */
  gapsMs: number;
  hasEnded: boolean;
  /** A context has stated its model. */
  hasContext?: boolean;
  /** The service tier that was chosen when its first response began to come; absent before that. */
  tier?: string;
}

/** A response that an event stated, a usage record, or both. Usages and totals are texts. */
export interface StatedResponse {
  usage: string;
  /** The counter of the events after it, `''` where none stated it. */
  total: string;
  /** The counter of the thread's usage records after it, `''` where none stated it. */
  recorded: string;
  byEvent: boolean;
  byRecord: boolean;
  /** The turn in which it was stated goes on. */
  ofTurn: boolean;
  /** How often the counter of the events had fallen. */
  restarts: number;
}

/** Everything the parser of a file carries from line to line. */
export interface ParserState {
  thread: ThreadState | null;
  firstAtMs: number | null;
  model: string;
  settings: ThreadSettings;
  /** Web searches of the response whose usage comes next. */
  searches: number;
  turn: TurnState | null;
  /** Cumulative usage of the thread by the last event, late ones left out; `''` before the first. Events repeat it. */
  counted: string;
  /** How often that counter fell: it may then reach the same totals again. */
  restarts: number;
  /** Responses that were stated lately, oldest first. */
  responses: StatedResponse[];
  /** Lines that state usage or a turn and came lately, see `LineMemory`. */
  lines: string;
  calls: [id: string, call: OpenCall][];
  lastAtMs: number;
  status: SessionStatus;
  statusAtMs: number;
  statusPosition: number;
}

/** Lines of usage and of turns of which copies are known: there is one for each request, and the state of a file is written with every import that reads it. */
export const REMEMBERED_LINES = 100;

/** The state at the start of a file. */
export function initialState(): ParserState {
  return {
    thread: null,
    firstAtMs: null,
    model: '',
    settings: { model: '', tier: '' },
    searches: 0,
    turn: null,
    counted: '',
    restarts: 0,
    responses: [],
    lines: '',
    calls: [],
    lastAtMs: 0,
    status: 'incomplete',
    statusAtMs: -1,
    statusPosition: -1,
  };
}
