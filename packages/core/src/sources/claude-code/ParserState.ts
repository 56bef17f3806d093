import type { SessionStatus } from '../../model/SessionRecord.ts';

/** What is known of a session from one file. */
export interface SessionState {
  project: string;
  parent: string;
  claim: number;
  lastAtMs: number;
  status: SessionStatus;
  statusAtMs: number;
  statusPosition: number;
}

/** A call whose result has not come yet. */
export interface OpenCall {
  /** Identity of its record. */
  key: string;
  session: string;
  model: string;
  atMs: number;
  tool: string;
  claim: number;
  /** Its line is marked `forkedFrom`. */
  isForked: boolean;
}

/** The turn that goes on, or would if the agent went on with it. */
export interface OpenTurn {
  key: string;
  session: string;
  atMs: number;
  claim: number;
  /** Answers in it are copied from another session. */
  isCopied: boolean;
  /** 1 for a person's prompt; 0 for what else sets the agent to work: a command, a notification. */
  promptCount: 0 | 1;
  lastAtMs: number;
  /** Gaps between its records, each capped. */
  gapsMs: number;
  /** The agent has answered or was stopped: what comes next was waited for. */
  isOver: boolean;
  /** Time of the latest line that ended it, of its beginning until then. */
  endedAtMs: number;
}

/** Everything the parser of a file carries from line to line. */
export interface ParserState {
  /** Time of the first conversation record, ms. */
  firstAtMs: number | null;
  /** The last answer of the main chain. */
  answered: { session: string; isCopied: boolean } | null;
  turn: OpenTurn | null;
  /** Prompts and durations that came lately, see `LineMemory`. */
  lines: string;
  calls: [id: string, call: OpenCall][];
  sessions: [id: string, state: SessionState][];
}

/** The state at the start of a file. */
export function initialState(): ParserState {
  return { firstAtMs: null, answered: null, turn: null, lines: '', calls: [], sessions: [] };
}
