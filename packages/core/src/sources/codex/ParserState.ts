import type { SessionStatus } from '../../model/SessionRecord.ts';
import type { CodexUsage } from './tokenUsage.ts';

/** Who a rollout file is, from its first `session_meta`. */
export interface ThreadState {
  id: string;
  /** Root session that its usage belongs to. */
  session: string;
  subagent: boolean;
  /** Thread whose history a user forked; `''` when it is no fork. */
  forkedFrom: string;
  /** The file may begin with its parent's history. */
  child: boolean;
  /** First line number of its own, where the file states it. */
  ownFromOrdinal: number | null;
  project: string;
  provider: string;
  startedMs: number;
}

export interface OpenCall {
  atMs: number;
  tool: string;
  model: string;
}

/** Everything the parser of a file carries from line to line. */
export interface ParserState {
  thread: ThreadState | null;
  firstAtMs: number | null;
  model: string;
  turn: { id: string; startedMs: number; replayed: boolean } | null;
  /** Cumulative usage at the last event. */
  total: CodexUsage | null;
  /** How often that counter fell: it may then reach the same totals again. */
  restarts: number;
  /** Usage of a usage record that states no total, until the count that repeats it; else `''`. */
  recorded: string;
  calls: [id: string, call: OpenCall][];
  lastAtMs: number;
  status: SessionStatus;
  statusAtMs: number;
  statusPosition: number;
}

/** The state at the start of a file. */
export function initialState(): ParserState {
  return {
    thread: null,
    firstAtMs: null,
    model: '',
    turn: null,
    total: null,
    restarts: 0,
    recorded: '',
    calls: [],
    lastAtMs: 0,
    status: 'incomplete',
    statusAtMs: -1,
    statusPosition: -1,
  };
}
